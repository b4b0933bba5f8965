package dev.buildmeister.rules;

import dev.buildmeister.rules.Rule.Pick;
import dev.buildmeister.rules.Rule.Tag;
import dev.buildmeister.scan.LinePattern;
import java.util.List;
import java.util.Map;

/// The rule that stands behind all rules of a ruleset with `general = 'best-line'`. It is not
/// written in the file; of the lines that look like errors the one with the highest score is its
/// hit.
public final class BestLineRule {
  /// Lines that look like errors: they identify a failure that no rule explains. English words, as
  /// tools write them; not anchored, since tools put anything in front of them.
  static final LinePattern ERROR_LIKE =
      LinePattern.regex(
          "(?i)error|fail|fatal|exception|panic|abort|denied|cannot|not found|timed out|unable to"
              + "|undefined|exited with [1-9]");

  /// The rule. Its id is taken in rulesets that ask for it.
  public static final Rule RULE =
      new Rule(
          "Most error-like line",
          "best-line",
          ERROR_LIKE,
          null,
          Pick.FIRST,
          0,
          null,
          List.of(Tag.CATCH_ALL),
          Map.of(),
          null,
          "No rule knows this failure. Of all lines of the failing step this one looks most like its"
              + " error; read it together with those around it.",
          null,
          List.of(),
          List.of());

  private BestLineRule() {}
}
