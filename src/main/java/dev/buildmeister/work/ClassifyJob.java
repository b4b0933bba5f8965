package dev.buildmeister.work;

import dev.buildmeister.log.LogLimits;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.ScanStore;
import dev.buildmeister.verdict.Recorder;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// One job's log is read and judged, and what was found is kept: the verdict on the job's item, and
/// the scan record that it points to.
///
/// May be run for the same job any number of times, at once and in any order: only a verdict from a
/// newer log or ruleset replaces another, as [dev.buildmeister.store.JobChanges] says, and only a
/// run whose verdict was taken stores its scan record. The two are written one after the other, so
/// that runs at once, or one that ends between them, may leave the record of another log; whoever
/// reads it asks [StoredScan#of] whether it is the verdict's, and if not lets the log be read
/// again. Thread-safe.
public final class ClassifyJob {
  final Supplier<CompiledRuleset> rulesets;
  final LogLimits limits;
  final LogStore logs;
  final ScanStore scans;
  final JobStore jobs;
  final Retry retry;
  final InstantSource clock;

  /// How one log is to be classified.
  ///
  /// @param contextDepth how many lines of shell trace to keep with a hit
  /// @param dryRun whether to write nothing, not even that it was tried
  public record Options(int contextDepth, boolean dryRun) {
    /// As nobody asked for anything else.
    public static final Options DEFAULT = new Options(Recorder.CONTEXT_DEPTH, false);

    /// @throws IllegalArgumentException if the depth is not 0 to 1,000
    public Options {
      if (contextDepth < 0 || contextDepth > 1_000) {
        throw new IllegalArgumentException(
            "context depth " + contextDepth + ", allowed are 0 to 1000");
      }
    }
  }

  /// @param rulesets the one in use; asked once for each log
  /// @param retry for stores that are busy and streams that break
  /// @param clock for the time of classification, and for deadlines
  public ClassifyJob(
      Supplier<CompiledRuleset> rulesets,
      LogLimits limits,
      LogStore logs,
      ScanStore scans,
      JobStore jobs,
      Retry retry,
      InstantSource clock) {
    this.rulesets = rulesets;
    this.limits = limits;
    this.logs = logs;
    this.scans = scans;
    this.jobs = jobs;
    this.retry = retry;
    this.clock = clock;
  }

  /// Classifies a job by the log that is stored for it.
  ///
  /// What is known of the job is told by the log's metadata, then by the job's item. A log whose
  /// stream breaks is read again, as often as busy stores are asked again.
  ///
  /// - A job without a log is `LOG_PENDING`, a day after its end `LOG_MISSING`, if anything is
  ///   known of it.
  /// - A log of a kind that is not read is `SCAN_FAILED`.
  /// - One that cannot be read ends in an exception, since it may be possible later; the fifth try
  ///   ([JobItem#MAX_ATTEMPTS]) says `SCAN_FAILED`, and from then on it is not read again.
  ///
  /// All of these are written, since a failed job without a state would be lost, but none over a
  /// verdict that was reached.
  ///
  /// @param deadline when its time is up, by the clock this was made with: the log is then read no
  ///   further, and what was read of it is judged, with the note `LOG_CUT`. Looking the log up and
  ///   keeping the verdict come on top of it; a store that is busy is waited for until a second
  ///   later at most. [Instant#MAX] for no limit.
  /// @return the verdict that was reached, whether or not a newer one stood already
  /// @throws dev.buildmeister.store.StoreException if a store cannot do its work now
  /// @throws UncheckedIOException if the log cannot be read now, naming it and how often it was
  ///   tried
  public Report run(LogRef log, Options options, Instant deadline) {
    return new ClassifyRun(this, log, options, deadline).run();
  }
}
