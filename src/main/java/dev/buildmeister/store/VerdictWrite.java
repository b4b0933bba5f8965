package dev.buildmeister.store;

import dev.buildmeister.job.JobId;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.verdict.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A verdict and where it comes from, which decides whether it replaces the one that is there.
///
/// @param verdict what we say of the job
/// @param logModified when the log was last modified; [Instant#EPOCH] where there is none, so that
///   every verdict from a log replaces it
/// @param ruleset which one it was reached by, null where none was used
/// @param classifiedAt now
/// @param scanKey where the scan record lies, null if there is none
/// @param source what it was reached from
public record VerdictWrite(
    Verdict verdict,
    Instant logModified,
    @Nullable RulesetVersion ruleset,
    Instant classifiedAt,
    @Nullable String scanKey,
    Source source) {
  /// What a verdict was reached from. The less a log tells, the less its verdict replaces.
  public enum Source {
    /// The finished log; or no log, where none is needed.
    FINISHED_LOG(""),

    /// The finished log as far as it could be read until time was up. Read again it may tell more.
    UNTIL_TIME_WAS_UP("time_up"),

    /// The log of the job while it ran.
    RUNNING_LOG("running");

    private final String word;

    Source(String word) {
      this.word = word;
    }

    /// How an item tells it; empty for the finished log, of which it says nothing.
    String word() {
      return word;
    }
  }

  /// @throws IllegalArgumentException if the verdict was reached by another ruleset
  public VerdictWrite {
    RulesetVersion own =
        switch (verdict) {
          case Verdict.Matched matched -> matched.ruleset();
          case Verdict.NoMatch noMatch -> noMatch.ruleset();
          case Verdict.ScanFailed _,
              Verdict.LogPending _,
              Verdict.LogMissing _,
              Verdict.StartupFailure _,
              Verdict.TimedOut _ ->
              ruleset;
        };
    if (own != null && !own.equals(ruleset)) {
      throw new IllegalArgumentException(
          "verdict by ruleset " + own + " is written as by " + ruleset);
    }
  }

  /// A verdict that was reached from the job's finished log.
  public static VerdictWrite fromLog(
      JobId job, Verdict verdict, Instant logModified, RulesetVersion ruleset, Instant now) {
    return new VerdictWrite(verdict, logModified, ruleset, now, job.scanKey(), Source.FINISHED_LOG);
  }

  /// The same from another source.
  public VerdictWrite from(Source other) {
    return new VerdictWrite(verdict, logModified, ruleset, classifiedAt, scanKey, other);
  }

  /// A verdict on a job whose log is not there.
  public static VerdictWrite withoutLog(Verdict verdict, Instant now) {
    return new VerdictWrite(verdict, Instant.EPOCH, null, now, null, Source.FINISHED_LOG);
  }
}
