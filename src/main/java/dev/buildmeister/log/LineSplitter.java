package dev.buildmeister.log;

import java.util.Arrays;

/// Finds the lines of a log, and in the same pass whether a line needs cleaning byte by byte and
/// where its first tabs are.
///
/// Bytes are read straight into its buffer. It grows up to a limit; of a line that does not fit
/// even then, [RawLines] gets parts.
final class LineSplitter {
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long BLANKS = 0x2020202020202020L;
  private static final long C2S = 0xc2c2c2c2c2c2c2c2L;

  /// There must be room for this much, or the lines before it are thrown out first.
  private static final int MIN_ROOM = 1 << 14;

  private final RawLines lines;
  private final int maxBuffer;
  private byte[] buffer;
  private int limit;

  /// Where the line that is not yet ended begins, and up to where it has been looked at.
  private int lineStart;

  private int scanned;
  private int firstRare = -1;
  private int tab1 = -1;
  private int tab2 = -1;

  /// Whether the beginning of the line was handed on because it did not fit.
  private boolean inParts;

  /// @param maxBuffer how far the buffer may grow, more than [Prefix#MAX_BYTES]
  LineSplitter(RawLines lines, int firstBuffer, int maxBuffer) {
    this.lines = lines;
    this.maxBuffer = maxBuffer;
    this.buffer = new byte[firstBuffer];
  }

  /// Where to read to, from [#limit] on, after [#makeRoom].
  byte[] buffer() {
    return buffer;
  }

  int limit() {
    return limit;
  }

  /// Makes room for at least one byte and says for how many.
  int makeRoom() {
    int minRoom = Math.min(MIN_ROOM, buffer.length / 2);
    if (buffer.length - limit < minRoom && lineStart > 0) {
      moveToFront();
    }
    if (buffer.length - limit < minRoom && buffer.length < maxBuffer) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(maxBuffer, 2L * buffer.length));
    }
    if (limit == buffer.length) {
      handOnPart();
    }
    return buffer.length - limit;
  }

  private void moveToFront() {
    System.arraycopy(buffer, lineStart, buffer, 0, limit - lineStart);
    limit -= lineStart;
    scanned -= lineStart;
    firstRare -= firstRare < 0 ? 0 : lineStart;
    tab1 -= tab1 < 0 ? 0 : lineStart;
    tab2 -= tab2 < 0 ? 0 : lineStart;
    lineStart = 0;
  }

  private void handOnPart() {
    if (!inParts) {
      lines.beginParts(buffer, 0, limit, tab1, tab2);
      inParts = true;
    } else {
      lines.part(buffer, 0, limit);
    }
    limit = 0;
    scanned = 0;
  }

  /// Looks at bytes that were read to the buffer's limit.
  void added(int count) {
    limit += count;
    if (inParts) {
      int lf = Bytes.indexOfLf(buffer, scanned, limit);
      if (lf < 0) {
        scanned = limit;
        return;
      }
      lines.part(buffer, 0, lf);
      lines.endParts(true);
      inParts = false;
      nextLine(lf + 1);
      scanned = lf + 1;
    }
    scan();
  }

  /// Takes bytes that lie elsewhere.
  void add(byte[] bytes, int from, int to) {
    int start = from;
    while (start < to) {
      int count = Math.min(to - start, makeRoom());
      System.arraycopy(bytes, start, buffer, limit, count);
      added(count);
      start += count;
    }
  }

  /// Drops a torn code point at the end of the line that has begun; what was handed on as a part
  /// stays.
  void dropTornCodePoint() {
    if (lineStart < limit) {
      limit = Utf8.headEnd(buffer, lineStart, limit);
      scanned = limit;
      firstRare = firstRare < limit ? firstRare : -1;
      tab1 = tab1 < limit ? tab1 : -1;
      tab2 = tab2 < limit ? tab2 : -1;
    }
  }

  /// Ends the line that has no line feed, if there is one.
  void end() {
    if (inParts) {
      lines.part(buffer, 0, limit);
      lines.endParts(false);
      inParts = false;
    } else if (lineStart < limit) {
      lines.line(buffer, lineStart, limit, firstRare, tab1, tab2, false);
    }
    limit = 0;
    scanned = 0;
    nextLine(0);
  }

  /// Eight bytes at a time: all but control characters (tabs are the only frequent ones) and C2 are
  /// passed over. The tests may report a byte too many but never miss one, so [#found] looks again.
  private void scan() {
    byte[] bytes = buffer;
    int to = limit;
    int i = scanned;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long word = Bytes.word(bytes, i);
      long c2 = word ^ C2S;
      long found = (((word - BLANKS) & ~word) | ((c2 - ONES) & ~c2)) & HIGHS;
      while (found != 0) {
        found(bytes, i + (Long.numberOfTrailingZeros(found) >>> 3));
        found &= found - 1;
      }
    }
    for (; i < to; i++) {
      found(bytes, i);
    }
    scanned = to;
  }

  private void found(byte[] bytes, int at) {
    switch (bytes[at]) {
      case Bytes.LF -> {
        lines.line(bytes, lineStart, at, firstRare, tab1, tab2, true);
        nextLine(at + 1);
      }
      case Bytes.TAB -> {
        if (tab1 < 0) {
          tab1 = at;
        } else if (tab2 < 0) {
          tab2 = at;
        }
      }
      case Bytes.ESC, Bytes.CR, Bytes.BEL, Bytes.C2 -> {
        if (firstRare < 0) {
          firstRare = at;
        }
      }
      default -> {}
    }
  }

  private void nextLine(int start) {
    lineStart = start;
    firstRare = -1;
    tab1 = -1;
    tab2 = -1;
  }
}
