package dev.buildmeister.scan.syntax;

/// A set of ASCII characters.
///
/// @param low of those from 0 to 63, one bit each
/// @param high of those from 64 to 127
public record Ascii(long low, long high) {
  static final Ascii NONE = new Ascii(0, 0);
  static final Ascii ALL = new Ascii(-1, -1);
  static final Ascii DIGITS = NONE.plus('0', '9');
  static final Ascii SPACES = NONE.plus('\t', '\n').plus('\f', '\r').plus(' ', ' ');
  static final Ascii WORD = DIGITS.plus('A', 'Z').plus('a', 'z').plus('_', '_');

  /// The same and a range, of which what lies beyond ASCII is left out.
  Ascii plus(int first, int last) {
    long newLow = low;
    long newHigh = high;
    for (int c = first; c <= Math.min(last, 0x7F); c++) {
      newLow |= c < 64 ? 1L << c : 0;
      newHigh |= c < 64 ? 0 : 1L << c;
    }
    return new Ascii(newLow, newHigh);
  }

  Ascii plus(Ascii other) {
    return new Ascii(low | other.low, high | other.high);
  }

  Ascii complement() {
    return new Ascii(~low, ~high);
  }

  /// The same and the other cases of its letters.
  Ascii folded() {
    long letters = high & 0x07FF_FFFE_07FF_FFFEL;
    return new Ascii(low, high | letters << 32 | letters >>> 32);
  }
}
