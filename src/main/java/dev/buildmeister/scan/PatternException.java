package dev.buildmeister.scan;

/// A pattern that cannot be compiled: what is wrong, where, and what to write instead.
public final class PatternException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int index;
  private final int offset;
  private final String reason;
  private final String hint;

  PatternException(int index, int offset, String reason, String hint) {
    super("pattern " + index + ", character " + (offset + 1) + ": " + reason + "; " + hint);
    this.index = index;
    this.offset = offset;
    this.reason = reason;
    this.hint = hint;
  }

  /// Position of the pattern in the list that was compiled, from 0.
  public int index() {
    return index;
  }

  /// Where in the expression, in UTF-16 code units from 0; the expression's length if at its end.
  public int offset() {
    return offset;
  }

  /// What is wrong: `look-ahead (?= is not RE2 syntax`.
  public String reason() {
    return reason;
  }

  /// What to do about it; empty if there is nothing better to say.
  public String hint() {
    return hint;
  }
}
