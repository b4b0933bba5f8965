package dev.buildmeister.log;

/// The first block of a tar archive (POSIX.1-2024, pax, "ustar Interchange Format"; GNU tar's
/// differs behind the magic only).
final class TarHead {
  /// How long it is.
  static final int BYTES = 512;

  private static final int CHECKSUM_FROM = 148;
  private static final int CHECKSUM_TO = 156;
  private static final int MAGIC_FROM = 257;
  private static final byte[] MAGIC = Bytes.ascii("ustar");

  private TarHead() {}

  /// Whether it is one. The magic alone could stand in a log, so the checksum must be right too.
  static boolean isAt(byte[] start) {
    return start.length >= BYTES
        && Bytes.startsWith(start, MAGIC_FROM, start.length, MAGIC)
        && checksum(start) == written(start);
  }

  /// The sum of all bytes, with blanks for those of the sum itself.
  private static int checksum(byte[] start) {
    int sum = 0;
    for (int i = 0; i < BYTES; i++) {
      sum += i >= CHECKSUM_FROM && i < CHECKSUM_TO ? ' ' : start[i] & 0xff;
    }
    return sum;
  }

  /// Octal digits, perhaps after blanks, up to a blank or zero; -1 if there are none.
  private static int written(byte[] start) {
    int sum = -1;
    for (int i = CHECKSUM_FROM; i < CHECKSUM_TO; i++) {
      boolean digit = start[i] >= '0' && start[i] <= '7';
      if (digit) {
        sum = Math.max(0, sum) * 8 + start[i] - '0';
      } else if (sum >= 0) {
        return sum;
      }
    }
    return sum;
  }
}
