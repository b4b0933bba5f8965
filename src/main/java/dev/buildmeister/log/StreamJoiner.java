package dev.buildmeister.log;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Joins what GitLab's runner writes of one line in several, while other streams write between, and
/// hands lines out in the order of their numbers.
///
/// A line is held until its stream begins another one, or for 64 raw lines, or for as many bytes of
/// log as it is made with; what would continue it after that is a line of its own. So not more than
/// that is ever held, and nothing is lost.
final class StreamJoiner {
  /// How many raw lines a line is held for, itself counted.
  static final int MAX_LINES = 64;

  /// No stream: a line without prefix, held only to keep the order.
  static final int NO_STREAM = -1;

  private static final int KEPT_ROOM = 1 << 14;

  /// A line that is held back.
  static final class Held {
    private long number;
    private long offset;
    private int stream;
    private boolean open;
    private boolean rare;
    private byte[] text = new byte[256];
    private int length;

    long number() {
      return number;
    }

    Prefix.Kind kind() {
      return stream == NO_STREAM ? Prefix.Kind.NONE : Prefix.Kind.GITLAB;
    }

    byte[] text() {
      return text;
    }

    int length() {
      return length;
    }

    /// Whether a byte is in it that only the cleaner understands.
    boolean isRare() {
      return rare;
    }

    private void append(byte[] bytes, int from, int to, boolean hasRare) {
      int start = from;
      if (start < to && Bytes.isContinuation(bytes[start])) {
        // It was decoded as a line of its own, where it continued nothing.
        append(Utf8.REPLACEMENT, 0, Utf8.REPLACEMENT.length, false);
        start++;
      }
      int wanted = length + to - start;
      if (wanted > text.length) {
        text = Arrays.copyOf(text, Math.max(wanted, 2 * text.length));
      }
      System.arraycopy(bytes, start, text, length, to - start);
      length = wanted;
      rare |= hasRare;
    }

    private void reset(long newNumber, long newOffset, int newStream) {
      number = newNumber;
      offset = newOffset;
      stream = newStream;
      open = newStream != NO_STREAM;
      rare = false;
      length = 0;
      if (text.length > KEPT_ROOM) {
        text = new byte[256];
      }
    }
  }

  /// Takes the joined lines.
  @FunctionalInterface
  interface Out {
    /// A line that is ready; it is used again after the call.
    void joined(Held line);
  }

  private final long maxBytes;
  private final Out out;
  private final Held[] ring = new Held[MAX_LINES];
  private int head;
  private int size;

  /// @param maxBytes for how many raw bytes of log a line is held
  StreamJoiner(long maxBytes, Out out) {
    this.maxBytes = maxBytes;
    this.out = out;
    Arrays.setAll(ring, i -> new Held());
  }

  boolean isHolding() {
    return size > 0;
  }

  /// Lets go of what has been held for long enough when the line `number` begins at `offset`.
  void expire(long number, long offset) {
    while (size > 0 && (at(0).number <= number - MAX_LINES || offset - at(0).offset >= maxBytes)) {
      release();
    }
    releaseFinished();
  }

  /// Takes a line; [#expire] was called for it.
  void add(
      long number,
      long offset,
      int stream,
      boolean continuation,
      byte[] bytes,
      int from,
      int to,
      boolean rare) {
    Held open = stream == NO_STREAM ? null : findOpen(stream);
    if (open != null && continuation) {
      open.append(bytes, from, to, rare);
      return;
    }
    if (open != null) {
      open.open = false;
    }
    size++;
    Held added = at(size - 1);
    added.reset(number, offset, stream);
    added.append(bytes, from, to, rare);
    releaseFinished();
  }

  /// Lets go of all that comes before the open line of a stream, and of that line too, which it
  /// returns instead of handing it out; all there is if the stream has no open line.
  @Nullable Held takeOpen(int stream) {
    Held open = findOpen(stream);
    while (size > 0 && at(0) != open) {
      release();
    }
    if (open != null) {
      drop();
    }
    return open;
  }

  /// Lets go of everything.
  void flush() {
    while (size > 0) {
      release();
    }
  }

  private @Nullable Held findOpen(int stream) {
    for (int i = size - 1; i >= 0; i--) {
      Held held = at(i);
      if (held.stream == stream && held.open) {
        return held;
      }
    }
    return null;
  }

  private void releaseFinished() {
    while (size > 0 && !at(0).open) {
      release();
    }
  }

  private void release() {
    Held held = at(0);
    drop();
    out.joined(held);
  }

  private void drop() {
    head = (head + 1) % MAX_LINES;
    size--;
  }

  private Held at(int index) {
    return ring[(head + index) % MAX_LINES];
  }
}
