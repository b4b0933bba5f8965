package dev.buildmeister.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Collects one CR-separated piece of a line, of any length, in bounded memory: a text that fits is
/// kept whole, of a longer one its beginning and, in a ring, its end.
final class Piece {
  /// What stands for the lost middle of a line.
  static final byte[] ELLIPSIS = " … ".getBytes(StandardCharsets.UTF_8);

  /// More than can be taken back at a time, so that the end is whole even then.
  private static final int SLACK = 64;

  private final int lineBytes;
  private final int half;
  private final int capacity;
  private final byte[] single = new byte[1];
  private byte[] data = new byte[256];
  private long length;

  /// Whether more came than `data` holds, so that `[half, capacity)` is a ring now.
  private boolean wrapped;

  private int ringPosition;

  /// Index of the first byte that is not blank; from `length` on it means nothing.
  private long firstInk = Long.MAX_VALUE;

  /// @param lineBytes the longest text that is kept whole
  Piece(int lineBytes) {
    this.lineBytes = lineBytes;
    this.half = lineBytes / 2;
    this.capacity = lineBytes + SLACK;
  }

  void clear() {
    length = 0;
    wrapped = false;
    firstInk = Long.MAX_VALUE;
  }

  long length() {
    return length;
  }

  boolean isBlank() {
    return firstInk >= length;
  }

  /// Whether the text is too long and loses its middle.
  boolean isCut() {
    return length > lineBytes;
  }

  /// Whether nothing has been lost so far, so that [#data] holds all of it from index 0.
  boolean isWhole() {
    return !wrapped;
  }

  byte[] data() {
    return data;
  }

  void append(byte b) {
    single[0] = b;
    append(single, 0, 1);
  }

  void append(byte[] bytes, int from, int to) {
    if (isBlank()) {
      int ink = from;
      while (ink < to && Bytes.isBlank(bytes[ink])) {
        ink++;
      }
      firstInk = ink == to ? Long.MAX_VALUE : length + ink - from;
    }
    put(bytes, from, to);
  }

  private void put(byte[] bytes, int from, int to) {
    int start = from;
    if (!wrapped) {
      int count = (int) Math.min(to - start, capacity - length);
      if (length + count > data.length) {
        data = Arrays.copyOf(data, (int) Math.min(capacity, 2 * (length + count)));
      }
      System.arraycopy(bytes, start, data, (int) length, count);
      length += count;
      start += count;
    }
    if (start < to && !wrapped) {
      wrapped = true;
      ringPosition = half;
    }
    while (start < to) {
      int end = (int) Math.min(to, (long) start + capacity - half);
      putInRing(bytes, start, end);
      start = end;
    }
  }

  private void putInRing(byte[] bytes, int from, int to) {
    int count = Math.min(to - from, capacity - ringPosition);
    System.arraycopy(bytes, from, data, ringPosition, count);
    int rest = to - from - count;
    System.arraycopy(bytes, from + count, data, half, rest);
    ringPosition = rest > 0 ? half + rest : ringPosition + count;
    if (ringPosition == capacity) {
      ringPosition = half;
    }
    length += to - from;
  }

  /// Takes back the last bytes, at most 32 at a time, and no more until as many were added.
  void dropLast(int count) {
    if (wrapped) {
      ringPosition -= count;
      if (ringPosition < half) {
        ringPosition += capacity - half;
      }
    }
    length -= count;
  }

  /// The byte that is `back` before the end, 1 for the last.
  byte last(int back) {
    if (!wrapped) {
      return data[(int) length - back];
    }
    int at = ringPosition - back;
    return data[at < half ? at + capacity - half : at];
  }

  /// Keeps the first bytes only; allowed while the piece is whole.
  void truncate(int newLength) {
    length = newLength;
  }

  /// Writes first half, ellipsis and second half of a text that is cut, at code points.
  ///
  /// @param out room for the longest line and the ellipsis
  /// @return how many bytes were written
  int writeCut(byte[] out) {
    int head = Utf8.headEnd(data, 0, half);
    System.arraycopy(data, 0, out, 0, head);
    System.arraycopy(ELLIPSIS, 0, out, head, ELLIPSIS.length);
    int at = head + ELLIPSIS.length;
    for (int back = half; back > 0; back--) {
      out[at + half - back] = last(back);
    }
    int tail = Utf8.tailStart(out, at, at + half);
    System.arraycopy(out, tail, out, at, at + half - tail);
    return at + at + half - tail;
  }
}
