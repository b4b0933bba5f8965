package dev.buildmeister.log;

/// A fixed shape of digits and other characters, such as a time stamp, compared eight bytes at a
/// time because it is asked of every line.
final class Stamp {
  private static final long ZEROS = 0x3030303030303030L;
  private static final long HIGHS = 0x8080808080808080L;

  /// Added to `byte ^ '0'`, it sets the high bit of what is no digit.
  private static final long ABOVE_NINE = 0x7676767676767676L;

  private final int length;
  private final int[] offsets;
  private final long[] literals;
  private final long[] literalMasks;
  private final long[] digitMasks;

  /// @param shape at least 8 characters of ASCII; `0` stands for any digit
  Stamp(String shape) {
    length = shape.length();
    int words = (length + 7) / 8;
    offsets = new int[words];
    literals = new long[words];
    literalMasks = new long[words];
    digitMasks = new long[words];
    for (int w = 0; w < words; w++) {
      offsets[w] = Math.min(8 * w, length - 8); // the last word overlaps the one before
      for (int i = 0; i < 8; i++) {
        char c = shape.charAt(offsets[w] + i);
        if (c == '0') {
          digitMasks[w] |= 0x80L << (8 * i);
        } else {
          literals[w] |= (long) c << (8 * i);
          literalMasks[w] |= 0xffL << (8 * i);
        }
      }
    }
  }

  int length() {
    return length;
  }

  boolean matches(byte[] bytes, int from, int to) {
    if (to - from < length) {
      return false;
    }
    for (int w = 0; w < offsets.length; w++) {
      long word = Bytes.word(bytes, from + offsets[w]);
      long digits = word ^ ZEROS;
      if ((word & literalMasks[w]) != literals[w]
          || (((digits & ~HIGHS) + ABOVE_NINE | digits) & digitMasks[w] & HIGHS) != 0) {
        return false;
      }
    }
    return true;
  }
}
