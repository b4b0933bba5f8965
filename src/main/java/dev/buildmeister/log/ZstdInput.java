package dev.buildmeister.log;

import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Decodes a zstd stream as far as it goes, with the decoder that is pure Java: its sibling
/// `ZstdInputStream` would load a native library.
final class ZstdInput implements RawLog {
  /// Never part of UTF-8, so rarely the last byte of a log.
  private static final byte UNTOUCHED = (byte) 0xff;

  private static final int READ_SIZE = 1 << 16;

  private final ZstdFrames frames;
  private final InputStream decoder;
  private boolean ended;
  private boolean corrupt;

  ZstdInput(Source source) {
    this.frames = new ZstdFrames(source);
    this.decoder = new ZstdJavaInputStream(frames);
  }

  /// The decoder throws away the count, though not the bytes, of what a call has decoded before it
  /// met an error. So the buffer is painted first, and what is no longer paint has been decoded.
  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (ended) {
      return -1;
    }
    int to = from + Math.min(length, READ_SIZE);
    Arrays.fill(buffer, from, to, UNTOUCHED);
    try {
      int count = decoder.read(buffer, from, to - from);
      ended = count < 0;
      return count;
    } catch (IOException | RuntimeException e) {
      if (frames.hasFailed()) {
        throw e;
      }
      corrupt = true;
      ended = true;
    }
    while (to > from && buffer[to - 1] == UNTOUCHED) {
      to--;
    }
    return to - from;
  }

  @Override
  public boolean isCut() {
    return corrupt || frames.isCut();
  }

  @Override
  public void close() {}
}
