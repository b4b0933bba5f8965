package dev.buildmeister.scan;

/// A pattern that is searched in single lines.
///
/// @param expression RE2 syntax, or plain text if `literal`
/// @param literal whether the expression stands for itself
public record LinePattern(String expression, boolean literal) {
  /// A pattern in RE2 syntax.
  public static LinePattern regex(String expression) {
    return new LinePattern(expression, false);
  }

  /// A pattern that matches exactly this text.
  public static LinePattern literal(String text) {
    return new LinePattern(text, true);
  }
}
