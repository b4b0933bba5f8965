package dev.buildmeister.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.buildmeister.job.JobFacts;
import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.job.Note;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.log.LogReader;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.verdict.RuleOutcome.Reason;
import dev.buildmeister.verdict.Verdict.Matched;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What can be judged again from a scan record, without the log.
class ArbiterTest {
  private static final String A = "[[rule]]\nname = 'a'\npattern = 'alpha'\n";
  private static final String B = "[[rule]]\nname = 'b'\npattern = 'beta'\n";
  private static final String LOG = "alpha\nbeta\n";

  private static CompiledRuleset rules(String text) throws Exception {
    return CompiledRuleset.compile(RulesetFile.parse(text, "rules", 0));
  }

  private static ScanRecord scan(CompiledRuleset rules) throws Exception {
    Recorder recorder = new Recorder(rules, Recorder.CONTEXT_DEPTH);
    return recorder.finish(
        LogReader.read(
            new ByteArrayInputStream(LOG.getBytes(StandardCharsets.UTF_8)),
            LogLimits.DEFAULT,
            recorder));
  }

  private static String winner(ScanRecord scan, JobFacts job, CompiledRuleset rules) {
    return ((Matched) Arbiter.arbitrate(scan, job, rules)).match().rule();
  }

  @Test
  void reorderedRulesAreJudgedFromTheSameRecord() throws Exception {
    ScanRecord scan = scan(rules(A + B));
    assertThat(winner(scan, JobFacts.UNKNOWN, rules(A + B))).isEqualTo("a");
    assertThat(winner(scan, JobFacts.UNKNOWN, rules(B + A))).isEqualTo("b");
    assertThat(winner(scan, JobFacts.UNKNOWN, rules(B))).as("a deleted").isEqualTo("b");
  }

  @Test
  void factsThatArriveLateAreJudgedFromTheSameRecord() throws Exception {
    CompiledRuleset rules = rules(A + "when = { branch = 'main' }\n" + B);
    ScanRecord scan = scan(rules);
    Verdict before = Arbiter.arbitrate(scan, JobFacts.UNKNOWN, rules);
    assertThat(((Matched) before).match().rule()).isEqualTo("b");
    assertThat(((Matched) before).notes()).containsExactly(Note.SCOPE_UNKNOWN);
    JobFacts late = JobFacts.UNKNOWN.with(Fact.BRANCH, "main");
    Verdict after = Arbiter.arbitrate(scan, late, rules);
    assertThat(((Matched) after).match().rule()).isEqualTo("a");
    assertThat(((Matched) after).notes()).isEmpty();
  }

  @Test
  void aRecordMadeWithoutAPatternCannotBeJudgedByIt() throws Exception {
    ScanRecord scan = scan(rules(A));
    assertThat(Arbiter.covers(scan, rules(A + B))).isFalse();
    assertThatThrownBy(() -> Arbiter.arbitrate(scan, JobFacts.UNKNOWN, rules(A + B)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scan the log again");
  }

  @Test
  void aRecordMadeWithOtherIgnoredLinesCannotBeJudged() throws Exception {
    ScanRecord scan = scan(rules(A));
    assertThat(Arbiter.covers(scan, rules(A + "[[ignore]]\npattern = 'alpha'\n"))).isFalse();
  }

  @Test
  void eachRuleIsToldWhyItWonOrLost() throws Exception {
    CompiledRuleset rules =
        rules(A + B + "[[rule]]\nname = 'c'\npattern = 'gamma'\n" + B + "last_lines = 1\n");
    assertThat(Arbiter.explain(scan(rules), JobFacts.UNKNOWN, rules))
        .extracting(RuleOutcome::reason)
        .containsExactly(
            new Reason.Won(false),
            new Reason.Outranked("a"),
            new Reason.NoHit(),
            new Reason.Outranked("a"));
  }

  @Test
  void ofAJobThatSucceededEachRuleThatHitIsToldSo() throws Exception {
    CompiledRuleset rules =
        rules("[verdict]\nquiet = 'succeeded'\n" + A + "[[rule]]\nname = 'c'\npattern = 'gamma'\n");
    JobFacts job = JobFacts.UNKNOWN.with(Fact.CONCLUSION, "success");
    assertThat(Arbiter.explain(scan(rules), job, rules))
        .extracting(RuleOutcome::reason)
        .containsExactly(new Reason.JobSucceeded(false), new Reason.NoHit());
  }

  @Test
  void aRecordThatDoesNotTellHowTheLogEndedCannotBeJudgedByAQuietRuleset() throws Exception {
    CompiledRuleset plain = rules(A);
    CompiledRuleset quiet = rules("[verdict]\nquiet = 'succeeded'\n" + A);
    ScanRecord now = scan(plain);
    ScanRecord old =
        new ScanRecord(
            now.lines(),
            now.bytes(),
            now.steps(),
            now.failingStep(),
            now.outcome(),
            now.notes(),
            plain.scanKeys(),
            now.hits(),
            now.errorLines(),
            now.extracted(),
            now.bestLine());
    assertThat(Arbiter.covers(now, quiet)).isTrue();
    assertThat(Arbiter.covers(old, plain)).isTrue();
    assertThat(Arbiter.covers(old, quiet)).isFalse();
  }

  @Test
  void aHitBeforeTheLastLinesIsTooEarly() throws Exception {
    CompiledRuleset rules = rules(A + "last_lines = 1\n");
    assertThat(Arbiter.explain(scan(rules), JobFacts.UNKNOWN, rules))
        .extracting(RuleOutcome::reason)
        .containsExactly(new Reason.TooEarly(2));
  }
}
