package dev.buildmeister.cli;

import dev.buildmeister.cli.report.LogResult;
import dev.buildmeister.cli.report.LogResult.Explained;
import dev.buildmeister.cli.report.LogResult.Unexplained;
import dev.buildmeister.cli.report.LogResult.Unreadable;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came of one log by two rulesets.
///
/// Verdicts are the same if all their members are, but for the version of the ruleset, which always
/// differs, and for the fingerprint of a log that no rule explains.
///
/// @param before by the old ruleset
/// @param after by the new one
record VerdictChange(LogResult before, LogResult after) {
  /// The reading that failed, if one did.
  Optional<Unreadable> unreadable() {
    return before instanceof Unreadable failed
        ? Optional.of(failed)
        : after instanceof Unreadable failed ? Optional.of(failed) : Optional.empty();
  }

  /// Whether a rule explains the log now, and none did.
  boolean isGained() {
    return before instanceof Unexplained && after instanceof Explained;
  }

  /// Whether no rule explains the log any more.
  boolean isLost() {
    return before instanceof Explained && after instanceof Unexplained;
  }

  /// From where to where; for the same rule and line, what else differs, by the names of the JSON
  /// output. Empty if the verdicts are the same.
  Optional<String> inWords() {
    String from = place(before);
    String to = place(after);
    if (!from.equals(to)) {
      return Optional.of(from + " → " + to);
    }
    List<String> differing = differing();
    return differing.isEmpty()
        ? Optional.empty()
        : Optional.of(from + " (" + String.join(", ", differing) + ")");
  }

  private List<String> differing() {
    Map<String, @Nullable Object> old = members(before.verdict());
    Map<String, @Nullable Object> now = members(after.verdict());
    List<String> names = new ArrayList<>();
    now.forEach(
        (name, value) -> {
          if (!Objects.equals(old.get(name), value)) {
            names.add(name);
          }
        });
    return names;
  }

  private static String place(LogResult result) {
    return result instanceof Explained explained
        ? explained.verdict().ruleId() + ":" + explained.verdict().match().lineNum()
        : result.state().name();
  }

  /// All that makes a verdict the same, besides its state, rule and line number.
  private static Map<String, @Nullable Object> members(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Matched matched -> members(matched);
      case Verdict.NoMatch none -> Map.of("notes", none.notes());
      case Verdict.ScanFailed failed -> Map.of("reason", failed.reason());
      case Verdict.LogMissing missing -> Map.of("reason", missing.reason());
      case Verdict.LogPending _, Verdict.StartupFailure _, Verdict.TimedOut _ -> Map.of();
    };
  }

  private static Map<String, @Nullable Object> members(Verdict.Matched verdict) {
    Match match = verdict.match();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("notes", verdict.notes());
    members.put("rule", match.rule());
    members.put("tier", verdict.tier());
    members.put("line", match.line());
    members.put("column", verdict.hit().column());
    members.put("captures", match.captures());
    members.put("context", match.context());
    members.put("step", verdict.step());
    members.put("failed_tests", verdict.failedTests());
    members.put("failed_tests_more", verdict.moreFailedTests());
    members.put("fingerprint", verdict.fingerprint());
    members.put("others", verdict.others());
    members.put("help", verdict.help());
    members.put("issue", verdict.issue());
    members.put("excerpt", verdict.hit().excerpt());
    return members;
  }
}
