package dev.buildmeister.work;

import dev.buildmeister.job.JobId;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.Retry;
import dev.buildmeister.verdict.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The newest jobs that were never judged, or that no rule of an older ruleset explains, are
/// classified, some at once, until all are done or time is up. Thread-safe.
public final class Backfill {
  /// How many jobs one run takes.
  public static final int LIMIT = 1_000;

  /// How many jobs beyond those are counted, so that one run tells whether it gets done with them.
  private static final int COUNTED = 4_000;

  private final Supplier<CompiledRuleset> rulesets;
  private final JobStore jobs;
  private final ClassifyJob classify;
  private final Retry retry;
  private final InstantSource clock;
  private final int threads;

  /// What a run came to.
  ///
  /// @param verdicts how many of which state
  /// @param skipped how many needed nothing any more
  /// @param failed how many could not be done now; they stay to be done
  /// @param left how many were not begun
  /// @param more whether there are others beside those that were counted, so that `left` says only
  ///   how many at least
  public record Summary(
      Map<Verdict.State, Integer> verdicts, int skipped, int failed, int left, boolean more) {
    public Summary {
      verdicts = Map.copyOf(verdicts);
    }
  }

  /// @param rulesets the one in use
  /// @param classify does the work
  /// @param threads how many jobs at once, at least 1
  /// @param clock for the deadline
  public Backfill(
      Supplier<CompiledRuleset> rulesets,
      JobStore jobs,
      ClassifyJob classify,
      Retry retry,
      InstantSource clock,
      int threads) {
    this.rulesets = rulesets;
    this.jobs = jobs;
    this.classify = classify;
    this.retry = retry;
    this.clock = clock;
    this.threads = threads;
  }

  /// Does it.
  ///
  /// @param limit how many jobs at most, newest completion first
  /// @param deadline after it no further job is begun, and logs being read are cut
  /// @param reports is told of each job that was classified, from several threads
  /// @param failures is told of each job that could not be done now, and why, from several threads
  /// @throws dev.buildmeister.store.StoreException if the jobs cannot be listed
  public Summary run(
      int limit,
      Instant deadline,
      Consumer<Report> reports,
      BiConsumer<JobId, RuntimeException> failures) {
    long seq = rulesets.get().ruleset().version().seq();
    List<JobItem> all = retry.call(() -> jobs.todo(limit + COUNTED + 1, seq));
    List<JobItem> todo = all.subList(0, Math.min(limit, all.size()));
    Run run = new Run(todo, seq, deadline, reports, failures);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < Math.min(threads, todo.size()); i++) {
        workers.add(pool.submit(run));
      }
      workers.forEach(Backfill::await);
    }
    return run.summary(all.size() - todo.size());
  }

  private static void await(Future<?> worker) {
    try {
      worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while jobs are being classified", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a job broke off the backfill: " + e.getCause(), e);
    }
  }

  /// The jobs of one run; its workers take them one after the other.
  private final class Run implements Runnable {
    private final Iterator<JobItem> todo;
    private final long seq;
    private final Instant deadline;
    private final Consumer<Report> reports;
    private final BiConsumer<JobId, RuntimeException> failures;
    private final Map<Verdict.State, Integer> verdicts = new EnumMap<>(Verdict.State.class);
    private int skipped;
    private int failed;

    Run(
        List<JobItem> todo,
        long seq,
        Instant deadline,
        Consumer<Report> reports,
        BiConsumer<JobId, RuntimeException> failures) {
      this.todo = todo.iterator();
      this.seq = seq;
      this.deadline = deadline;
      this.reports = reports;
      this.failures = failures;
    }

    @Override
    public void run() {
      for (JobItem item = next(); item != null; item = next()) {
        run(item);
      }
    }

    private synchronized @Nullable JobItem next() {
      return todo.hasNext() && clock.instant().isBefore(deadline) ? todo.next() : null;
    }

    private void run(JobItem listed) {
      JobId job = listed.id();
      try {
        // The list may be behind, and where a writer ended too soon it stays so: then the row would
        // take the place of a job that is to do, in this run and every other.
        if (retry.call(() -> jobs.get(job)).filter(item -> item.isToDo(seq)).isEmpty()) {
          retry.run(() -> jobs.refresh(listed));
          skip();
          return;
        }
        Report report = classify.run(LogRef.of(job), ClassifyJob.Options.DEFAULT, deadline);
        reports.accept(report);
        count(report.verdict().state());
      } catch (RuntimeException e) {
        // Whatever it is: the others must not wait for this one.
        failures.accept(job, e);
        fail();
      }
    }

    private synchronized void skip() {
      skipped++;
    }

    private synchronized void fail() {
      failed++;
    }

    private synchronized void count(Verdict.State state) {
      verdicts.merge(state, 1, Integer::sum);
    }

    /// @param beyond how many were listed beyond those of this run
    synchronized Summary summary(int beyond) {
      int left = Math.min(beyond, COUNTED);
      while (todo.hasNext()) {
        var _ = todo.next();
        left++;
      }
      return new Summary(verdicts, skipped, failed, left, beyond > COUNTED);
    }
  }
}
