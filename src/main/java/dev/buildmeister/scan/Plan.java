package dev.buildmeister.scan;

import java.util.List;

/// How a scanner decides that a line may match a pattern before it asks re2j.
///
/// @param kind what is looked for
/// @param literals one of these must be there; empty for [Kind#ALWAYS]; in lower case (ASCII only)
///   if the pattern ignores case anywhere
/// @param anyCase whether upper and lower case ASCII letters count as the same
public record Plan(Kind kind, List<String> literals, boolean anyCase) {
  /// What is looked for, from cheap to dear.
  public enum Kind {
    /// The line must begin with one of the literals.
    ANCHORED,
    /// One of the literals must occur in the line.
    LITERALS,
    /// Nothing helps: re2j is asked of every line.
    ALWAYS
  }

  static final Plan ALWAYS = new Plan(Kind.ALWAYS, List.of(), false);

  public Plan {
    literals = List.copyOf(literals);
  }

  /// `ANCHORED "##[error]"`, `LITERALS "error", "fatal" in any case`, `ALWAYS`.
  @Override
  public String toString() {
    if (kind == Kind.ALWAYS) {
      return kind.toString();
    }
    return kind + " \"" + String.join("\", \"", literals) + "\"" + (anyCase ? " in any case" : "");
  }
}
