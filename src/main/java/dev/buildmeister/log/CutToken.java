package dev.buildmeister.log;

/// Where a text that loses its middle may end and go on.
///
/// The design has the first and the last half of a long line, byte for byte. Here both end at a
/// blank, because half a token cannot be recognised as a secret and would be shown: of a token that
/// is cut nothing stays. A run without a blank that is longer than [#MAX_BYTES], or than the half
/// itself, is no token and is cut as the design says.
final class CutToken {
  /// The longest token that is looked for.
  static final int MAX_BYTES = 1 << 13;

  private CutToken() {}

  /// Where what is kept of a text in `[from, to)` ends, if it goes on after `to`: at its last
  /// blank.
  static int headEnd(byte[] bytes, int from, int to) {
    int lowest = Math.max(from, to - MAX_BYTES);
    for (int i = to - 1; i >= lowest; i--) {
      if (Bytes.isBlank(bytes[i])) {
        return i;
      }
    }
    return Utf8.headEnd(bytes, from, to);
  }

  /// Where what is kept of a text in `[from, to)` begins, if it began before `from`: after its
  /// first blank.
  static int tailStart(byte[] bytes, int from, int to) {
    int highest = Math.min(to, from + MAX_BYTES);
    for (int i = from; i < highest; i++) {
      if (Bytes.isBlank(bytes[i])) {
        return i + 1;
      }
    }
    return Utf8.tailStart(bytes, from, to);
  }
}
