package dev.buildmeister.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.job.Note;
import dev.buildmeister.local.LocalStores;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.Ruleset;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.Page;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.ScanRecordJson;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.Verdict;
import dev.buildmeister.verdict.Verdict.Matched;
import dev.buildmeister.verdict.Verdict.State;
import dev.buildmeister.work.ClassifyJob.Options;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyJobTest {
  private static final String RULES =
      """
      [[rule]]
      name = 'on main'
      pattern = 'FAILED (\\S+)'
      when = { branch = 'main' }
      [[rule]]
      name = 'failed'
      pattern = 'FAILED (\\S+)'
      """;
  private static final JobId JOB = new JobId("github.com", "acme/app", "42");
  private static final Instant NOW = Instant.parse("2026-03-02T09:14:00Z");

  private LocalStores stores;

  ClassifyJobTest(@TempDir Path directory) {
    stores = LocalStores.open(directory, InstantSource.fixed(NOW));
  }

  @BeforeEach
  void aFailedJob() {
    var _ = stores.jobs().putFacts(JOB, JobUpdate.completed(1, Conclusion.FAILURE, NOW));
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private ClassifyJob classify(long seq) throws Exception {
    return classify(RulesetFile.parse(RULES, "rules", seq), stores.logs());
  }

  private ClassifyJob classify(Ruleset ruleset, LogStore logs) {
    return classify(ruleset, logs, InstantSource.fixed(NOW));
  }

  private ClassifyJob classify(Ruleset ruleset, LogStore logs, InstantSource clock) {
    return new ClassifyJob(
        () -> CompiledRuleset.compile(ruleset),
        LogLimits.DEFAULT,
        logs,
        stores.scans(),
        stores.jobs(),
        new Retry(1, Duration.ZERO, Duration.ZERO, RandomGenerator.getDefault(), Thread::sleep),
        clock);
  }

  private void putLog(byte[] log) {
    var _ = stores.logs().put(JOB.logKey(), new ByteArrayInputStream(log), Map.of());
  }

  private void putLog(String log) {
    putLog(log.getBytes(StandardCharsets.UTF_8));
  }

  private JobItem item() {
    return stores.jobs().get(JOB).orElseThrow();
  }

  @Test
  void theVerdictIsOnTheJobsItemAndTheRecordBesideIt() throws Exception {
    putLog("start\nFAILED a.py\n");
    Verdict verdict = classify(1).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict();
    assertThat(verdict).isInstanceOf(Matched.class);
    assertThat(item().state()).contains(State.MATCHED);
    assertThat(item().match().map(Match::line)).contains("FAILED a.py");
    assertThat(item().fingerprint()).contains(((Matched) verdict).fingerprint());
    assertThat(stores.scans().get(JOB.scanKey()).orElseThrow().scan().lines()).isEqualTo(2);
    assertThat(stores.jobs().todo(10, 1)).isEmpty();
  }

  @Test
  void aLogThatWasTriedFiveTimesWithoutAVerdictIsGivenUp() throws Exception {
    putLog("FAILED a.py\n");
    for (int i = 0; i < JobItem.MAX_ATTEMPTS; i++) {
      var _ = stores.jobs().attempt(JOB, stores.logs().head(JOB.logKey()).orElseThrow().modified());
    }

    assertThat(classify(1).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict())
        .isEqualTo(new Verdict.ScanFailed("given up after 5 tries"));
    assertThat(item().state()).contains(State.SCAN_FAILED);
    assertThat(stores.scans().get(JOB.scanKey())).isEmpty();
  }

  @Test
  void rulesAreScopedByTheFactsOfTheItem() throws Exception {
    putLog("FAILED a.py\n");
    var _ =
        stores
            .jobs()
            .putFacts(
                JOB, JobUpdate.completed(1, Conclusion.FAILURE, NOW).with(Detail.BRANCH, "main"));
    var _ = classify(1).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict();
    assertThat(item().match().map(Match::rule)).contains("on main");
  }

  @Test
  void ofAJobOfWhichNothingIsKnownNothingIsWritten() throws Exception {
    JobId typo = JobId.parse("acme/app/43");

    assertThat(classify(1).run(LogRef.of(typo), Options.DEFAULT, Instant.MAX).kept())
        .isEqualTo(Report.Kept.UNKNOWN_JOB);
    assertThat(stores.jobs().get(typo)).isEmpty();
  }

  private void ended(Instant at) {
    var _ = stores.jobs().putFacts(JOB, JobUpdate.completed(1, Conclusion.FAILURE, at));
  }

  @Test
  void aDayAfterTheJobsEndItsLogIsMissing() throws Exception {
    ended(NOW.minus(ClassifyRun.LOG_PATIENCE).minusSeconds(1));

    assertThat(classify(1).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict())
        .isEqualTo(new Verdict.LogMissing("no log came within 24 hours of the job's end"));
    assertThat(item().state()).contains(State.LOG_MISSING);
    assertThat(stores.jobs().todo(10, 1)).isEmpty();
  }

  @Test
  void aJobWithoutALogIsPending() throws Exception {
    ended(NOW);
    assertThat(classify(1).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict().state())
        .isEqualTo(State.LOG_PENDING);
    assertThat(item().state()).contains(State.LOG_PENDING);
    assertThat(stores.jobs().todo(10, 1)).hasSize(1);
  }

  @Test
  void aLogOfAKindThatIsNotReadIsSaidToBeSo() throws Exception {
    putLog(new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0});
    assertThat(classify(1).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict().state())
        .isEqualTo(State.SCAN_FAILED);
    assertThat(item().state()).contains(State.SCAN_FAILED);
  }

  @Test
  void noMatchIsWrittenToo() throws Exception {
    putLog("nothing to see\n");
    assertThat(classify(1).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict().state())
        .isEqualTo(State.NO_MATCH);
    assertThat(item().state()).contains(State.NO_MATCH);
    assertThat(stores.jobs().todo(10, 1)).as("with this ruleset").isEmpty();
    assertThat(stores.jobs().todo(10, 2)).as("with a newer one").hasSize(1);
  }

  @Test
  void anOlderRulesetDoesNotReplaceTheVerdictOfANewer() throws Exception {
    putLog("FAILED a.py\n");
    var _ = classify(7).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict();
    var _ = classify(5).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict();
    assertThat(item().rulesetSeq()).hasValue(7);
  }

  @Test
  void aLateRunOfAnOlderRulesetLeavesTheScanRecordToo() throws Exception {
    putLog("FAILED a.py\n");
    var _ = classify(7).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict();
    byte[] before = scanBytes();
    Ruleset other = RulesetFile.parse("[[rule]]\nname = 'x'\npattern = 'nothing'\n", "rules", 5);
    var _ =
        classify(other, stores.logs()).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict();
    assertThat(scanBytes()).isEqualTo(before);
  }

  @Test
  void aLogThatCannotBeClosedIsJudgedAllTheSame() throws Exception {
    putLog("FAILED a.py\n");
    Ruleset ruleset = RulesetFile.parse(RULES, "rules", 1);
    Verdict verdict =
        classify(ruleset, new FailingLogs(stores.logs(), true))
            .run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX)
            .verdict();
    assertThat(verdict.state()).isEqualTo(State.MATCHED);
    assertThat(item().state()).contains(State.MATCHED);
  }

  @Test
  void aLogWhoseTimeIsUpIsJudgedAsFarAsItWasRead() throws Exception {
    putLog("FAILED a.py\n" + "x\n".repeat(1 << 20) + "FAILED b.py\n");
    AtomicLong seconds = new AtomicLong();
    InstantSource stepping = () -> NOW.plusSeconds(seconds.getAndIncrement());
    Ruleset ruleset = RulesetFile.parse(RULES, "rules", 1);
    ClassifyJob classify = classify(ruleset, stores.logs(), stepping);
    Verdict verdict = classify.run(LogRef.of(JOB), Options.DEFAULT, NOW.plusSeconds(3)).verdict();
    assertThat(verdict.state()).isEqualTo(State.MATCHED);
    assertThat(((Matched) verdict).notes()).contains(Note.LOG_CUT);
    assertThat(item().match().map(Match::line)).contains("FAILED a.py");
    verdict = classify.run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict();
    assertThat(((Matched) verdict).notes()).doesNotContain(Note.LOG_CUT);
    assertThat(item().match().map(Match::line)).contains("FAILED b.py");
  }

  @Test
  void aReadErrorDoesNotTakeAwayAVerdictOnTheSameLog() throws Exception {
    putLog("FAILED a.py\n");
    var _ = classify(1).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict();
    Ruleset ruleset = RulesetFile.parse(RULES, "rules", 1);
    ClassifyJob failing = classify(ruleset, new FailingLogs(stores.logs(), false));
    for (int i = 1; i < JobItem.MAX_ATTEMPTS; i++) {
      assertThatThrownBy(() -> failing.run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX))
          .isInstanceOf(UncheckedIOException.class);
    }
    assertThat(failing.run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).kept())
        .isEqualTo(Report.Kept.OLDER);
    assertThat(item().state()).contains(State.MATCHED);
    assertThat(item().match().map(Match::line)).contains("FAILED a.py");
  }

  @Test
  void aLogThatCannotBeReadIsTriedFiveTimesBeforeItHasFailed() throws Exception {
    putLog("FAILED a.py\n");
    Ruleset ruleset = RulesetFile.parse(RULES, "rules", 1);
    ClassifyJob classify = classify(ruleset, new FailingLogs(stores.logs(), false));
    for (int i = 1; i < JobItem.MAX_ATTEMPTS; i++) {
      String counted = "log/acme/app/42, try " + i + " of 5: connection reset";
      assertThatThrownBy(() -> classify.run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX))
          .hasMessage(counted);
      assertThat(item().state()).isEmpty();
    }
    assertThat(classify.run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict())
        .isEqualTo(new Verdict.ScanFailed("connection reset"));
    assertThat(item().state()).contains(State.SCAN_FAILED);
  }

  @Test
  void aLogWhoseTimeIsUpTakesNothingFromOneThatWasReadToItsEnd() throws Exception {
    putLog("x\n".repeat(1 << 20) + "FAILED b.py\n");
    AtomicLong seconds = new AtomicLong();
    InstantSource stepping = () -> NOW.plusSeconds(seconds.getAndIncrement());
    ClassifyJob classify = classify(RulesetFile.parse(RULES, "rules", 1), stores.logs(), stepping);
    var _ = classify.run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX);
    Report cut = classify.run(LogRef.of(JOB), Options.DEFAULT, NOW.plusSeconds(seconds.get() + 3));

    assertThat(cut.verdict().state()).isEqualTo(State.NO_MATCH);
    assertThat(cut.kept()).isEqualTo(Report.Kept.OLDER);
    assertThat(item().match().map(Match::line)).contains("FAILED b.py");
  }

  @Test
  void theLogOfTheRunningJobTakesNothingFromTheFinishedOneHoweverLateItComes() throws Exception {
    putLog("FAILED a.py\n");
    var _ = classify(1).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX);
    var _ =
        stores
            .logs()
            .put(
                JOB.tempLogKey(),
                new ByteArrayInputStream("FAILED b.py\n".getBytes(StandardCharsets.UTF_8)),
                Map.of());
    var _ = classify(9).run(new LogRef(JOB, true), Options.DEFAULT, Instant.MAX);

    assertThat(item().match().map(Match::line)).contains("FAILED a.py");
  }

  @Test
  void eventsBeforeTheLogIsThereAreNoTries() throws Exception {
    ended(NOW);
    for (int i = 0; i < 9; i++) {
      var _ = classify(1).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict();
    }
    putLog("FAILED a.py\n");
    assertThat(stores.jobs().todo(10, 1)).hasSize(1);
    assertThat(classify(1).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict().state())
        .isEqualTo(State.MATCHED);
  }

  /// Logs whose streams end in an error, at the close or at the first byte.
  private record FailingLogs(LogStore logs, boolean atClose) implements LogStore {
    @Override
    public Optional<Content> open(String key) {
      return logs.open(key).map(log -> new Content(log.head(), failing(log.content())));
    }

    private InputStream failing(InputStream in) {
      return new FilterInputStream(in) {
        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
          if (!atClose) {
            throw new IOException("connection reset");
          }
          return super.read(buffer, from, length);
        }

        @Override
        public void close() throws IOException {
          super.close();
          if (atClose) {
            throw new IOException("connection reset");
          }
        }
      };
    }

    @Override
    public Head put(String key, InputStream content, Map<String, String> metadata) {
      return logs.put(key, content, metadata);
    }

    @Override
    public Optional<Head> head(String key) {
      return logs.head(key);
    }

    @Override
    public Page<Head> list(String prefix, @Nullable String after, int limit) {
      return logs.list(prefix, after, limit);
    }
  }

  @Test
  void theSameInputsGiveTheSameBytes() throws Exception {
    putLog("+ make\nFAILED a.py\nFAILED b.py\n");
    var _ = classify(1).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict();
    byte[] first = scanBytes();
    JobItem item = item();
    var _ = classify(1).run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX).verdict();
    assertThat(scanBytes()).isEqualTo(first);
    assertThat(item().attributes()).isEqualTo(item.attributes());
  }

  private byte[] scanBytes() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ScanRecordJson.write(stores.scans().get(JOB.scanKey()).orElseThrow(), bytes);
    return bytes.toByteArray();
  }
}
