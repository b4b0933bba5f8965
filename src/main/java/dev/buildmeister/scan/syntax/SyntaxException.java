package dev.buildmeister.scan.syntax;

/// A pattern that is refused: where, why, and what to write instead.
public final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;
  private final String reason;
  private final String hint;

  SyntaxException(int offset, String reason, String hint) {
    super(reason);
    this.offset = offset;
    this.reason = reason;
    this.hint = hint;
  }

  /// Where, in UTF-16 code units from 0.
  public int offset() {
    return offset;
  }

  /// What is wrong.
  public String reason() {
    return reason;
  }

  /// What to write instead; empty if there is nothing better to say.
  public String hint() {
    return hint;
  }
}
