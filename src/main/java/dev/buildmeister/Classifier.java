package dev.buildmeister;

import dev.buildmeister.job.JobFacts;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.log.LogReader;
import dev.buildmeister.log.LogSummary;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.verdict.Arbiter;
import dev.buildmeister.verdict.Classification;
import dev.buildmeister.verdict.Recorder;
import dev.buildmeister.verdict.ScanRecord;
import dev.buildmeister.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/// Log in, verdict out.
///
/// Immutable and thread-safe; each call works for itself. The same log, facts and ruleset give
/// equal results, always.
public final class Classifier {
  private final CompiledRuleset ruleset;
  private final LogLimits limits;
  private final int contextDepth;

  public Classifier(CompiledRuleset ruleset, LogLimits limits) {
    this(ruleset, limits, Recorder.CONTEXT_DEPTH);
  }

  /// @param contextDepth how many lines of shell trace to keep with a hit
  public Classifier(CompiledRuleset ruleset, LogLimits limits, int contextDepth) {
    this.ruleset = ruleset;
    this.limits = limits;
    this.contextDepth = contextDepth;
  }

  /// Reads a log once, keeps all hits of all rules, and lets the arbiter find the winner among
  /// them.
  ///
  /// @param log plain, gzip or zstd; it is read to its end and not closed
  /// @param job what is known of the job, for rules with a scope
  /// @throws IOException if the log cannot be read
  public Classification classify(InputStream log, JobFacts job) throws IOException {
    return classify(log, job, () -> false);
  }

  /// Does the same until time is up.
  ///
  /// @param log plain, gzip or zstd; it is read to its end, or until time is up, and not closed
  /// @param job what is known of the job, for rules with a scope
  /// @param expired whether time is up; asked now and then. When it says true, what was read until
  ///   then is judged, with the note `LOG_CUT`.
  /// @throws IOException if the log cannot be read
  public Classification classify(InputStream log, JobFacts job, BooleanSupplier expired)
      throws IOException {
    Recorder recorder = new Recorder(ruleset, contextDepth);
    LogSummary summary = LogReader.read(log, limits, expired, recorder);
    ScanRecord scan = recorder.finish(summary);
    return new Classification(scan, Arbiter.arbitrate(scan, job, ruleset));
  }

  /// Judges again what was found, when more is known of the job; the log is not needed.
  ///
  /// @param scan of a log that was read by this classifier's ruleset
  /// @param job what is known of the job now
  public Verdict judge(ScanRecord scan, JobFacts job) {
    return Arbiter.arbitrate(scan, job, ruleset);
  }
}
