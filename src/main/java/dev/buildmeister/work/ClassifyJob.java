package dev.buildmeister.work;

import dev.buildmeister.Classifier;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.job.JobId;
import dev.buildmeister.log.UnsupportedLogException;
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
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// One job's log is read and judged, and what was found is kept: the verdict on the job's item, and
/// the scan record that it points to.
///
/// May be run for the same job any number of times, at once and in any order: only a verdict from a
/// newer log or ruleset replaces another, and only the run whose verdict was taken stores its scan
/// record. A run that ends between the two leaves the older record until the job is tried again.
/// Thread-safe.
public final class ClassifyJob {
  /// Facts do not change more often while a log is read.
  private static final int MAX_JUDGEMENTS = 5;

  private final Classifier classifier;
  private final RulesetVersion ruleset;
  private final LogStore logs;
  private final ScanStore scans;
  private final JobStore jobs;
  private final Retry retry;
  private final InstantSource clock;

  /// @param ruleset the version of the one the classifier judges by
  /// @param retry for stores that are busy and streams that break
  /// @param clock for the time of classification, and for deadlines
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
  /// A log whose stream breaks is read again, as often as busy stores are asked again. A job
  /// without a log is `LOG_PENDING`, one whose log cannot be read to its end `SCAN_FAILED`: both
  /// are written, since a failed job without a state would be lost, but neither over a verdict that
  /// was reached. Only tries that had a log are counted.
  ///
  /// @param deadline when its time is up, by the clock this was made with: the log is then read no
  ///   further, and what was read of it is judged, with the note `LOG_CUT`. Looking the log up and
  ///   keeping the verdict come on top of it. [Instant#MAX] for no limit.
  /// @return the verdict that was reached, whether or not a newer one stood already
  /// @throws dev.buildmeister.store.StoreException if a store cannot do its work now
  public Verdict run(JobId job, Instant deadline) {
    Optional<LogStore.Content> log;
    try {
      log = retry.call(() -> logs.open(job.logKey()));
    } catch (UncheckedIOException e) {
      return keep(job, failure(e, Instant.EPOCH));
    }
    if (log.isEmpty()) {
      return keep(job, VerdictWrite.withoutLog(new Verdict.LogPending(), clock.instant()));
    }
    var _ = retry.call(() -> jobs.attempt(job));
    return judge(job, log.orElseThrow(), deadline);
  }

  private Verdict judge(JobId job, LogStore.Content opened, Instant deadline) {
    LogStore.Content log = opened;
    for (int attempt = 1; ; attempt++) {
      try {
        return conclude(job, read(job, log, deadline), log.head().modified());
      } catch (IOException e) {
        Optional<LogStore.Content> again =
            isOver(deadline) ? Optional.empty() : openAgain(job, e, attempt);
        if (again.isEmpty()) {
          return keep(job, failure(e, log.head().modified()));
        }
        log = again.orElseThrow();
      }
    }
  }

  private record Reading(Classification found, JobFacts facts) {}

  private Reading read(JobId job, LogStore.Content log, Instant deadline) throws IOException {
    try {
      JobFacts facts = facts(job);
      return new Reading(classifier.classify(log.content(), facts, () -> isOver(deadline)), facts);
    } finally {
      closeQuietly(log);
    }
  }

  private boolean isOver(Instant deadline) {
    return !clock.instant().isBefore(deadline);
  }

  /// Half a log says nothing, so one whose stream broke is read again from its beginning; empty if
  /// that does not help.
  private Optional<LogStore.Content> openAgain(JobId job, IOException broken, int attempt) {
    if (broken instanceof UnsupportedLogException || !retry.waitAfter(attempt)) {
      return Optional.empty();
    }
    try {
      return retry.call(() -> logs.open(job.logKey()));
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /// Facts may have come while the log was read, and a run that knew them may have written its
  /// verdict before this one. So they are looked at again after the write.
  private Verdict conclude(JobId job, Reading reading, Instant logModified) {
    Classification found = reading.found();
    Verdict verdict = found.verdict();
    JobFacts judgedBy = reading.facts();
    for (int i = 1; ; i++) {
      VerdictWrite write =
          VerdictWrite.fromLog(job, verdict, logModified, ruleset, clock.instant());
      if (retry.call(() -> jobs.putVerdict(job, write)) != JobStore.Outcome.WRITTEN) {
        return verdict;
      }
      JobFacts now = facts(job);
      if (now.equals(judgedBy) || i == MAX_JUDGEMENTS) {
        break;
      }
      verdict = classifier.judge(found.scan(), now);
      judgedBy = now;
    }
    retry.run(() -> scans.put(job.scanKey(), found.scan()));
    return verdict;
  }

  /// The log has been read to its end or given up: what closing it says changes nothing.
  private static void closeQuietly(LogStore.Content log) {
    try {
      log.close();
    } catch (IOException e) {
      // See above.
    }
  }

  /// As by no ruleset, so that it replaces no verdict on the same log.
  private VerdictWrite failure(Exception cause, Instant logModified) {
    return new VerdictWrite(
        new Verdict.ScanFailed(String.valueOf(cause.getMessage())),
        logModified,
        null,
        clock.instant(),
        null);
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
