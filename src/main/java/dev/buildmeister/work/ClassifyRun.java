package dev.buildmeister.work;

import dev.buildmeister.Classifier;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.job.JobId;
import dev.buildmeister.job.Note;
import dev.buildmeister.log.UnsupportedLogException;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.ScanStore;
import dev.buildmeister.store.StoredScan;
import dev.buildmeister.store.VerdictWrite;
import dev.buildmeister.store.VerdictWrite.Source;
import dev.buildmeister.verdict.Classification;
import dev.buildmeister.verdict.ScanRecord;
import dev.buildmeister.verdict.Verdict;
import dev.buildmeister.work.ClassifyJob.Options;
import dev.buildmeister.work.Report.Kept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One log on its way to its verdict, as [ClassifyJob] says. For one thread.
final class ClassifyRun {
  /// Facts do not change more often while a log is read.
  private static final int MAX_JUDGEMENTS = 5;

  /// How long after a job's end its log may come. Uploads that were lost do not come at all, and
  /// who waits for them for ever keeps others from being looked at.
  static final Duration LOG_PATIENCE = Duration.ofHours(24);

  /// Stores may tell to the second only when a log was put, and clocks differ: one that is younger
  /// when it is opened may be replaced by another of the same time.
  private static final Duration YOUNG = Duration.ofSeconds(5);

  /// How long after its time is up a busy store is still asked again, to keep what was found.
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final LogRef ref;
  private final JobId job;
  private final Options options;
  private final Instant deadline;
  private final CompiledRuleset ruleset;
  private final Classifier classifier;
  private final Retry retry;
  private final LogStore logs;
  private final ScanStore scans;
  private final JobStore jobs;
  private final InstantSource clock;
  private final long begun;
  private long opened;
  private long scanned;
  private boolean timeUp;

  ClassifyRun(ClassifyJob job, LogRef ref, Options options, Instant deadline) {
    this.ref = ref;
    this.job = ref.job();
    this.options = options;
    this.deadline = deadline;
    this.logs = job.logs;
    this.scans = job.scans;
    this.jobs = job.jobs;
    this.clock = job.clock;
    this.begun = clock.millis();
    this.opened = begun;
    this.scanned = begun;
    this.ruleset = job.rulesets.get();
    this.retry = job.retry.until(end(deadline), clock);
    this.classifier = new Classifier(ruleset, job.limits, options.contextDepth());
  }

  Report run() {
    Optional<LogStore.Content> log;
    try {
      log = open();
    } catch (UncheckedIOException e) {
      return failed(e, Instant.EPOCH, attempts(Instant.EPOCH));
    }
    return log.map(this::judge).orElseGet(this::withoutLog);
  }

  private Report withoutLog() {
    Optional<JobItem> item = retry.call(() -> jobs.get(job));
    if (item.isEmpty()) {
      return report(new Verdict.LogPending(), Kept.UNKNOWN_JOB, null);
    }
    Instant now = clock.instant();
    boolean late =
        item.get().completedAt().filter(end -> end.plus(LOG_PATIENCE).isBefore(now)).isPresent();
    Verdict verdict =
        late
            ? new Verdict.LogMissing(
                "no log came within " + LOG_PATIENCE.toHours() + " hours of the job's end")
            : new Verdict.LogPending();
    // Said once is enough.
    return item.get().state().filter(verdict.state()::equals).isPresent()
        ? report(verdict, Kept.OLDER, null)
        : keep(VerdictWrite.withoutLog(verdict, now));
  }

  private int attempts(Instant logModified) {
    return options.dryRun() ? 1 : retry.call(() -> jobs.attempt(job, logModified)).attempts();
  }

  /// Says that it failed, in an exception, so that it is tried again; or when it was tried often
  /// enough on the job's item.
  private Report failed(Exception cause, Instant logModified, int attempts) {
    if (attempts >= JobItem.MAX_ATTEMPTS) {
      return keep(failure(cause, logModified));
    }
    String tries = options.dryRun() ? "" : ", try " + attempts + " of " + JobItem.MAX_ATTEMPTS;
    throw new UncheckedIOException(
        ref.key() + tries + ": " + cause.getMessage(), new IOException(cause));
  }

  private Optional<LogStore.Content> open() {
    return retry.call(() -> logs.open(ref.key()));
  }

  private Report judge(LogStore.Content first) {
    LogStore.Content log = first;
    Optional<Known> known = begin(log);
    if (known.isEmpty()) {
      return keep(
          failure(
              new IOException("given up after " + JobItem.MAX_ATTEMPTS + " tries"),
              log.head().modified()));
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return conclude(read(log, known.get().facts()), log.head());
      } catch (UnsupportedLogException e) {
        return keep(failure(e, log.head().modified()));
      } catch (IOException e) {
        Optional<LogStore.Content> again = openAgain(attempt);
        if (again.isEmpty()) {
          return failed(e, log.head().modified(), known.get().attempts());
        }
        log = again.orElseThrow();
      }
    }
  }

  private record Known(JobFacts facts, int attempts) {}

  /// Counts the try before it begins, so that one that ends the process counts too.
  ///
  /// @return what is known of the job, empty if it was tried often enough
  private Optional<Known> begin(LogStore.Content log) {
    Optional<Known> known = Optional.empty();
    try {
      known = options.dryRun() ? Optional.of(new Known(facts(), 1)) : count(log.head());
      return known;
    } finally {
      if (known.isEmpty()) {
        closeQuietly(log);
      }
    }
  }

  private Optional<Known> count(LogStore.Head head) {
    JobItem item = retry.call(() -> jobs.attempt(job, head.modified()));
    return item.attempts() <= JobItem.MAX_ATTEMPTS || isReached(item, head)
        ? Optional.of(new Known(item.facts(), item.attempts()))
        : Optional.empty();
  }

  /// Whether this very log has a verdict: then it can be read, however often that was asked for.
  private static boolean isReached(JobItem item, LogStore.Head head) {
    return item.isFrom(head)
        && item.state()
            .filter(state -> state == Verdict.State.MATCHED || state == Verdict.State.NO_MATCH)
            .isPresent();
  }

  private record Reading(Classification found, JobFacts facts) {}

  private Reading read(LogStore.Content log, JobFacts known) throws IOException {
    try {
      JobFacts facts = LogMetadata.facts(known, log.head().metadata());
      opened = clock.millis();
      Classification found = classifier.classify(log.content(), facts, this::isOver);
      scanned = clock.millis();
      return new Reading(found, facts);
    } finally {
      closeQuietly(log);
    }
  }

  private boolean isOver() {
    timeUp = !clock.instant().isBefore(deadline);
    return timeUp;
  }

  /// Half a log says nothing, so one whose stream broke is read again from its beginning; empty if
  /// that does not help or time is up.
  private Optional<LogStore.Content> openAgain(int attempt) {
    if (isOver() || !retry.waitAfter(attempt) || isOver()) {
      return Optional.empty();
    }
    try {
      return open();
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /// Facts may have come while the log was read, and a run that knew them may have written its
  /// verdict before this one. So those that stood beside the verdict when it was written are
  /// compared with those it was reached by.
  private Report conclude(Reading reading, LogStore.Head head) {
    ScanRecord scan = reading.found().scan();
    Verdict verdict = reading.found().verdict();
    JobFacts judgedBy = reading.facts();
    if (options.dryRun()) {
      return report(verdict, Kept.DRY_RUN, scan);
    }
    if (isReplaced(head)) {
      return report(verdict, Kept.OLDER, scan);
    }
    for (int i = 1; ; i++) {
      VerdictWrite write =
          VerdictWrite.fromLog(job, verdict, head.modified(), version(), clock.instant())
              .from(source(scan));
      Optional<JobItem> written = retry.call(() -> jobs.putVerdict(job, write));
      if (written.isEmpty()) {
        if (i == 1) {
          return report(verdict, Kept.OLDER, scan);
        }
        // A person spoke between the two, or somebody was faster; the record tells which log it
        // is of.
        break;
      }
      JobFacts now = LogMetadata.facts(written.get().facts(), head.metadata());
      if (now.equals(judgedBy) || i == MAX_JUDGEMENTS) {
        break;
      }
      verdict = classifier.judge(scan, now);
      judgedBy = now;
    }
    StoredScan stored = new StoredScan(head.modified(), scan);
    retry.run(() -> scans.put(job.scanKey(), stored));
    return report(verdict, Kept.WRITTEN, scan);
  }

  private Source source(ScanRecord scan) {
    if (ref.temporary()) {
      return Source.RUNNING_LOG;
    }
    return timeUp && scan.notes().contains(Note.LOG_CUT)
        ? Source.UNTIL_TIME_WAS_UP
        : Source.FINISHED_LOG;
  }

  /// Whether another log took this one's place in the same second, so that their times do not tell
  /// which came later. What put it there tells of it, and it is read then.
  private boolean isReplaced(LogStore.Head head) {
    return Instant.ofEpochMilli(opened).minus(YOUNG).isBefore(head.modified())
        && retry
            .call(() -> logs.head(head.key()))
            .filter(now -> !now.version().equals(head.version()))
            .isPresent();
  }

  private RulesetVersion version() {
    return ruleset.ruleset().version();
  }

  /// As by no ruleset, so that it replaces no verdict on the same log.
  private VerdictWrite failure(Exception cause, Instant logModified) {
    return new VerdictWrite(
        new Verdict.ScanFailed(String.valueOf(cause.getMessage())),
        logModified,
        null,
        clock.instant(),
        null,
        ref.temporary() ? Source.RUNNING_LOG : Source.FINISHED_LOG);
  }

  private Report keep(VerdictWrite write) {
    Kept kept = Kept.DRY_RUN;
    if (!options.dryRun()) {
      kept = retry.call(() -> jobs.putVerdict(job, write)).isPresent() ? Kept.WRITTEN : Kept.OLDER;
    }
    return report(write.verdict(), kept, null);
  }

  private Report report(Verdict verdict, Kept kept, @Nullable ScanRecord scan) {
    return new Report(
        ref,
        verdict,
        kept,
        scan == null ? 0 : scan.bytes(),
        scan == null ? 0 : scan.lines(),
        Math.max(0, opened - begun),
        Math.max(0, scanned - opened),
        Math.max(0, clock.millis() - Math.max(opened, scanned)));
  }

  private JobFacts facts() {
    return retry
        .call(() -> jobs.get(job))
        .map(JobItem::facts)
        .orElseGet(() -> JobFacts.UNKNOWN.with(Fact.HOST, job.host()).with(Fact.REPO, job.path()));
  }

  private static Instant end(Instant deadline) {
    return deadline.isAfter(Instant.MAX.minus(GRACE)) ? Instant.MAX : deadline.plus(GRACE);
  }

  /// The log has been read to its end or given up: what closing it says changes nothing.
  private static void closeQuietly(LogStore.Content log) {
    try {
      log.close();
    } catch (IOException e) {
      // See above.
    }
  }
}
