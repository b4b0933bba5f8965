package dev.buildmeister.rules;

import dev.buildmeister.scan.LinePattern;
import org.jspecify.annotations.Nullable;

/// A name for a list of parts, as scan records hold it.
///
/// Each part stands behind its length, so that two lists are never spelled the same, whatever
/// characters their parts hold.
final class KeyParts {
  private static final int DIGITS = 12;

  private final StringBuilder spelled = new StringBuilder();

  /// A text, or the lack of one, which is not the empty text.
  KeyParts add(@Nullable String part) {
    if (part == null) {
      spelled.append('-');
    } else {
      spelled.append(part.length()).append(':').append(part);
    }
    return this;
  }

  /// A number.
  KeyParts add(int part) {
    return add(Integer.toString(part));
  }

  /// A pattern, or the lack of one.
  KeyParts add(@Nullable LinePattern pattern) {
    return add(pattern == null ? null : (pattern.literal() ? "L" : "R") + pattern.expression());
  }

  /// 12 hex digits of a SHA-256 over all parts.
  String key() {
    return Sha256.hex(spelled.toString(), DIGITS);
  }
}
