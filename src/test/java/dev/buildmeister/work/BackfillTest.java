package dev.buildmeister.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.local.LocalStores;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.store.Correction;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.Page;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.TestClock;
import dev.buildmeister.store.VerdictWrite;
import dev.buildmeister.verdict.Verdict.State;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillTest {
  private static final String RULES =
      """
      [[rule]]
      name = 'failed'
      pattern = 'FAILED (\\S+)'
      """;

  private final TestClock clock = new TestClock();
  private final LocalStores stores;
  private UnaryOperator<JobStore> listing = jobs -> jobs;
  private final List<String> opened = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  BackfillTest(@TempDir Path directory) {
    stores = LocalStores.open(directory, clock);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private static JobId job(int number) {
    return new JobId("github.com", "acme/app", Integer.toString(number));
  }

  /// Failed jobs 1 to `count`, each of which ended a second after the one before, all with logs.
  private void jobs(int count) {
    for (int i = 1; i <= count; i++) {
      var _ =
          stores
              .jobs()
              .putFacts(
                  job(i),
                  JobUpdate.completed(1, Conclusion.FAILURE, TestClock.START.plusSeconds(i)));
      byte[] log = "FAILED a.py\n".getBytes(StandardCharsets.UTF_8);
      var _ = stores.logs().put(job(i).logKey(), new ByteArrayInputStream(log), Map.of());
    }
  }

  /// The store of logs; what is done when one is opened comes first.
  private LogStore logs(Runnable opening) {
    LogStore real = stores.logs();
    return new LogStore() {
      @Override
      public Head put(String key, InputStream content, Map<String, String> metadata) {
        return real.put(key, content, metadata);
      }

      @Override
      public Optional<Content> open(String key) {
        opened.add(key);
        opening.run();
        return real.open(key);
      }

      @Override
      public Optional<Head> head(String key) {
        return real.head(key);
      }

      @Override
      public Page<Head> list(String prefix, @Nullable String after, int limit) {
        return real.list(prefix, after, limit);
      }
    };
  }

  private Backfill.Summary run(int limit, int threads, Instant deadline, Runnable opening)
      throws Exception {
    CompiledRuleset ruleset = CompiledRuleset.compile(RulesetFile.parse(RULES, "rules", 1));
    Retry retry = new Retry(1, Duration.ZERO, Duration.ZERO, RandomGenerator.getDefault(), _ -> {});
    ClassifyJob classify =
        new ClassifyJob(
            () -> ruleset,
            LogLimits.DEFAULT,
            logs(opening),
            stores.scans(),
            stores.jobs(),
            retry,
            clock);
    return new Backfill(
            () -> ruleset, listing.apply(stores.jobs()), classify, retry, clock, threads)
        .run(
            limit,
            deadline,
            _ -> {},
            (job, why) -> failures.add(job.id() + " " + why.getMessage()));
  }

  @Test
  void theNewestAreTakenAndTheOthersAreLeft() throws Exception {
    jobs(7);

    Backfill.Summary summary = run(3, 1, Instant.MAX, () -> {});
    assertThat(opened).containsExactly("log/acme/app/7", "log/acme/app/6", "log/acme/app/5");
    assertThat(summary.verdicts()).isEqualTo(Map.of(State.MATCHED, 3));
    assertThat(summary.left()).isEqualTo(4);
    assertThat(summary.more()).isFalse();
    assertThat(run(100, 1, Instant.MAX, () -> {}).left()).isZero();
  }

  @Test
  void whatCannotBeCountedIsSaidToBeMore() throws Exception {
    jobs(1);
    JobItem item = stores.jobs().get(job(1)).orElseThrow();
    listing = real -> new Endless(real, item, 4_001);
    Backfill.Summary all = run(1, 1, Instant.MAX, () -> {});
    assertThat(all.left()).isEqualTo(4_000);
    assertThat(all.more()).isFalse();

    listing = real -> new Endless(real, item, Integer.MAX_VALUE);
    Backfill.Summary some = run(1, 1, Instant.MAX, () -> {});
    assertThat(some.left()).isEqualTo(4_000);
    assertThat(some.more()).isTrue();
  }

  @Test
  void aRunTakesAThousand() {
    assertThat(Backfill.LIMIT).isEqualTo(1_000);
  }

  @Test
  void noMoreAreWorkedOnAtOnceThanThreads() throws Exception {
    jobs(12);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier three = new CyclicBarrier(3);

    Backfill.Summary summary =
        run(
            100,
            3,
            Instant.MAX,
            () -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              meet(three);
              now.decrementAndGet();
            });
    assertThat(summary.verdicts()).isEqualTo(Map.of(State.MATCHED, 12));
    assertThat(failures).isEmpty();
    assertThat(most).hasValue(3);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      var _ = barrier.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("fewer are worked on at once", e);
    }
  }

  @Test
  void whenTimeIsUpNoFurtherJobIsBegunAndThoseAreLeft() throws Exception {
    jobs(5);
    Instant deadline = clock.instant().plusSeconds(2);

    Backfill.Summary summary = run(100, 1, deadline, () -> clock.advance(Duration.ofSeconds(1)));
    assertThat(opened).hasSize(2);
    assertThat(summary.left()).isEqualTo(3);
  }

  @Test
  void aJobThatCannotBeDoneStopsNoneOfTheOthers() throws Exception {
    jobs(4);
    AtomicInteger count = new AtomicInteger();

    Backfill.Summary summary =
        run(
            100,
            1,
            Instant.MAX,
            () -> {
              if (count.incrementAndGet() == 2) {
                throw new IllegalStateException("no such luck");
              }
            });
    assertThat(summary.verdicts()).isEqualTo(Map.of(State.MATCHED, 3));
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(failures).containsExactly("3 no such luck");
    assertThat(IntStream.of(1, 2, 4).mapToObj(BackfillTest::job))
        .allSatisfy(
            job ->
                assertThat(stores.jobs().get(job).orElseThrow().state()).contains(State.MATCHED));
  }

  /// Lists a job again and again.
  private record Endless(JobStore real, JobItem item, int count) implements JobStore {
    @Override
    public List<JobItem> todo(int limit, long rulesetSeq) {
      return Collections.nCopies(Math.min(limit, count), item);
    }

    @Override
    public Outcome putFacts(JobId job, JobUpdate update) {
      return real.putFacts(job, update);
    }

    @Override
    public Optional<JobItem> putVerdict(JobId job, VerdictWrite write) {
      return real.putVerdict(job, write);
    }

    @Override
    public Outcome correct(JobId job, Correction correction) {
      return real.correct(job, correction);
    }

    @Override
    public Outcome withdrawCorrection(JobId job) {
      return real.withdrawCorrection(job);
    }

    @Override
    public JobItem attempt(JobId job, Instant logModified) {
      return real.attempt(job, logModified);
    }

    @Override
    public void refresh(JobItem listed) {
      real.refresh(listed);
    }

    @Override
    public Optional<JobItem> get(JobId job) {
      return real.get(job);
    }

    @Override
    public Page<JobItem> ofBranch(String repo, String branch, @Nullable String after, int limit) {
      return real.ofBranch(repo, branch, after, limit);
    }

    @Override
    public Page<JobItem> ofCommit(String repo, String sha, @Nullable String after, int limit) {
      return real.ofCommit(repo, sha, after, limit);
    }
  }
}
