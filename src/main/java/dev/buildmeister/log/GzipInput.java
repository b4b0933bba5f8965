package dev.buildmeister.log;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Inflates a gzip stream (RFC 1952) of one or more members as far as it goes.
///
/// [java.util.zip.GZIPInputStream] is not used: whether it sees a second member depends on
/// `available()` of its source, and it drops what it inflated before an error.
final class GzipInput implements RawLog {
  private static final int FLAG_HEADER_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int MAX_HEADER_TEXT = 1 << 16;

  private enum State {
    HEADER,
    BODY,
    TRAILER,
    END
  }

  private final Source source;
  private final byte[] input = new byte[1 << 16];
  private int position;
  private int limit;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private State state = State.HEADER;
  private boolean firstMember = true;
  private boolean cut;

  GzipInput(Source source) {
    this.source = source;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    switch (state) {
      case HEADER -> header();
      case BODY -> {
        return inflate(buffer, from, length);
      }
      case TRAILER -> trailer();
      case END -> {
        return -1;
      }
    }
    return 0;
  }

  @Override
  public boolean isCut() {
    return cut;
  }

  @Override
  public void close() {
    inflater.end();
  }

  private int inflate(byte[] buffer, int from, int length) throws IOException {
    if (position == limit && !fill()) {
      return stop();
    }
    long before = inflater.getBytesWritten();
    inflater.setInput(input, position, limit - position);
    boolean corrupt = false;
    try {
      inflater.inflate(buffer, from, length);
    } catch (DataFormatException e) {
      corrupt = true;
    }
    int count = (int) (inflater.getBytesWritten() - before);
    position = limit - inflater.getRemaining();
    crc.update(buffer, from, count);
    if (corrupt || inflater.needsDictionary()) {
      stop();
    } else if (inflater.finished()) {
      state = State.TRAILER;
    }
    return count;
  }

  /// Two times four bytes, lowest first: checksum and size. A wrong one is noted and reading goes
  /// on, because the next member may be whole.
  private void trailer() throws IOException {
    long sum = fourBytes();
    long size = fourBytes();
    if (size < 0) {
      stop();
      return;
    }
    if (sum != crc.getValue() || size != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      cut = true;
    }
    state = State.HEADER;
    firstMember = false;
  }

  private void header() throws IOException {
    if (position == limit && !fill()) {
      if (firstMember) {
        stop();
      }
      state = State.END;
      return;
    }
    while (!firstMember && position < limit && input[position] == 0) {
      position++; // padding, as on tapes
    }
    if (position == limit) {
      return;
    }
    if (next() != 0x1f || next() != 0x8b || next() != 8 || !restOfHeader()) {
      stop();
      return;
    }
    inflater.reset();
    crc.reset();
    state = State.BODY;
  }

  private boolean restOfHeader() throws IOException {
    int flags = next();
    boolean whole = flags >= 0 && skip(6); // time, extra flags, system
    if (whole && (flags & FLAG_EXTRA) != 0) {
      int low = next();
      int high = next();
      whole = high >= 0 && skip(low | high << 8);
    }
    if (whole && (flags & FLAG_NAME) != 0) {
      whole = skipText();
    }
    if (whole && (flags & FLAG_COMMENT) != 0) {
      whole = skipText();
    }
    if (whole && (flags & FLAG_HEADER_CRC) != 0) {
      whole = skip(2);
    }
    return whole;
  }

  private int stop() {
    cut = true;
    state = State.END;
    return -1;
  }

  private boolean skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      if (next() < 0) {
        return false;
      }
    }
    return true;
  }

  /// Skips a text that ends in a zero byte; one without an end is no header.
  private boolean skipText() throws IOException {
    for (int i = 0; i < MAX_HEADER_TEXT; i++) {
      int b = next();
      if (b <= 0) {
        return b == 0;
      }
    }
    return false;
  }

  private long fourBytes() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int b = next();
      if (b < 0) {
        return -1;
      }
      value |= (long) b << shift;
    }
    return value;
  }

  private int next() throws IOException {
    return position < limit || fill() ? input[position++] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    int count = source.read(input, 0, input.length);
    position = 0;
    limit = Math.max(0, count);
    return count > 0;
  }
}
