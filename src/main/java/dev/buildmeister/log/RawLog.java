package dev.buildmeister.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The bytes of a log as its job wrote them, whatever they were packed in.
sealed interface RawLog extends AutoCloseable
    permits RawLog.Plain, RawLog.Begun, GzipInput, ZstdInput, TarInput {
  /// Reads up to `length` bytes, at least 1 asked for.
  ///
  /// @return how many; 0 if there was progress without output; -1 at the end, which may be an early
  ///   one, see [#isCut]
  /// @throws IOException if the source fails, never for what is wrong in the packing
  int read(byte[] buffer, int from, int length) throws IOException;

  /// Whether the packing ended early or was corrupt.
  boolean isCut();

  /// Gives memory back; the source stays open.
  @Override
  void close();

  /// A log that is not packed.
  final class Plain implements RawLog {
    private final Source source;

    Plain(Source source) {
      this.source = source;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      return source.read(buffer, from, length);
    }

    @Override
    public boolean isCut() {
      return false;
    }

    @Override
    public void close() {}
  }

  /// A log whose first bytes have been looked at and are handed out once more.
  final class Begun implements RawLog {
    private final RawLog rest;
    private final byte[] start;
    private final int limit;
    private int position;

    Begun(RawLog rest, byte[] start, int limit) {
      this.rest = rest;
      this.start = start;
      this.limit = limit;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      if (position == limit) {
        return rest.read(buffer, from, length);
      }
      int count = Math.min(length, limit - position);
      System.arraycopy(start, position, buffer, from, count);
      position += count;
      return count;
    }

    @Override
    public boolean isCut() {
      return rest.isCut();
    }

    @Override
    public void close() {
      rest.close();
    }
  }

  /// The source behind a small window, so that its first bytes can be looked at and read again.
  final class Source extends InputStream {
    private final InputStream in;
    private final byte[] peeked;
    private int position;
    private int limit;

    Source(InputStream in, int window) {
      this.in = in;
      this.peeked = new byte[window];
    }

    /// The first bytes, fewer than the window only if there are no more.
    byte[] peek() throws IOException {
      while (limit < peeked.length) {
        int count = readSome(peeked, limit, peeked.length - limit);
        if (count < 0) {
          break;
        }
        limit += count;
      }
      return Arrays.copyOf(peeked, limit);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      if (position < limit) {
        int count = Math.min(length, limit - position);
        System.arraycopy(peeked, position, buffer, from, count);
        position += count;
        return count;
      }
      return length == 0 ? 0 : readSome(buffer, from, length);
    }

    private int readSome(byte[] buffer, int from, int length) throws IOException {
      int count = in.read(buffer, from, length);
      if (count != 0) {
        return count;
      }
      // Against the contract, but seen: ask for one byte, which has to wait.
      int b = in.read();
      if (b < 0) {
        return -1;
      }
      buffer[from] = (byte) b;
      return 1;
    }
  }
}
