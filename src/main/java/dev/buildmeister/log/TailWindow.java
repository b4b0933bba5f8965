package dev.buildmeister.log;

import java.util.Arrays;

/// The last bytes of what is no longer scanned: a ring that grows only as far as it is needed.
final class TailWindow {
  private static final int FIRST_SIZE = 1 << 16;

  /// One more than is scanned: the byte before tells whether the window begins a line.
  private final int capacity;

  private byte[] ring;
  private int position;
  private long total;
  private long lineFeeds;

  /// @param tailBytes how many of the last bytes are kept
  TailWindow(int tailBytes) {
    this.capacity = tailBytes + 1;
    this.ring = new byte[Math.min(FIRST_SIZE, capacity)];
  }

  void append(byte[] bytes, int from, int to) {
    total += to - from;
    lineFeeds += Bytes.countLf(bytes, from, to);
    int start = Math.max(from, to - capacity);
    while (start < to) {
      if (position == ring.length) {
        makeRoom(to - start);
      }
      int count = Math.min(to - start, ring.length - position);
      System.arraycopy(bytes, start, ring, position, count);
      position += count;
      start += count;
    }
  }

  /// Until the ring has its full size it has never wrapped, so what is in it lies in order.
  private void makeRoom(int wanted) {
    if (ring.length == capacity) {
      position = 0;
    } else {
      long size = Math.max(2L * ring.length, (long) ring.length + wanted);
      ring = Arrays.copyOf(ring, (int) Math.min(capacity, size));
    }
  }

  /// Whether bytes were lost, so that what is kept does not follow on what was scanned.
  boolean hasGap() {
    return total >= capacity;
  }

  /// How many bytes are kept; those before them only tell where a line begins.
  int size() {
    return hasGap() ? capacity - 1 : position;
  }

  /// Where the kept byte `index` lies, from -1 on where there is a gap.
  private int place(int index) {
    if (!hasGap()) {
      return index;
    }
    long oldest = position == capacity ? 0 : position;
    return (int) ((oldest + 1 + index) % capacity);
  }

  /// Copies kept bytes from `index` on.
  void copy(int index, byte[] into, int from, int count) {
    int start = place(index);
    int first = Math.min(count, ring.length - start);
    System.arraycopy(ring, start, into, from, first);
    System.arraycopy(ring, 0, into, from + first, count - first);
  }

  /// Whether a line begins at `index`; at 0 it is asked only where there is a gap.
  boolean startsLine(int index) {
    return ring[place(index - 1)] == Bytes.LF;
  }

  /// How many line feeds are kept in `[from, to)`.
  long lineFeeds(int from, int to) {
    int start = place(from);
    int first = Math.min(to - from, ring.length - start);
    return Bytes.countLf(ring, start, start + first) + Bytes.countLf(ring, 0, to - from - first);
  }

  /// How many line feeds were lost in the gap.
  long lostLineFeeds() {
    return lineFeeds - lineFeeds(0, size());
  }

  /// Where the first line begins that begins behind `index`, -1 if none does.
  int nextLine(int index) {
    for (int i = index; i < size(); i++) {
      if (ring[place(i)] == Bytes.LF) {
        return i + 1;
      }
    }
    return -1;
  }

  /// The place of the first code point at `index` or behind it that is not torn.
  int codePoint(int index) {
    int at = index;
    while (at < Math.min(size(), index + 3) && Bytes.isContinuation(ring[place(at)])) {
      at++;
    }
    return at;
  }
}
