package dev.buildmeister.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Finds what a provider or tool puts before every line: a time, the names of job and step, the
/// stream. One such prefix is taken off a line, never two.
///
/// Not thread-safe: it holds the answer for the line that was last asked for, and the columns of
/// the last line that had some.
final class Prefix {
  /// Whose prefix a line has.
  enum Kind {
    NONE,
    /// GitHub's time, Azure's too.
    GITHUB,
    /// `gh run view`: job, step, time, with tabs between.
    COLUMNS,
    /// GitLab with FF_TIMESTAMPS: time, stream, continuation.
    GITLAB,
    /// A time before the line and nothing else: Jenkins, Zuul, Prow.
    TIME
  }

  /// No prefix is longer; of a longer line only this much need be there to find it.
  static final int MAX_BYTES = 2048;

  /// Byte order marks before a time: the true one, and what becomes of it when its bytes are taken
  /// for code page 437 or 1252, as shells of Windows do.
  private static final byte[][] BOMS = {utf8("\ufeff"), utf8("∩╗┐"), utf8("ï»¿")};

  private static final Stamp GITHUB_TIME = new Stamp("0000-00-00T00:00:00.0000000Z");
  private static final Stamp GITLAB_TIME = new Stamp("0000-00-00T00:00:00.000000Z ");
  private static final Stamp ZUULS = new Stamp("0000-00-00 00:00:00.000000 | ");
  private static final Stamp JENKINS = new Stamp("[0000-00-00T00:00:00.000Z] ");
  private static final Stamp PROWS = new Stamp("[0000-00-00T00:00:00Z] ");
  private static final byte[][] PROW_LEVELS = {
    Bytes.ascii("INFO"),
    Bytes.ascii("WARN"),
    Bytes.ascii("ERRO"),
    Bytes.ascii("FATA"),
    Bytes.ascii("DEBU")
  };

  private Kind kind = Kind.NONE;
  private int end;
  private byte[] columns = new byte[0];
  private int columnsLength;
  private int columnsFrom;
  private int columnsTab;
  private int columnsTo;
  private int stream;
  private boolean continuation;

  /// Looks at a line.
  ///
  /// @param first whether it is the first of the log, where a byte order mark may stand
  /// @param tab1 index of its first tab, -1 if none
  /// @param tab2 index of its second tab, -1 if none
  void find(byte[] bytes, int from, int to, boolean first, int tab1, int tab2) {
    int start = first && Bytes.startsWith(bytes, from, to, BOMS[0]) ? from + BOMS[0].length : from;
    kind = Kind.NONE;
    end = start;
    if (start == to) {
      return;
    }
    byte b = bytes[start];
    if (Bytes.isDigit(b)) {
      digit(bytes, start, to);
    } else if (b == '[') {
      time(JENKINS, bytes, start, to);
    } else if ((b >= 'D' && b <= 'W') || b == Bytes.ESC) {
      prow(bytes, start, to);
    } else if (b < 0) {
      github(bytes, start, to);
    }
    if (kind == Kind.NONE && tab2 >= 0) {
      columns(bytes, start, to, tab1, tab2);
    }
  }

  Kind kind() {
    return kind;
  }

  /// Index of the first byte after the prefix.
  int end() {
    return end;
  }

  /// Where the job's name begins; it ends at [#columnsTab], where the step's name begins behind the
  /// tab, which ends at [#columnsTo]. For lines of [Kind#COLUMNS].
  int columnsFrom() {
    return columnsFrom;
  }

  int columnsTab() {
    return columnsTab;
  }

  int columnsTo() {
    return columnsTo;
  }

  /// Stream number and kind as one number. For lines of [Kind#GITLAB].
  int stream() {
    return stream;
  }

  /// Whether the line continues the last one of its stream. For lines of [Kind#GITLAB].
  boolean isContinuation() {
    return continuation;
  }

  private void digit(byte[] bytes, int from, int to) {
    if (!github(bytes, from, to) && !gitlab(bytes, from, to)) {
      time(ZUULS, bytes, from, to);
    }
  }

  private void time(Stamp stamp, byte[] bytes, int from, int to) {
    if (stamp.matches(bytes, from, to)) {
      kind = Kind.TIME;
      end = from + stamp.length();
    }
  }

  private boolean github(byte[] bytes, int from, int to) {
    int after = afterGithubTime(bytes, from, to);
    if (after >= 0) {
      kind = Kind.GITHUB;
      end = after;
    }
    return after >= 0;
  }

  /// Index after a mark, if there is one, the time and one blank; -1 if there is no time. The blank
  /// is missing where somebody took blanks off the ends of lines.
  private static int afterGithubTime(byte[] bytes, int from, int to) {
    int start = from;
    if (start < to && bytes[start] < 0) {
      for (byte[] bom : BOMS) {
        if (Bytes.startsWith(bytes, from, to, bom)) {
          start += bom.length;
        }
      }
    }
    if (!GITHUB_TIME.matches(bytes, start, to)) {
      return -1;
    }
    int after = start + GITHUB_TIME.length();
    if (after == to || bytes[after] == Bytes.CR) {
      return after;
    }
    return bytes[after] == ' ' ? after + 1 : -1;
  }

  private boolean gitlab(byte[] bytes, int from, int to) {
    int at = from + GITLAB_TIME.length();
    if (to - at < 4 || !GITLAB_TIME.matches(bytes, from, to)) {
      return false;
    }
    int high = Character.digit(bytes[at], 16);
    int low = Character.digit(bytes[at + 1], 16);
    byte out = bytes[at + 2];
    byte mark = bytes[at + 3];
    if (high < 0 || low < 0 || (out != 'O' && out != 'E') || (mark != ' ' && mark != '+')) {
      return false;
    }
    kind = Kind.GITLAB;
    end = at + 4;
    stream = (high << 4 | low) << 1 | (out == 'E' ? 1 : 0);
    continuation = mark == '+';
    return true;
  }

  /// Prow's tools colour the level even where nobody looks.
  private void prow(byte[] bytes, int from, int to) {
    int level = afterColour(bytes, from, to);
    for (byte[] each : PROW_LEVELS) {
      if (Bytes.startsWith(bytes, level, to, each)) {
        time(PROWS, bytes, afterColour(bytes, level + each.length, to), to);
      }
    }
  }

  private static int afterColour(byte[] bytes, int from, int to) {
    if (to - from < 3 || bytes[from] != Bytes.ESC || bytes[from + 1] != '[') {
      return from;
    }
    int i = from + 2;
    while (i < to && i < from + 12 && (Bytes.isDigit(bytes[i]) || bytes[i] == ';')) {
      i++;
    }
    return i < to && bytes[i] == 'm' ? i + 1 : from;
  }

  /// A line without a time belongs to the columns if they are those of the line before: it goes on
  /// with a message of several lines.
  private void columns(byte[] bytes, int from, int to, int tab1, int tab2) {
    int text = tab2 + 1;
    int after = afterGithubTime(bytes, text, to);
    boolean known = Arrays.equals(bytes, from, text, columns, 0, columnsLength);
    if ((after < 0 && !known) || text - from > MAX_BYTES - 64) {
      return;
    }
    if (!known) {
      columns = Arrays.copyOfRange(bytes, from, text);
      columnsLength = text - from;
    }
    kind = Kind.COLUMNS;
    end = after < 0 ? text : after;
    columnsFrom = from;
    columnsTab = tab1;
    columnsTo = tab2;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
