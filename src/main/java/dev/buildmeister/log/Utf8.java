package dev.buildmeister.log;

import java.nio.charset.StandardCharsets;

/// What cleaning has to know of UTF-8.
final class Utf8 {
  /// U+FFFD, which stands for bytes that are none of UTF-8.
  static final byte[] REPLACEMENT = "\ufffd".getBytes(StandardCharsets.UTF_8);

  private Utf8() {}

  /// Where a text that must end at `to` or before has to end so that no code point is torn.
  static int headEnd(byte[] bytes, int from, int to) {
    for (int i = to - 1; i >= Math.max(from, to - 3); i--) {
      if (!Bytes.isContinuation(bytes[i])) {
        return i + sequenceLength(bytes[i]) > to ? i : to;
      }
    }
    return to;
  }

  /// Where a text that must begin at `from` or after has to begin so that no code point is torn.
  static int tailStart(byte[] bytes, int from, int to) {
    int start = from;
    while (start < Math.min(to, from + 3) && Bytes.isContinuation(bytes[start])) {
      start++;
    }
    return start;
  }

  private static int sequenceLength(byte lead) {
    int b = lead & 0xff;
    if (b < 0xc2 || b > 0xf4) {
      return 1;
    }
    return b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
  }
}
