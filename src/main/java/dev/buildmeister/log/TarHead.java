package dev.buildmeister.log;

/// The first block of a tar archive (POSIX.1-2024, pax, "ustar Interchange Format"; GNU tar's
/// differs behind the magic only).
final class TarHead {
  /// How long it is.
  static final int BYTES = 512;

  private static final int SIZE_FROM = 124;
  private static final int SIZE_TO = 136;
  private static final int TYPE = 156;
  private static final int CHECKSUM_FROM = 148;
  private static final int CHECKSUM_TO = 156;
  private static final int MAGIC_FROM = 257;
  private static final byte[] MAGIC = Bytes.ascii("ustar");

  private TarHead() {}

  /// Whether it is one. The magic alone could stand in a log, so the checksum must be right too.
  static boolean isAt(byte[] start) {
    return start.length >= BYTES
        && Bytes.startsWith(start, MAGIC_FROM, start.length, MAGIC)
        && checksum(start) == octal(start, CHECKSUM_FROM, CHECKSUM_TO);
  }

  /// The sum of all bytes, with blanks for those of the sum itself.
  private static int checksum(byte[] start) {
    int sum = 0;
    for (int i = 0; i < BYTES; i++) {
      sum += i >= CHECKSUM_FROM && i < CHECKSUM_TO ? ' ' : start[i] & 0xff;
    }
    return sum;
  }

  /// How long the file is that follows, in bytes. GNU tar writes sizes of 8 GiB and more as a
  /// number of base 256.
  static long size(byte[] start) {
    if ((start[SIZE_FROM] & 0x80) == 0) {
      return Math.max(0, octal(start, SIZE_FROM, SIZE_TO));
    }
    long size = 0;
    for (int i = SIZE_TO - Long.BYTES; i < SIZE_TO; i++) {
      size = size << 8 | (start[i] & 0xff);
    }
    return Math.max(0, size);
  }

  /// Whether what follows is a plain file, not a directory, a link or an extended head.
  static boolean isFile(byte[] start) {
    return start[TYPE] == '0' || start[TYPE] == 0 || start[TYPE] == '7';
  }

  /// Octal digits, perhaps after blanks, up to a blank or zero; -1 if there are none.
  private static long octal(byte[] start, int from, int to) {
    long number = -1;
    for (int i = from; i < to; i++) {
      boolean digit = start[i] >= '0' && start[i] <= '7';
      if (digit) {
        number = Math.max(0, number) * 8 + start[i] - '0';
      } else if (number >= 0) {
        return number;
      }
    }
    return number;
  }
}
