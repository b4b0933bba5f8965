package dev.buildmeister.verdict;

import dev.buildmeister.job.Note;
import dev.buildmeister.job.Step;
import dev.buildmeister.rules.Rule.Tier;
import dev.buildmeister.rules.RulesetVersion;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What we say of a job. Every failed job has one; 'no match' is a verdict, and missing data is
/// never more than missing data.
public sealed interface Verdict {
  /// The word that is stored for it.
  State state();

  /// All states a job's item can have.
  enum State {
    MATCHED,
    NO_MATCH,
    LOG_PENDING,
    LOG_MISSING,
    SCAN_FAILED,
    STARTUP_FAILURE,
    TIMED_OUT
  }

  /// A rule explains the failure.
  ///
  /// @param match the winning line
  /// @param ruleId the winning rule's id
  /// @param tier how much it says
  /// @param step the step it lies in, or null
  /// @param hit the winning hit with column and excerpt
  /// @param fingerprint the groupable identity of the failure
  /// @param failedTests distinct names, in order of appearance, at most 1,000 of each pattern
  /// @param moreFailedTests whether at least one more failed than are named
  /// @param others the hits of the rules that did not win, in the ruleset's order
  /// @param help what the winning rule says, or null
  /// @param issue where it is tracked, or null
  /// @param notes what to know about how it was reached
  /// @param ruleset which one it was reached by
  record Matched(
      Match match,
      String ruleId,
      Tier tier,
      @Nullable Step step,
      ScanRecord.Hit hit,
      String fingerprint,
      List<String> failedTests,
      boolean moreFailedTests,
      List<Other> others,
      @Nullable String help,
      @Nullable String issue,
      Set<Note> notes,
      RulesetVersion ruleset)
      implements Verdict {
    public Matched {
      failedTests = List.copyOf(failedTests);
      others = List.copyOf(others);
      notes = Collections.unmodifiableSet(new TreeSet<>(notes));
    }

    @Override
    public State state() {
      return State.MATCHED;
    }
  }

  /// A hit of a rule that did not win.
  ///
  /// @param ruleId the rule's id
  /// @param rule its name
  /// @param tier how much it says
  /// @param lineNum where
  /// @param line the cleaned line
  /// @param count how many lines the rule hit in all
  record Other(String ruleId, String rule, Tier tier, long lineNum, String line, long count) {}

  /// The log was read whole and no rule explains it, or the job succeeded and there is nothing to
  /// explain.
  ///
  /// @param fingerprint from the last error-like lines, null where there are none, or no failure
  /// @param notes what to know about how it was reached
  /// @param ruleset which one it was judged by
  record NoMatch(@Nullable String fingerprint, Set<Note> notes, RulesetVersion ruleset)
      implements Verdict {
    public NoMatch {
      notes = Collections.unmodifiableSet(new TreeSet<>(notes));
    }

    /// Whether no rule was asked because the job succeeded.
    public boolean jobSucceeded() {
      return notes.contains(Note.JOB_SUCCEEDED);
    }

    @Override
    public State state() {
      return State.NO_MATCH;
    }
  }

  /// The job ended, its log has not come yet.
  record LogPending() implements Verdict {
    @Override
    public State state() {
      return State.LOG_PENDING;
    }
  }

  /// There is no log and there will be none.
  ///
  /// @param reason what the provider said
  record LogMissing(String reason) implements Verdict {
    @Override
    public State state() {
      return State.LOG_MISSING;
    }
  }

  /// The log is there and could not be scanned.
  ///
  /// @param reason one sentence for a person
  record ScanFailed(String reason) implements Verdict {
    @Override
    public State state() {
      return State.SCAN_FAILED;
    }
  }

  /// The run failed before any job began, so there is no log.
  record StartupFailure() implements Verdict {
    @Override
    public State state() {
      return State.STARTUP_FAILURE;
    }
  }

  /// The job timed out and left no log.
  record TimedOut() implements Verdict {
    @Override
    public State state() {
      return State.TIMED_OUT;
    }
  }
}
