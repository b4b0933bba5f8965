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

  /// The bytes that are kept, as text: at most two pieces, the older one first.
  void drainTo(Pieces pieces) {
    if (!hasGap()) {
      pieces.piece(ring, 0, position);
      return;
    }
    int first = position == ring.length ? 1 : position + 1; // after the byte that only tells
    pieces.piece(ring, first, ring.length);
    if (position < ring.length) {
      pieces.piece(ring, 0, position);
    }
  }

  /// Whether the first kept byte begins a line; asked only where there is a gap.
  boolean startsLine() {
    return ring[position == ring.length ? 0 : position] == Bytes.LF;
  }

  /// How many line feeds were lost in the gap.
  long lostLineFeeds() {
    long[] kept = {0};
    drainTo((bytes, from, to) -> kept[0] += Bytes.countLf(bytes, from, to));
    return lineFeeds - kept[0];
  }

  /// How many bytes are kept; asked only where there is a gap.
  int kept() {
    return capacity - 1;
  }

  /// How many of the last bytes can be shown as the end of one line, if all that is kept lies
  /// within it; else 0. A token that is cut is left out, as far as [CutToken#MAX_BYTES]. Asked only
  /// where there is a gap.
  int tailOfLine() {
    if (startsLine() || lostLineFeeds() < lineFeeds) {
      return 0;
    }
    int most = Math.min(kept(), CutToken.MAX_BYTES);
    for (int i = 0; i < most; i++) {
      if (Bytes.isBlank(keptByte(i))) {
        return kept() - i - 1;
      }
    }
    int start = most;
    while (start < Math.min(kept(), most + 3) && Bytes.isContinuation(keptByte(start))) {
      start++;
    }
    return kept() - start;
  }

  private byte keptByte(int index) {
    int first = position == capacity ? 1 : position + 1;
    return ring[(int) (((long) first + index) % capacity)];
  }

  /// Takes a part of the window.
  @FunctionalInterface
  interface Pieces {
    /// Bytes in `[from, to)`, perhaps none.
    void piece(byte[] bytes, int from, int to);
  }
}
