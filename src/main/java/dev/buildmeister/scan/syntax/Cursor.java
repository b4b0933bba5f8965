package dev.buildmeister.scan.syntax;

/// A place in the text of a pattern that moves forward.
final class Cursor {
  private final String text;
  private int at;

  Cursor(String text) {
    this.text = text;
  }

  /// The place, in UTF-16 code units.
  int at() {
    return at;
  }

  boolean more() {
    return at < text.length();
  }

  /// The code point here; only if there is [#more].
  int peek() {
    return text.codePointAt(at);
  }

  /// The code point here, and moves past it; only if there is [#more].
  int next() {
    int codePoint = text.codePointAt(at);
    at += Character.charCount(codePoint);
    return codePoint;
  }

  boolean lookingAt(String expected) {
    return text.startsWith(expected, at);
  }

  /// Moves past this text if it is here.
  boolean skip(String expected) {
    if (!lookingAt(expected)) {
      return false;
    }
    at += expected.length();
    return true;
  }

  /// The text from here up to, not with, the terminator; moves past both. At the pattern's end the
  /// terminator may be missing.
  String nextUntil(String terminator) {
    int end = text.indexOf(terminator, at);
    String found = text.substring(at, end < 0 ? text.length() : end);
    at = end < 0 ? text.length() : end + terminator.length();
    return found;
  }

  /// Whether the terminator comes later on.
  boolean sees(String terminator) {
    return text.indexOf(terminator, at) >= 0;
  }

  /// The decimal digits from here on; moves past them.
  String nextDigits() {
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return text.substring(from, at);
  }

  /// The text from an earlier place up to here.
  String since(int from) {
    return text.substring(from, at);
  }

  /// Back (or on) to a place.
  void moveTo(int place) {
    at = place;
  }
}
