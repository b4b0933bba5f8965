package dev.buildmeister.cli;

import dev.buildmeister.job.Outcome;
import dev.buildmeister.log.LogSummary;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.Policy;
import dev.buildmeister.rules.Rule;
import dev.buildmeister.rules.Ruleset;
import dev.buildmeister.verdict.Recorder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Runs the examples of one rule against its own pattern, as if no other rule were there.
///
/// An example is taken as cleaned lines, one or several. Scope and `last_lines` are not asked: an
/// example says what the pattern means, not where.
final class RuleExamples {
  private final CompiledRuleset alone;
  private final Rule rule;

  /// @param of where the rule comes from
  RuleExamples(Ruleset of, Rule rule) {
    this.rule = rule;
    this.alone =
        CompiledRuleset.compile(
            new Ruleset(of.version(), Policy.PLAIN, List.of(rule), List.of(), List.of()));
  }

  /// What is wrong, one sentence each; empty if all is as it should be.
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < rule.examples().size(); i++) {
      if (!hits(rule.examples().get(i))) {
        failures.add("example " + (i + 1) + " is not hit: " + rule.examples().get(i));
      }
    }
    for (int i = 0; i < rule.counterexamples().size(); i++) {
      if (hits(rule.counterexamples().get(i))) {
        failures.add("counterexample " + (i + 1) + " is hit: " + rule.counterexamples().get(i));
      }
    }
    return failures;
  }

  private boolean hits(String example) {
    Recorder recorder = new Recorder(alone, 0);
    String[] lines = example.split("\n", -1);
    long bytes = 0;
    for (int i = 0; i < lines.length; i++) {
      byte[] line = lines[i].getBytes(StandardCharsets.UTF_8);
      recorder.line(i + 1, -1, line, 0, line.length);
      bytes += line.length + 1;
    }
    LogSummary summary =
        new LogSummary(lines.length, bytes, List.of(), -1, Outcome.UNKNOWN, Set.of());
    return !recorder.finish(summary).hits().isEmpty();
  }
}
