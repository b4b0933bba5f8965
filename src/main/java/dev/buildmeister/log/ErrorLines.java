package dev.buildmeister.log;

import org.jspecify.annotations.Nullable;

/// Tells from `##[error]` lines whether a step failed.
///
/// The runner says so with an exit code. Actions and tasks that are no scripts end in an error line
/// of their own words, perhaps of several lines. But problem matchers write error lines into the
/// middle of steps that succeed; so an error line without an exit code counts only if at most
/// [#MAX_AFTER] non-blank lines of the step follow.
final class ErrorLines {
  /// The longest tail of an error message that has been seen in GitHub logs is three lines.
  static final int MAX_AFTER = 5;

  private static final byte[] ERROR = Bytes.ascii("##[error]");
  private static final byte[] PROCESS = Bytes.ascii("Process completed with exit code ");
  private static final byte[] TOOL_EXITED = Bytes.ascii(" exited with code '");
  private static final int NO_ERROR = -1;

  private final StepList steps;
  private int after = NO_ERROR;

  ErrorLines(StepList steps) {
    this.steps = steps;
  }

  /// A line of the open step.
  void line(byte[] bytes, int from, int to) {
    if (from == to) {
      return;
    }
    if (bytes[from] == '#' && Bytes.startsWith(bytes, from, to, ERROR)) {
      after = 0;
      Integer code = exitCode(bytes, from + ERROR.length, to);
      if (code != null) {
        steps.exit(steps.current(), code);
        steps.fail(steps.current());
      }
    } else if (after != NO_ERROR && after <= MAX_AFTER) {
      after++;
    }
  }

  /// The open step ends here.
  void stepEnds() {
    if (after != NO_ERROR && after <= MAX_AFTER) {
      steps.fail(steps.current());
    }
    after = NO_ERROR;
  }

  /// The lines that would tell are missing.
  void forget() {
    after = NO_ERROR;
  }

  /// GitHub: `Process completed with exit code 1.`; Azure: `Bash exited with code '1'.`
  private static @Nullable Integer exitCode(byte[] bytes, int from, int to) {
    if (Bytes.startsWith(bytes, from, to, PROCESS)) {
      return Bytes.number(bytes, from + PROCESS.length, to);
    }
    int at = Bytes.lastIndexOf(bytes, from, Math.min(to, from + 256), TOOL_EXITED);
    return at < 0 ? null : Bytes.number(bytes, at + TOOL_EXITED.length, to);
  }
}
