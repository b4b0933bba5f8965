package dev.buildmeister.log;

import java.io.IOException;
import java.util.Arrays;

/// The log in a tar archive that holds nothing else: one that was copied out of a container comes
/// so. Of several files each would have to have its own verdict, so they are refused.
///
/// Format: POSIX.1-2024, pax, "ustar Interchange Format".
final class TarInput implements RawLog {
  private static final int BLOCK = TarHead.BYTES;

  /// Directories and extended heads are small; whatever is longer is no archive of a log.
  private static final long MAX_OTHER_BYTES = 1 << 20;

  private static final int MAX_OTHERS = 1_000;

  private final RawLog in;
  private final String command;
  private final byte[] head = new byte[BLOCK];
  private final byte[] scratch = new byte[BLOCK];
  private int headBytes;
  private long left;
  private long padding;
  private int others;
  private boolean found;
  private boolean ended;
  private boolean cut;

  /// @param in the archive from its beginning
  /// @param command what to type instead if it holds several files
  TarInput(RawLog in, String command) {
    this.in = in;
    this.command = command;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (ended) {
      return -1;
    }
    if (left > 0) {
      return content(buffer, from, length);
    }
    return padding > 0 ? pass() : head();
  }

  private int content(byte[] buffer, int from, int length) throws IOException {
    int count = in.read(buffer, from, (int) Math.min(length, left));
    if (count < 0) {
      return end(true);
    }
    left -= count;
    return count;
  }

  private int pass() throws IOException {
    int count = in.read(scratch, 0, (int) Math.min(scratch.length, padding));
    if (count < 0) {
      return end(false);
    }
    padding -= count;
    return 0;
  }

  private int head() throws IOException {
    int count = in.read(head, headBytes, BLOCK - headBytes);
    if (count < 0) {
      return end(headBytes > 0);
    }
    headBytes += count;
    if (headBytes == BLOCK) {
      headBytes = 0;
      if (Arrays.equals(head, new byte[BLOCK])) {
        return end(false);
      }
      if (!TarHead.isAt(head)) {
        return end(true);
      }
      return begin(TarHead.size(head));
    }
    return 0;
  }

  private int begin(long size) throws IOException {
    padding = -size & (BLOCK - 1);
    if (TarHead.isFile(head)) {
      if (found) {
        throw new UnsupportedLogException("a tar archive of several files", command);
      }
      found = true;
      left = size;
      return 0;
    }
    others++;
    padding += size;
    return size > MAX_OTHER_BYTES || others > MAX_OTHERS ? end(true) : 0;
  }

  private int end(boolean early) {
    ended = true;
    cut |= early;
    return -1;
  }

  @Override
  public boolean isCut() {
    return cut || in.isCut();
  }

  @Override
  public void close() {
    in.close();
  }
}
