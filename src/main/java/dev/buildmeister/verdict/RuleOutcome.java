package dev.buildmeister.verdict;

import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.job.Step;
import dev.buildmeister.rules.Rule;
import org.jspecify.annotations.Nullable;

/// What became of one rule in an arbitration, and why.
///
/// @param rule the rule
/// @param reason why it won or lost
/// @param hit the hit that would have counted, null if there is none
/// @param step the hit's step, null if it lies in none
/// @param count how many lines the rule's pattern hit
public record RuleOutcome(
    Rule rule, Reason reason, ScanRecord.@Nullable Hit hit, @Nullable Step step, long count) {

  /// Why a rule won or lost.
  public sealed interface Reason {
    /// It explains the failure.
    record Won(boolean inFailingStep) implements Reason {}

    /// It hit, but a rule before it won.
    record Outranked(String winner) implements Reason {}

    /// It hit, but not in the failing step, where another rule did.
    record OutsideFailingStep(String winner) implements Reason {}

    /// It hit, but the job succeeded, and the ruleset says nothing of such.
    ///
    /// @param byLog whether the log says so, not the job's conclusion
    record JobSucceeded(boolean byLog) implements Reason {}

    /// No line of the log matches.
    record NoHit() implements Reason {}

    /// Its scope asks for another job or step.
    record OutOfScope(String fact, String value) implements Reason {}

    /// It hit, but a fact that its scope asks for is not known.
    record ScopeUnknown(String fact) implements Reason {
      static ScopeUnknown of(Fact fact) {
        return new ScopeUnknown(fact.key());
      }
    }

    /// It hit, but not within the last lines it asks for.
    record TooEarly(long firstAllowed) implements Reason {}
  }
}
