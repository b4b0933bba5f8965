package dev.buildmeister.log;

import dev.buildmeister.job.Outcome;
import org.jspecify.annotations.Nullable;

/// Finds what a log says of its job's end, each provider in its own way.
///
/// Jobs print all sorts of things, these words among them. So 'succeeded' is believed only where
/// the provider writes it and nobody writes after it: as the very last line (blank ones apart), at
/// its beginning, outside of the steps that are marked, in a log in which no step failed and which
/// bears no other provider's marks. GitHub and Azure say nothing at the end of a job that
/// succeeded; there it is the closing work, in a log that was read whole and has no error line: a
/// job may succeed in spite of one (`continue-on-error`), so with one nothing is known. 'Failed' is
/// said to people and silences nothing, so up to [#MAX_AFTER] lines may follow it.
final class OutcomeFinder {
  private static final int MAX_AFTER = GitlabSteps.MAX_LINES_AFTER;

  // Travis
  private static final byte[] DONE = Bytes.ascii("Done. Your build exited with ");
  private static final byte[] STOPPED = Bytes.ascii("Your build has been stopped.");
  private static final byte[] TERMINATED = Bytes.ascii("The build has been terminated");
  private static final byte[] TOO_LONG = Bytes.ascii("The job exceeded the maximum ");
  // Jenkins
  private static final byte[] FINISHED = Bytes.ascii("Finished: ");
  private static final byte[] SUCCESS = Bytes.ascii("SUCCESS");
  private static final byte[][] NO_SUCCESS = {
    Bytes.ascii("FAILURE"), Bytes.ascii("UNSTABLE"), Bytes.ascii("ABORTED")
  };
  // GitLab
  private static final byte[] JOB_SUCCEEDED = Bytes.ascii("Job succeeded");
  private static final byte[] JOB_FAILED = Bytes.ascii("ERROR: Job failed");
  // GitHub and Azure
  private static final byte[] ERROR = Bytes.ascii("##[error]");
  private static final byte[] WARNING = Bytes.ascii("##[warning]");
  private static final byte[] ORPHANS = Bytes.ascii("Cleaning up orphan processes");
  private static final byte[] ORPHAN = Bytes.ascii("Terminate orphan process: pid (");
  private static final byte[] FINALIZED = Bytes.ascii("##[section]Finishing: Finalize Job");
  private static final byte[] FINISHING = Bytes.ascii("##[section]Finishing: ");
  // CircleCI
  private static final byte[] EXITED = Bytes.ascii("Exited with code exit status ");

  /// What the last line that says something says.
  private Outcome said = Outcome.UNKNOWN;

  /// How many lines that are not blank came after it.
  private int after;

  /// Whether there was an error line, in the job that is read.
  private boolean errors;

  /// Whether that job's closing work is the last that was read.
  private boolean closed;

  /// Whether all jobs before it succeeded.
  private boolean othersSucceeded = true;

  /// Its name, where the log has several.
  private String job = "";

  /// Whether lines are missing.
  private boolean gap;

  /// A line.
  ///
  /// @param rules how this log's steps are told, null if that is not known yet
  /// @param inStep whether a step is open
  void line(@Nullable StepRules rules, boolean inStep, byte[] bytes, int from, int to) {
    if (rules instanceof ColumnSteps columns && !columns.job().equals(job)) {
      nextJob(columns.job());
    }
    if (from == to || (Bytes.isBlank(bytes[from]) && Bytes.isBlank(bytes, from, to))) {
      return;
    }
    errors |= bytes[from] == '#' && Bytes.startsWith(bytes, from, to, ERROR);
    switch (rules) {
      case GithubSteps _, ColumnSteps _ -> closed = isGithubsEnd(bytes, from, to);
      case SectionSteps _ -> {
        closed = isAzuresEnd(bytes, from, to);
        say(circle(bytes, from, to), false);
      }
      case TravisSteps _ -> say(travis(bytes, from, to), inStep);
      case GitlabSteps _ -> say(gitlab(bytes, from, to), inStep);
      case BuildkiteSteps _ -> {}
      case null -> say(any(bytes, from, to), false);
    }
  }

  private void nextJob(String name) {
    if (!job.isEmpty()) {
      othersSucceeded &= closed && !errors;
    }
    job = name;
    closed = false;
    errors = false;
  }

  /// A program's word for its own success is none for the job's.
  private void say(@Nullable Outcome outcome, boolean inStep) {
    if (outcome == null) {
      after++;
      return;
    }
    said = inStep && outcome == Outcome.SUCCEEDED ? Outcome.UNKNOWN : outcome;
    after = 0;
  }

  private static @Nullable Outcome any(byte[] bytes, int from, int to) {
    Outcome travis = travis(bytes, from, to);
    Outcome gitlab = travis == null ? gitlab(bytes, from, to) : travis;
    return gitlab == null ? jenkins(bytes, from, to) : gitlab;
  }

  private static @Nullable Outcome travis(byte[] bytes, int from, int to) {
    return switch (bytes[from]) {
      case 'D' -> done(bytes, from, to);
      case 'Y' -> Bytes.equal(bytes, from, to, STOPPED) ? Outcome.FAILED : null;
      case 'T' ->
          Bytes.startsWith(bytes, from, to, TERMINATED)
                  || Bytes.startsWith(bytes, from, to, TOO_LONG)
              ? Outcome.FAILED
              : null;
      default -> null;
    };
  }

  private static @Nullable Outcome done(byte[] bytes, int from, int to) {
    int at = from + DONE.length;
    if (!Bytes.startsWith(bytes, from, to, DONE) || at >= to - 1 || bytes[to - 1] != '.') {
      return null;
    }
    for (int i = at; i < to - 1; i++) {
      if (!Bytes.isDigit(bytes[i]) && (i > at || bytes[i] != '-')) {
        return null;
      }
    }
    return to - at == 2 && bytes[at] == '0' ? Outcome.SUCCEEDED : Outcome.FAILED;
  }

  private static @Nullable Outcome gitlab(byte[] bytes, int from, int to) {
    return switch (bytes[from]) {
      case 'J' -> Bytes.equal(bytes, from, to, JOB_SUCCEEDED) ? Outcome.SUCCEEDED : null;
      case 'E' -> Bytes.startsWith(bytes, from, to, JOB_FAILED) ? Outcome.FAILED : null;
      default -> null;
    };
  }

  private static @Nullable Outcome jenkins(byte[] bytes, int from, int to) {
    if (bytes[from] != 'F' || !Bytes.startsWith(bytes, from, to, FINISHED)) {
      return null;
    }
    int at = from + FINISHED.length;
    if (Bytes.equal(bytes, at, to, SUCCESS)) {
      return Outcome.SUCCEEDED;
    }
    for (byte[] each : NO_SUCCESS) {
      if (Bytes.equal(bytes, at, to, each)) {
        return Outcome.FAILED;
      }
    }
    return null;
  }

  private static @Nullable Outcome circle(byte[] bytes, int from, int to) {
    if (bytes[from] != 'E' || !Bytes.startsWith(bytes, from, to, EXITED)) {
      return null;
    }
    Integer code = Bytes.number(bytes, from + EXITED.length, to);
    return code != null && code != 0 ? Outcome.FAILED : null;
  }

  /// The runner ends what is still running, tells which programs that were, and warns of what will
  /// be no longer supported.
  private boolean isGithubsEnd(byte[] bytes, int from, int to) {
    return Bytes.equal(bytes, from, to, ORPHANS)
        || (closed
            && (Bytes.startsWith(bytes, from, to, ORPHAN)
                || Bytes.startsWith(bytes, from, to, WARNING)));
  }

  private boolean isAzuresEnd(byte[] bytes, int from, int to) {
    return Bytes.equal(bytes, from, to, FINALIZED)
        || (closed && Bytes.startsWith(bytes, from, to, FINISHING));
  }

  /// Lines are missing here.
  void gap() {
    gap = true;
  }

  /// What the log says, after its last line.
  ///
  /// @param rules how this log's steps were told, null if it has none
  /// @param whole whether its end was read
  Outcome outcome(@Nullable StepRules rules, StepList steps, boolean whole) {
    boolean noneFailed = steps.firstFailed() == StepList.NONE;
    boolean succeeded =
        switch (rules) {
          case GithubSteps _, ColumnSteps _, SectionSteps _ ->
              closed && !errors && othersSucceeded && !gap;
          case TravisSteps _, GitlabSteps _ -> said == Outcome.SUCCEEDED && after == 0;
          case BuildkiteSteps _ -> false;
          case null -> said == Outcome.SUCCEEDED && after == 0;
        };
    if (succeeded) {
      return whole && noneFailed ? Outcome.SUCCEEDED : Outcome.UNKNOWN;
    }
    // An agent of Buildkite tells failure by its code and success by nothing.
    boolean failed =
        rules instanceof BuildkiteSteps
            ? steps.hasExitCode()
            : said == Outcome.FAILED && after <= MAX_AFTER;
    return failed ? Outcome.FAILED : Outcome.UNKNOWN;
  }
}
