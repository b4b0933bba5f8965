package dev.buildmeister.log;

import java.io.IOException;
import java.io.InputStream;

/// Walks the frames of a zstd stream (RFC 8878) and hands on what the decoder understands: frames
/// of data. Skippable frames and zero padding are left out; other rubbish ends the stream.
final class ZstdFrames extends InputStream {
  private static final int MAGIC = 0xfd2fb528;
  private static final int SKIPPABLE = 0x184d2a50;

  /// What the decoder can hold. `zstd` stays below it up to level 19.
  private static final long MAX_WINDOW = 8 << 20;

  private enum Next {
    FRAME,
    BLOCK,
    CHECKSUM,
    END
  }

  private final RawLog.Source source;
  private final byte[] input = new byte[1 << 16];
  private int position;
  private int limit;

  /// A header that was taken apart and is still to be handed on.
  private final byte[] header = new byte[18];

  private int headerPosition;
  private int headerLimit;

  /// Bytes of the input that can be handed on unseen.
  private long pass;

  private Next next = Next.FRAME;
  private boolean checksum;
  private boolean firstFrame = true;
  private boolean cut;
  private boolean failed;

  ZstdFrames(RawLog.Source source) {
    this.source = source;
  }

  /// Whether the stream ended inside a frame or in rubbish.
  boolean isCut() {
    return cut;
  }

  /// Whether the last exception came from the source or says that the stream cannot be read at all.
  boolean hasFailed() {
    return failed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    while (true) {
      if (headerPosition < headerLimit) {
        int count = Math.min(length, headerLimit - headerPosition);
        System.arraycopy(header, headerPosition, buffer, from, count);
        headerPosition += count;
        return count;
      }
      if (pass > 0) {
        return passOn(buffer, from, length);
      }
      if (next == Next.END) {
        return -1;
      }
      headerPosition = 0;
      headerLimit = 0;
      if (!advance()) {
        next = Next.END;
      }
    }
  }

  private int passOn(byte[] buffer, int from, int length) throws IOException {
    if (position == limit && !fill()) {
      pass = 0;
      next = Next.END;
      cut = true;
      return -1;
    }
    int count = (int) Math.min(Math.min(length, limit - position), pass);
    System.arraycopy(input, position, buffer, from, count);
    position += count;
    pass -= count;
    return count;
  }

  /// Takes the next header apart; false at the end.
  private boolean advance() throws IOException {
    return switch (next) {
      case FRAME -> frame();
      case BLOCK -> block();
      case CHECKSUM -> {
        pass = checksum ? 4 : 0;
        next = Next.FRAME;
        yield true;
      }
      case END -> false;
    };
  }

  private boolean frame() throws IOException {
    skipPadding();
    if (position == limit && !fill()) {
      return false; // between two frames is the right place to end
    }
    if (!take(4)) {
      return false;
    }
    int magic = (int) littleEndian(0, 4);
    if ((magic & ~0xf) == SKIPPABLE) {
      boolean whole = take(4) && skipBytes(littleEndian(4, 4));
      headerLimit = 0;
      firstFrame = false;
      return whole;
    }
    if (magic != MAGIC || !take(1)) {
      cut = true;
      headerLimit = 0;
      return false;
    }
    return frameHeader(header[4] & 0xff);
  }

  private boolean frameHeader(int descriptor) throws IOException {
    boolean single = (descriptor & 0x20) != 0;
    int dictionaryBytes = (1 << (descriptor & 3)) >>> 1;
    int sizeBytes = descriptor < 0x40 ? (single ? 1 : 0) : 1 << (descriptor >>> 6);
    if (!take((single ? 0 : 1) + dictionaryBytes + sizeBytes)) {
      return false;
    }
    int at = single ? 5 : 6;
    long window = single ? littleEndian(at + dictionaryBytes, sizeBytes) : window(header[5]);
    if (window < 0 || window > MAX_WINDOW) {
      return refuse("a zstd file with a window of more than 8 MiB", "zstd -dc --long=31 FILE");
    }
    if (dictionaryBytes > 0 && littleEndian(at, dictionaryBytes) != 0) {
      return refuse("a zstd file with a dictionary", "zstd -dc -D DICTIONARY FILE");
    }
    checksum = (descriptor & 4) != 0;
    firstFrame = false;
    next = Next.BLOCK;
    return true;
  }

  private static long window(byte descriptor) {
    long base = 1L << (10 + ((descriptor & 0xff) >>> 3));
    return base + (base >>> 3) * (descriptor & 7);
  }

  /// What the first frame needs is said; a later one, after lines were handed out, ends the log.
  private boolean refuse(String what, String command) throws IOException {
    if (firstFrame) {
      failed = true;
      throw new UnsupportedLogException(what, command);
    }
    cut = true;
    headerLimit = 0;
    return false;
  }

  private boolean block() throws IOException {
    if (!take(3)) {
      return false;
    }
    int bits = (int) littleEndian(0, 3);
    boolean sameByte = (bits >>> 1 & 3) == 1;
    pass = sameByte ? 1 : bits >>> 3;
    next = (bits & 1) == 0 ? Next.BLOCK : Next.CHECKSUM;
    return true;
  }

  private void skipPadding() throws IOException {
    while (!firstFrame && (position < limit || fill()) && input[position] == 0) {
      position++;
    }
  }

  private boolean skipBytes(long count) throws IOException {
    long left = count;
    while (left > 0) {
      if (position == limit && !fill()) {
        cut = true;
        return false;
      }
      int step = (int) Math.min(left, limit - position);
      position += step;
      left -= step;
    }
    return true;
  }

  /// Adds bytes to the header; the decoder gets those of a cut one too and finds it cut.
  private boolean take(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      if (position == limit && !fill()) {
        cut = true;
        return false;
      }
      header[headerLimit++] = input[position++];
    }
    return true;
  }

  private long littleEndian(int from, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | (header[from + i] & 0xff);
    }
    return value;
  }

  private boolean fill() throws IOException {
    try {
      int count = source.read(input, 0, input.length);
      position = 0;
      limit = Math.max(0, count);
      return count > 0;
    } catch (IOException | RuntimeException e) {
      failed = true;
      throw e;
    }
  }
}
