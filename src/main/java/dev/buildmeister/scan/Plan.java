package dev.buildmeister.scan;

import dev.buildmeister.scan.syntax.Node;
import java.util.List;
import java.util.SortedSet;

/// How a scanner decides that a line may match a pattern before it asks re2j.
///
/// @param kind what is looked for
/// @param literals one of these must be there; empty for [Kind#ALWAYS]; in lower case (ASCII only)
///   if the pattern ignores case anywhere
/// @param anyCase whether upper and lower case ASCII letters count as the same
/// @param exact whether a line that holds one of the literals matches for certain, so that re2j is
///   asked for the groups alone
public record Plan(Kind kind, List<String> literals, boolean anyCase, boolean exact) {
  /// What is looked for, from cheap to dear.
  public enum Kind {
    /// The line must begin with one of the literals.
    ANCHORED,
    /// One of the literals must occur in the line.
    LITERALS,
    /// Nothing helps: re2j is asked of every line.
    ALWAYS
  }

  static final Plan ALWAYS = new Plan(Kind.ALWAYS, List.of(), false, false);

  // About two rare or three common characters: seldom enough at the start of a line.
  private static final double GOOD_PREFIX = 9;

  public Plan {
    literals = List.copyOf(literals);
  }

  /// Chooses what is worth looking for before a pattern is asked.
  static Plan of(Node node) {
    boolean anyCase = Requirements.folds(node);
    Requirements requirements = Requirements.of(node, anyCase);
    SortedSet<String> prefix = requirements.prefix();
    SortedSet<String> required = requirements.required();
    boolean prefixKnown = requirements.anchored() && !prefix.contains("");
    double prefixScore = prefixKnown ? Rarity.of(prefix) : 0;
    if (prefixKnown
        && (required == null || prefixScore >= GOOD_PREFIX || prefixScore >= Rarity.of(required))) {
      return new Plan(Kind.ANCHORED, prefix.stream().toList(), anyCase, false);
    }
    if (required != null) {
      boolean exact =
          requirements.whole()
              && required.equals(prefix)
              && Requirements.isOnlyText(node)
              && (!anyCase || Requirements.isFoldedThroughout(node));
      return new Plan(Kind.LITERALS, required.stream().toList(), anyCase, exact);
    }
    return ALWAYS;
  }

  /// The same without a promise that a literal is enough.
  Plan inexact() {
    return new Plan(kind, literals, anyCase, false);
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
