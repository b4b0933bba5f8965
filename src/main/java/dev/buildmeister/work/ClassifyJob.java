package dev.buildmeister.work;

import dev.buildmeister.Classifier;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.job.JobId;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.ScanStore;
import dev.buildmeister.store.VerdictWrite;
import dev.buildmeister.verdict.Classification;
import dev.buildmeister.verdict.Verdict;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// One job's log is read and judged, and what was found is kept: the scan record first, then the
/// verdict on the job's item, which points to it.
///
/// May be run for the same job any number of times, at once and in any order: the stores let only a
/// verdict from a newer log or ruleset replace another. Thread-safe.
public final class ClassifyJob {
  private final Classifier classifier;
  private final RulesetVersion ruleset;
  private final LogStore logs;
  private final ScanStore scans;
  private final JobStore jobs;
  private final Retry retry;
  private final InstantSource clock;

  /// @param ruleset the version of the one the classifier judges by
  /// @param retry for stores that are busy
  /// @param clock for the time of classification
  public ClassifyJob(
      Classifier classifier,
      RulesetVersion ruleset,
      LogStore logs,
      ScanStore scans,
      JobStore jobs,
      Retry retry,
      InstantSource clock) {
    this.classifier = classifier;
    this.ruleset = ruleset;
    this.logs = logs;
    this.scans = scans;
    this.jobs = jobs;
    this.retry = retry;
    this.clock = clock;
  }

  /// Classifies a job by the log that is stored for it.
  ///
  /// A job without a log is `LOG_PENDING`, one whose log cannot be read `SCAN_FAILED`: both are
  /// written, since a failed job without a state would be lost.
  ///
  /// @return the verdict that was reached, whether or not a newer one stood already
  public Verdict run(JobId job) {
    var _ = retry.call(() -> jobs.attempt(job));
    Optional<LogStore.Content> log = retry.call(() -> logs.open(job.logKey()));
    if (log.isEmpty()) {
      return keep(job, VerdictWrite.withoutLog(new Verdict.LogPending(), clock.instant()));
    }
    try (LogStore.Content content = log.orElseThrow()) {
      Classification found = classifier.classify(content.content(), facts(job));
      retry.run(() -> scans.put(job.scanKey(), found.scan()));
      return keep(
          job,
          VerdictWrite.fromLog(
              job, found.verdict(), content.head().modified(), ruleset, clock.instant()));
    } catch (IOException e) {
      return keep(
          job,
          new VerdictWrite(
              new Verdict.ScanFailed(String.valueOf(e.getMessage())),
              log.orElseThrow().head().modified(),
              ruleset,
              clock.instant(),
              null));
    }
  }

  private Verdict keep(JobId job, VerdictWrite write) {
    var _ = retry.call(() -> jobs.putVerdict(job, write));
    return write.verdict();
  }

  private JobFacts facts(JobId job) {
    return retry
        .call(() -> jobs.get(job))
        .map(JobItem::facts)
        .orElseGet(() -> JobFacts.UNKNOWN.with(Fact.HOST, job.host()).with(Fact.REPO, job.path()));
  }
}
