package dev.buildmeister.store;

/// Cutting and cleaning of text that others wrote, always at code points.
final class Texts {
  private Texts() {}

  /// How many bytes the text has in UTF-8; half a surrogate pair counts as U+FFFD, three bytes.
  static int bytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i += charsAt(text, i)) {
      bytes += bytesAt(text, i);
    }
    return Math.toIntExact(bytes);
  }

  /// The longest beginning of the text that has at most `maxBytes` bytes of UTF-8 and no half of a
  /// code point at its end.
  static String cut(String text, int maxBytes) {
    int bytes = 0;
    int at = 0;
    while (at < text.length()) {
      bytes += bytesAt(text, at);
      if (bytes > maxBytes) {
        return text.substring(0, at);
      }
      at += charsAt(text, at);
    }
    return text;
  }

  /// The text with U+FFFD for each half of a surrogate pair that stands alone, because such text
  /// has no UTF-8.
  static String wellFormed(String text) {
    return isWellFormed(text) ? text : replace(text, false);
  }

  /// The text as one line of at most `maxBytes` bytes: U+FFFD for control characters and lone
  /// surrogates, so that it can be part of a key and be printed.
  static String oneLine(String text, int maxBytes) {
    // Cut first: the rest is not looked at, however long a hostile text is.
    return cut(replace(cut(text, maxBytes), true), maxBytes);
  }

  private static String replace(String text, boolean controls) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += charsAt(text, i)) {
      int point = text.codePointAt(i);
      boolean lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      boolean control = controls && Character.isISOControl(point);
      clean.appendCodePoint(lone || control ? 0xFFFD : point);
    }
    return clean.toString();
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i += charsAt(text, i)) {
      if (charsAt(text, i) == 1 && Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int charsAt(String text, int at) {
    return Character.charCount(text.codePointAt(at));
  }

  private static int bytesAt(String text, int at) {
    int point = text.codePointAt(at);
    if (point < 0x80) {
      return 1;
    }
    if (point < 0x800) {
      return 2;
    }
    return point < 0x10000 ? 3 : 4;
  }
}
