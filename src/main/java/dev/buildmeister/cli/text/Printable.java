package dev.buildmeister.cli.text;

import dev.buildmeister.store.Hidden;

/// Makes text from anywhere safe to print: nothing in it moves the cursor, turns the direction of
/// writing, or hides itself.
///
/// Control characters become `\x1b`, marks that turn or hide text become `\u202e`, a tab becomes
/// blanks up to the next multiple of 8 columns, half a surrogate pair becomes U+FFFD. A line break
/// is a control character too: who wants lines splits first.
public final class Printable {
  private static final int TAB = 8;

  private Printable() {}

  /// The text, safe to print.
  public static String of(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    int column = 0;
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      int from = out.length();
      append(out, codePoint, column);
      column += Columns.width(out.substring(from));
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int codePoint, int column) {
    if (codePoint == '\t') {
      out.repeat(' ', TAB - column % TAB);
    } else if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint <= 0x9f)) {
      out.append("\\x").append(hex(codePoint, 2));
    } else if (isHidden(codePoint)) {
      out.append("\\u").append(hex(codePoint, 4));
    } else if (Character.getType(codePoint) == Character.SURROGATE) {
      out.append('\uFFFD');
    } else {
      out.appendCodePoint(codePoint);
    }
  }

  /// Whether a character takes part in how others are shown instead of being shown.
  ///
  /// Unicode 16, sections 23.2 to 23.9: zero-width and direction marks, line and paragraph
  /// separator, embeddings, isolates, invisible operators, the byte order mark, interlinear marks,
  /// tags. U+200D stays: emoji are joined by it, and it hides nothing.
  public static boolean isHidden(int codePoint) {
    return Hidden.isHidden(codePoint);
  }

  /// Nearly every line of a log is printable ASCII and stays as it is.
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7e) {
        return false;
      }
    }
    return true;
  }

  private static String hex(int codePoint, int digits) {
    String hex = Integer.toHexString(codePoint);
    return "0".repeat(Math.max(0, digits - hex.length())) + hex;
  }
}
