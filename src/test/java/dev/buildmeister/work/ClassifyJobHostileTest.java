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
import dev.buildmeister.store.Chaos;
import dev.buildmeister.store.Hostile;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.Page;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.ScanRecordJson;
import dev.buildmeister.store.ScanStore;
import dev.buildmeister.store.TestClock;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.Verdict;
import dev.buildmeister.verdict.Verdict.Matched;
import dev.buildmeister.verdict.Verdict.ScanFailed;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever the stores do and in whatever order events come, one verdict stands in the end, the one
/// that calm stores would have; half a log gives none.
class ClassifyJobHostileTest {
  /// Set another one to see whether a test depends on it: `-Dbuildmeister.seed=7`.
  private static final long SEED = Long.getLong("buildmeister.seed", 20260801L);

  private static final int ROUNDS = 20;
  private static final int TRIES = 4;
  private static final JobId JOB = new JobId("github.com", "acme/app", "42");
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
  private static final String NEWER_RULES =
      """
      [[rule]]
      name = 'crashed'
      pattern = 'CRASHED (\\S+)'
      """
          + RULES;
  private static final String LOG = "start\n+ make\nFAILED a.py\n";
  private static final String NEWER_LOG = LOG + "CRASHED b.py\nFAILED b.py\n";

  @TempDir Path directory;

  /// What may happen, in any order.
  private enum Event {
    REPLAY,
    UPLOAD,
    FACTS,
    NEWER_RULES
  }

  /// Stores and those who use them.
  private static final class World implements AutoCloseable {
    private final TestClock clock = new TestClock();
    private final LocalStores local;
    private final JobStore jobs;
    private final LogStore logs;
    private final ScanStore scans;
    private final Retry retry;

    /// @param chaos null for calm stores
    World(Path directory, @Nullable Chaos chaos, int attempts) {
      local = LocalStores.open(directory, clock);
      jobs = chaos == null ? local.jobs() : new Hostile.Jobs(local.jobs(), chaos);
      logs = chaos == null ? local.logs() : new Hostile.Logs(local.logs(), chaos);
      scans = chaos == null ? local.scans() : new Hostile.Scans(local.scans(), chaos);
      retry = new Retry(attempts, Duration.ZERO, Duration.ZERO, new Random(SEED), time -> {});
      retry.run(() -> jobs.putFacts(JOB, facts()));
      upload(LOG.getBytes(StandardCharsets.UTF_8));
    }

    private static JobUpdate facts() {
      return JobUpdate.completed(1, Conclusion.FAILURE, TestClock.START)
          .with(Detail.COMMIT, "c0ffee");
    }

    void upload(byte[] log) {
      clock.advance(Duration.ofSeconds(2));
      retry.run(() -> logs.put(JOB.logKey(), new ByteArrayInputStream(log), Map.of("run", "7")));
    }

    void branchBecomesKnown() {
      retry.run(() -> jobs.putFacts(JOB, facts().with(Detail.BRANCH, "main")));
    }

    void happen(Event event) throws Exception {
      clock.advance(Duration.ofSeconds(2));
      switch (event) {
        case REPLAY -> classify(RULES, 1, logs);
        case UPLOAD -> {
          upload(NEWER_LOG.getBytes(StandardCharsets.UTF_8));
          classify(RULES, 1, logs);
        }
        case FACTS -> branchBecomesKnown();
        case NEWER_RULES -> classify(NEWER_RULES, 2, logs);
      }
    }

    Verdict classify(String rules, long seq, LogStore logs) throws Exception {
      Ruleset ruleset = RulesetFile.parse(rules, "rules", seq);
      return new ClassifyJob(
              () -> CompiledRuleset.compile(ruleset),
              LogLimits.DEFAULT,
              logs,
              scans,
              jobs,
              retry,
              clock)
          .run(LogRef.of(JOB), Options.DEFAULT, Instant.MAX)
          .verdict();
    }

    JobItem item() {
      return local.jobs().get(JOB).orElseThrow();
    }

    /// All that is kept of the job: its item, and the record that it points to, as bytes.
    String kept() throws IOException {
      ByteArrayOutputStream scan = new ByteArrayOutputStream();
      ScanRecordJson.write(local.scans().get(JOB.scanKey()).orElseThrow(), scan);
      return item().attributes().json() + "\n" + HexFormat.of().formatHex(scan.toByteArray());
    }

    @Override
    public void close() {
      local.close();
    }
  }

  @Test
  void inAnyOrderOfEventsHostileStoresKeepTheVerdictOfCalmOnes() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = SEED + round;
      List<Event> events =
          new ArrayList<>(
              List.of(
                  Event.REPLAY,
                  Event.REPLAY,
                  Event.REPLAY,
                  Event.UPLOAD,
                  Event.FACTS,
                  Event.NEWER_RULES));
      Collections.shuffle(events, new Random(seed));
      String as = "seed " + seed + ", " + events;
      try (World calm = new World(directory.resolve("calm" + round), null, 1);
          World hostile = new World(directory.resolve("hostile" + round), new Chaos(seed), 100)) {
        for (Event event : events) {
          calm.happen(event);
          hostile.happen(event);
        }

        assertThat(hostile.kept()).as(as).isEqualTo(calm.kept());
        assertThat(hostile.item().state()).as(as).contains(State.MATCHED);
        assertThat(hostile.item().logModified())
            .as(as)
            .isEqualTo(hostile.local.logs().head(JOB.logKey()).map(LogStore.Head::modified));
        assertThat(hostile.local.jobs().ofCommit("acme/app", "c0ffee", null, 9).items())
            .as(as)
            .singleElement()
            .satisfies(row -> assertThat(row.state()).contains(State.MATCHED));
        assertThat(hostile.local.jobs().todo(9, 2)).as(as).isEmpty();
      }
    }
  }

  /// Logs to which something happens while they are read.
  ///
  /// @param breaks how many streams break midway
  /// @param opened the keys of those that were opened so far
  /// @param then is told at the first read of each stream how many that makes
  private record Watched(LogStore logs, int breaks, List<String> opened, Consumer<Integer> then)
      implements LogStore {
    @Override
    public Optional<Content> open(String key) {
      return logs.open(key)
          .map(
              log -> {
                opened.add(key);
                InputStream in = log.content();
                boolean breaking = opened.size() <= breaks;
                InputStream read =
                    Chaos.breaking(in, breaking ? log.head().bytes() / 2 : Long.MAX_VALUE);
                return new Content(log.head(), telling(read, opened.size()));
              });
    }

    private InputStream telling(InputStream in, int times) {
      return new FilterInputStream(in) {
        private boolean told;

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
          if (!told) {
            told = true;
            then.accept(times);
          }
          return super.read(buffer, from, length);
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

  private World calm() {
    return new World(directory.resolve("data"), null, TRIES);
  }

  private static Watched breaking(World world, int breaks) {
    return new Watched(world.local.logs(), breaks, new ArrayList<>(), times -> {});
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aStreamThatBreaksIsReadAgainFromItsBeginning() throws Exception {
    try (World world = calm()) {
      Watched logs = breaking(world, TRIES - 1);

      assertThat(world.classify(RULES, 1, logs).state()).isEqualTo(State.MATCHED);
      assertThat(logs.opened()).hasSize(TRIES);
      assertThat(world.item().match().map(Match::lineNum)).contains(3L);
      assertThat(world.local.scans().get(JOB.scanKey()).orElseThrow().scan().lines()).isEqualTo(3);
    }
  }

  @Test
  void aStreamThatAlwaysBreaksIsAFailedScanWithTheReasonAndNeverHalfALogsVerdict()
      throws Exception {
    try (World world = calm()) {
      Watched logs = breaking(world, Integer.MAX_VALUE);

      for (int i = 1; i < JobItem.MAX_ATTEMPTS; i++) {
        assertThatThrownBy(() -> world.classify(RULES, 1, logs))
            .hasMessageContaining("connection reset");
        assertThat(logs.opened()).hasSize(i * TRIES);
        assertThat(world.local.jobs().todo(9, 1)).as("to try again").hasSize(1);
      }
      assertThat(world.classify(RULES, 1, logs))
          .isInstanceOfSatisfying(
              ScanFailed.class, failed -> assertThat(failed.reason()).contains("connection reset"));
      assertThat(world.item().state()).contains(State.SCAN_FAILED);
      assertThat(world.local.jobs().todo(9, 1)).as("given up").isEmpty();
    }
  }

  @Test
  void aPackedStreamThatBreaksIsNoCutFile() throws Exception {
    try (World world = calm()) {
      world.upload(gzip(LOG + "text\n".repeat(1000)));
      assertThatThrownBy(() -> world.classify(RULES, 1, breaking(world, Integer.MAX_VALUE)))
          .isInstanceOf(UncheckedIOException.class);

      assertThat(world.classify(RULES, 1, breaking(world, 1)))
          .isInstanceOfSatisfying(
              Matched.class,
              matched -> assertThat(matched.notes()).doesNotContain(Note.GZIP_CUT, Note.LOG_CUT));
    }
  }

  @Test
  void aLogOfAKindThatIsNotReadIsOpenedOnce() throws Exception {
    try (World world = calm()) {
      world.upload(new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0});
      Watched logs = breaking(world, 0);

      assertThat(world.classify(RULES, 1, logs).state()).isEqualTo(State.SCAN_FAILED);
      assertThat(logs.opened()).hasSize(1);
    }
  }

  @Test
  void aLogThatIsReplacedWhileItsStreamBreaksIsJudgedAsTheNewerOne() throws Exception {
    try (World world = calm()) {
      Consumer<Integer> replaced =
          times -> {
            if (times == 1) {
              world.upload(NEWER_LOG.getBytes(StandardCharsets.UTF_8));
            }
          };
      var _ =
          world.classify(
              NEWER_RULES, 1, new Watched(world.local.logs(), 1, new ArrayList<>(), replaced));

      assertThat(world.item().match().map(Match::rule)).contains("crashed");
      assertThat(world.item().logModified())
          .isEqualTo(world.local.logs().head(JOB.logKey()).map(LogStore.Head::modified));
    }
  }

  @Test
  void factsThatArriveWhileTheLogIsReadAreInTheVerdict() throws Exception {
    try (World world = calm()) {
      var logs =
          new Watched(
              world.local.logs(), 0, new ArrayList<>(), times -> world.branchBecomesKnown());
      assertThat(world.classify(RULES, 1, logs).state()).isEqualTo(State.MATCHED);

      assertThat(world.item().match().map(Match::rule)).contains("on main");
    }
  }
}
