package dev.buildmeister.verdict;

import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.job.Note;
import dev.buildmeister.job.Outcome;
import dev.buildmeister.job.Step;
import dev.buildmeister.rules.BestLineRule;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.CompiledRuleset.Scope;
import dev.buildmeister.rules.Rule;
import dev.buildmeister.rules.Rule.Pick;
import dev.buildmeister.scan.TextPattern;
import dev.buildmeister.verdict.RuleOutcome.Reason;
import dev.buildmeister.verdict.ScanRecord.BestLine;
import dev.buildmeister.verdict.ScanRecord.Hit;
import dev.buildmeister.verdict.ScanRecord.PatternHits;
import dev.buildmeister.verdict.ScanRecord.StepHits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the winner among the hits of a log: the first rule of the file that hit, inside the
/// failing step first where the ruleset says so.
///
/// A pure function: the same record, facts and ruleset give an equal verdict, always. It is run
/// again, without the log, when facts arrive late or rules are reordered, re-scoped or re-tagged.
public final class Arbiter {
  private final ScanRecord record;
  private final JobFacts job;
  private final CompiledRuleset ruleset;
  private final Set<Note> notes;

  /// Why there is nothing to explain, null if there is.
  private final Reason.@Nullable JobSucceeded succeeded;

  private Arbiter(ScanRecord record, JobFacts job, CompiledRuleset ruleset) {
    this.record = record;
    this.job = job;
    this.ruleset = ruleset;
    this.notes = new TreeSet<>(record.notes());
    this.succeeded = ruleset.ruleset().policy().quietIfSucceeded() ? succeeded(record, job) : null;
    if (succeeded != null) {
      notes.add(Note.JOB_SUCCEEDED);
    }
  }

  /// What is known of the job from elsewhere comes before the words of its log, which its programs
  /// have a part in.
  private static Reason.@Nullable JobSucceeded succeeded(ScanRecord record, JobFacts job) {
    Optional<String> conclusion = job.get(Fact.CONCLUSION);
    if (conclusion.isPresent()) {
      return conclusion.get().equals(Conclusion.SUCCESS.word())
          ? new Reason.JobSucceeded(false)
          : null;
    }
    return record.outcome() == Outcome.SUCCEEDED ? new Reason.JobSucceeded(true) : null;
  }

  /// Judges a log.
  ///
  /// @throws IllegalArgumentException if the record was made without one of the ruleset's patterns;
  ///   see [#covers]
  public static Verdict arbitrate(ScanRecord record, JobFacts job, CompiledRuleset ruleset) {
    return new Arbiter(record, job, ruleset).verdict();
  }

  /// Why each rule won or lost, in the ruleset's order.
  public static List<RuleOutcome> explain(
      ScanRecord record, JobFacts job, CompiledRuleset ruleset) {
    return new Arbiter(record, job, ruleset).outcomes();
  }

  /// Whether a record can be judged by a ruleset without reading the log again.
  public static boolean covers(ScanRecord record, CompiledRuleset ruleset) {
    return record.patterns().containsAll(ruleset.scanKeys());
  }

  private Verdict verdict() {
    List<RuleOutcome> outcomes = outcomes();
    for (RuleOutcome outcome : outcomes) {
      if (outcome.reason() instanceof Reason.Won && outcome.hit() != null) {
        return matched(outcome, outcome.hit(), outcomes);
      }
    }
    return new Verdict.NoMatch(
        succeeded == null ? Fingerprint.ofErrorLines(record.errorLines()) : null,
        notes,
        ruleset.ruleset().version());
  }

  private Verdict matched(RuleOutcome winner, Hit hit, List<RuleOutcome> outcomes) {
    Rule rule = winner.rule();
    List<Verdict.Other> others = new ArrayList<>();
    for (RuleOutcome outcome : outcomes) {
      boolean lost = !(outcome.reason() instanceof Reason.Won);
      if (outcome.hit() != null && lost && !outcome.rule().equals(BestLineRule.RULE)) {
        others.add(other(outcome, outcome.hit()));
      }
    }
    return new Verdict.Matched(
        new Match(rule.name(), hit.line(), hit.lineNum(), hit.captures(), hit.context()),
        rule.id(),
        rule.tier(),
        winner.step(),
        hit,
        Fingerprint.ofMatch(rule.id(), hit.captures()),
        testHits(outcomes).flatMap(hits -> hits.firstCaptures().stream()).distinct().toList(),
        testHits(outcomes).anyMatch(PatternHits::moreCaptures),
        others,
        rule.help(),
        rule.issue(),
        notes,
        ruleset.ruleset().version());
  }

  private static Verdict.Other other(RuleOutcome outcome, Hit hit) {
    Rule rule = outcome.rule();
    return new Verdict.Other(
        rule.id(), rule.name(), rule.tier(), hit.lineNum(), hit.line(), outcome.count());
  }

  /// The hits of the rules that name tests, in the ruleset's order.
  private Stream<PatternHits> testHits(List<RuleOutcome> outcomes) {
    return IntStream.range(0, ruleset.ruleset().rules().size())
        .filter(i -> outcomes.get(i).hit() != null && outcomes.get(i).rule().namesTests())
        .mapToObj(i -> record.hits().get(ruleset.probeKey(i)))
        .filter(Objects::nonNull);
  }

  private List<RuleOutcome> outcomes() {
    if (!covers(record, ruleset)) {
      throw new IllegalArgumentException(
          "the scan record was made without some of the patterns of ruleset "
              + ruleset.ruleset().version()
              + "; scan the log again");
    }
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < ruleset.ruleset().rules().size(); i++) {
      candidates.add(candidate(i));
    }
    if (ruleset.ruleset().policy().generalBestLine()) {
      candidates.add(bestLine());
    }
    Winner winner = succeeded == null ? winner(candidates) : null;
    List<RuleOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      outcomes.add(outcome(i, candidates.get(i), winner));
    }
    return outcomes;
  }

  /// A rule's place in the arbitration: the hit that counts anywhere and the one that counts inside
  /// the failing step, and why it is out; one whose scope cannot be judged has both.
  private record Candidate(
      Rule rule,
      long count,
      @Nullable Reason out,
      @Nullable Placed anywhere,
      @Nullable Placed inFailingStep) {}

  private record Placed(Hit hit, int step) {}

  private record Winner(int rule, boolean inFailingStep, String id) {}

  private Candidate candidate(int number) {
    Rule rule = ruleset.ruleset().rules().get(number);
    PatternHits hits = record.hits().get(ruleset.probeKey(number));
    if (hits == null) {
      return new Candidate(rule, 0, new Reason.NoHit(), null, null);
    }
    if (hits.steps().isEmpty()) {
      // All hits lie before the last lines that the rule asks for.
      return new Candidate(rule, hits.count(), new Reason.TooEarly(firstAllowed(rule)), null, null);
    }
    Scope scope = ruleset.scope(number);
    Reason out = outOfScope(scope, hits);
    if (out != null && !(out instanceof Reason.ScopeUnknown)) {
      return new Candidate(rule, hits.count(), out, null, null);
    }
    List<StepHits> eligible =
        hits.steps().stream().filter(each -> inStepScope(scope, each.step())).toList();
    Placed anywhere = pick(rule, eligible);
    if (anywhere == null) {
      return new Candidate(rule, hits.count(), new Reason.TooEarly(firstAllowed(rule)), null, null);
    }
    List<StepHits> failing =
        ruleset.ruleset().policy().preferFailingStep() && record.failingStep() >= 0
            ? eligible.stream().filter(each -> each.step() == record.failingStep()).toList()
            : List.of();
    return new Candidate(rule, hits.count(), out, anywhere, pick(rule, failing));
  }

  /// The best error-like line as the hit of a rule behind all others.
  private Candidate bestLine() {
    BestLine best = record.bestLine();
    if (best == null) {
      return new Candidate(BestLineRule.RULE, 0, new Reason.NoHit(), null, null);
    }
    Placed placed = new Placed(best.hit(), best.step());
    boolean preferred =
        ruleset.ruleset().policy().preferFailingStep()
            && best.step() >= 0
            && best.step() == record.failingStep();
    return new Candidate(BestLineRule.RULE, 1, null, placed, preferred ? placed : null);
  }

  private @Nullable Reason outOfScope(Scope scope, PatternHits hits) {
    Reason unknown = null;
    for (Map.Entry<Fact, TextPattern> each : scope.facts().entrySet()) {
      Optional<String> value = job.get(each.getKey());
      if (value.isEmpty()) {
        unknown = unknown == null ? Reason.ScopeUnknown.of(each.getKey()) : unknown;
      } else if (!each.getValue().matchesWhole(value.get())) {
        return new Reason.OutOfScope(each.getKey().key(), value.get());
      }
    }
    if (scope.step() != null) {
      if (record.steps().isEmpty()) {
        unknown = unknown == null ? new Reason.ScopeUnknown("step") : unknown;
      } else if (hits.steps().stream().noneMatch(each -> inStepScope(scope, each.step()))) {
        return new Reason.OutOfScope("step", stepName(hits.steps().getLast().step()));
      }
    }
    return unknown;
  }

  private boolean inStepScope(Scope scope, int step) {
    return scope.step() == null
        || record.steps().isEmpty()
        || (step >= 0 && scope.step().matchesWhole(record.steps().get(step).name()));
  }

  private String stepName(int step) {
    return step < 0 ? "none" : record.steps().get(step).name();
  }

  private @Nullable Placed pick(Rule rule, List<StepHits> steps) {
    if (steps.isEmpty()) {
      return null;
    }
    StepHits chosen =
        rule.pick() == Pick.FIRST
            ? Collections.min(steps, Comparator.comparingLong(each -> each.first().lineNum()))
            : Collections.max(steps, Comparator.comparingLong(each -> each.last().lineNum()));
    Hit hit = rule.pick() == Pick.FIRST ? chosen.first() : chosen.last();
    return hit.lineNum() < firstAllowed(rule) ? null : new Placed(hit, chosen.step());
  }

  private long firstAllowed(Rule rule) {
    return rule.lastLines() == 0 ? 1 : record.lines() - rule.lastLines() + 1;
  }

  /// The first candidate whose scope is known. If one that cannot be judged stands before it, a
  /// fact that arrives later may change the verdict, and a note says so.
  private @Nullable Winner winner(List<Candidate> candidates) {
    for (boolean inFailingStep : new boolean[] {true, false}) {
      for (int i = 0; i < candidates.size(); i++) {
        Candidate candidate = candidates.get(i);
        if ((inFailingStep ? candidate.inFailingStep() : candidate.anywhere()) == null) {
          continue;
        }
        if (candidate.out() == null) {
          return new Winner(i, inFailingStep, candidate.rule().id());
        }
        notes.add(Note.SCOPE_UNKNOWN);
      }
    }
    return null;
  }

  private RuleOutcome outcome(int number, Candidate candidate, @Nullable Winner winner) {
    if (candidate.out() != null || candidate.anywhere() == null || winner == null) {
      Reason reason =
          candidate.out() != null
              ? candidate.out()
              : candidate.anywhere() != null && succeeded != null ? succeeded : new Reason.NoHit();
      return new RuleOutcome(candidate.rule(), reason, null, null, candidate.count());
    }
    boolean won = winner.rule() == number;
    Placed placed =
        winner.inFailingStep() && candidate.inFailingStep() != null
            ? candidate.inFailingStep()
            : candidate.anywhere();
    Reason reason =
        won
            ? new Reason.Won(winner.inFailingStep())
            : winner.inFailingStep() && candidate.inFailingStep() == null
                ? new Reason.OutsideFailingStep(winner.id())
                : new Reason.Outranked(winner.id());
    Step step = placed.step() < 0 ? null : record.steps().get(placed.step());
    return new RuleOutcome(candidate.rule(), reason, placed.hit(), step, candidate.count());
  }
}
