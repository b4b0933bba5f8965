package dev.buildmeister.verdict;

/// Cuts texts to the sizes that are stored, between code points.
final class Cut {
  /// The longest stored line, in bytes of UTF-8.
  static final int LINE_BYTES = 2 << 10;

  /// The longest stored capture, in bytes of UTF-8.
  static final int CAPTURE_BYTES = 1 << 10;

  private Cut() {}

  /// The longest beginning of the text that is at most `maxBytes` long in UTF-8.
  static String utf8(String text, int maxBytes) {
    if (text.length() * 3L <= maxBytes) {
      return text;
    }
    int bytes = 0;
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      bytes += width(codePoint);
      if (bytes > maxBytes) {
        return text.substring(0, at);
      }
      at += Character.charCount(codePoint);
    }
    return text;
  }

  private static int width(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    // A lone surrogate is written as '?' by the JDK's encoder; three bytes are on the safe side.
    return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
}
