package dev.buildmeister.cli.text;

import java.util.ArrayList;
import java.util.List;

/// Measures and cuts printable text by the columns that it takes on a terminal.
public final class Columns {
  /// No limit.
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final String ELLIPSIS = "…";

  private Columns() {}

  /// How many columns a text takes: 2 for wide characters, 0 for marks on the one before.
  public static int width(String text) {
    int width = 0;
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      width += width(codePoint);
    }
    return width;
  }

  /// The columns of one character. An approximation of Unicode's East Asian Width (UAX 11): the
  /// blocks that are wide as a whole, and what is shown as a picture.
  static int width(int codePoint) {
    if (codePoint < 0x300) {
      return 1;
    }
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(codePoint) ? 2 : 1;
    };
  }

  private static boolean isWide(int codePoint) {
    return Character.isEmojiPresentation(codePoint)
        || Character.isIdeographic(codePoint)
        || (codePoint >= 0x1100 && codePoint <= 0x115f)
        || (codePoint >= 0x2e80 && codePoint <= 0xa4cf && codePoint != 0x303f)
        || (codePoint >= 0xac00 && codePoint <= 0xd7a3)
        || (codePoint >= 0xfe30 && codePoint <= 0xfe6f)
        || (codePoint >= 0xff00 && codePoint <= 0xff60)
        || (codePoint >= 0xffe0 && codePoint <= 0xffe6);
  }

  /// The text, or as much of its beginning as fits, with `…` for the rest.
  public static String cut(String text, int columns) {
    if (text.length() <= columns / 2 || width(text) <= columns) {
      return text;
    }
    return text.substring(0, fits(text, 0, Math.max(0, columns - 1))) + ELLIPSIS;
  }

  /// The text, or as much of its end as fits, with `…` for the rest: what tells paths apart.
  public static String end(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    int from = text.length();
    int left = columns - 1;
    while (from > 0) {
      int before = text.offsetByCodePoints(from, -1);
      left -= width(text.codePointAt(before));
      if (left < 0) {
        break;
      }
      from = before;
    }
    return ELLIPSIS + text.substring(from);
  }

  /// As much of a text as fits around one place of it, which stays visible.
  ///
  /// @param place index into the text
  public static String around(String text, int place, int columns) {
    if (columns == UNLIMITED || width(text) <= columns) {
      return text;
    }
    int index = Math.clamp(place, 0, text.length());
    if (width(text.substring(0, index)) < columns * 2 / 3) {
      return cut(text, columns);
    }
    int from = index;
    int lead = columns / 3;
    while (from > 0 && lead > 0) {
      from = text.offsetByCodePoints(from, -1);
      lead -= width(text.codePointAt(from));
    }
    return ELLIPSIS + cut(text.substring(from), columns - 1);
  }

  /// Breaks a text into lines, at blanks where there are some.
  public static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = fits(text, from, Math.max(2, columns));
      if (to < text.length()) {
        int blank = text.lastIndexOf(' ', to);
        to = blank > from ? blank : to;
      }
      lines.add(text.substring(from, to).stripTrailing());
      from = to;
      while (from < text.length() && text.charAt(from) == ' ') {
        from++;
      }
    }
    return lines.isEmpty() ? List.of("") : lines;
  }

  /// Fills a text up with blanks to a number of columns.
  public static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  /// Where the part that begins at `from` and fits into the columns ends.
  private static int fits(String text, int from, int columns) {
    int left = columns;
    int at = from;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      left -= width(codePoint);
      if (left < 0) {
        break;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }
}
