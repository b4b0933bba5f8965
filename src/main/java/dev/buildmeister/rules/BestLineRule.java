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
  private static final String WORDS =
      "(?i)error|fail|fatal|exception|panic|abort|denied|cannot|not found|timed out|unable to"
          + "|undefined";

  private static final String CODE = "exited with [1-9]";

  /// A line that one of these hits looks like an error. They are two, because a line that holds one
  /// of the words need not be searched to know that it hits.
  static final List<LinePattern> ERROR_LIKE =
      List.of(LinePattern.regex(WORDS), LinePattern.regex("(?i)" + CODE));

  /// The rule. Its id is taken in rulesets that ask for it.
  public static final Rule RULE =
      new Rule(
          "Most error-like line",
          "best-line",
          LinePattern.regex(WORDS + "|" + CODE),
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
