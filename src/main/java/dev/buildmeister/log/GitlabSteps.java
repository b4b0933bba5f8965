package dev.buildmeister.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// GitLab: `section_start:UNIX:NAME` to `section_end:UNIX:NAME`. The runner's own sections are the
/// steps; those that scripts open inside them are not. How the job ended stands in its last lines
/// and is said of the step before the closing work.
final class GitlabSteps implements StepRules {
  private static final byte[] JOB_FAILED = Bytes.ascii("ERROR: Job failed");
  private static final byte[] EXIT_CODE = Bytes.ascii(": exit code ");
  private static final byte[] EXIT_STATUS = Bytes.ascii(": exit status ");
  private static final Set<String> CLOSING_WORK =
      Set.of(
          "after_script",
          "cleanup_file_variables",
          "upload_artifacts_on_failure",
          "archive_cache_on_failure",
          "upload_artifacts_on_success",
          "archive_cache");

  /// Deeper sections are not followed.
  private static final int MAX_DEPTH = 64;

  /// A program may print the same words; the runner's are among the last lines of the log.
  static final int MAX_LINES_AFTER = 5;

  private final StepList steps;
  private final List<String> open = new ArrayList<>();
  private int justEnded = StepList.NONE;

  /// The last step that is no closing work.
  private int work = StepList.NONE;

  private int failedStep = StepList.NONE;
  private @Nullable Integer exitCode;
  private int linesAfter;

  GitlabSteps(StepList steps) {
    this.steps = steps;
  }

  @Override
  public void marker(long number, String marker) {
    int colon = marker.indexOf(':', marker.indexOf(':') + 1);
    if (!marker.startsWith("section_") || colon < 0) {
      return;
    }
    int options = marker.indexOf('[', colon);
    String name = marker.substring(colon + 1, options < 0 ? marker.length() : options);
    if (marker.startsWith("section_start")) {
      start(number, name);
    } else {
      end(name);
    }
  }

  private void start(long number, String name) {
    if (open.isEmpty()) {
      steps.open(null, name, number);
      if (!CLOSING_WORK.contains(name)) {
        work = steps.current();
      }
    }
    if (open.size() < MAX_DEPTH) {
      open.add(name);
    }
  }

  /// What a script opened inside and did not close ends too.
  private void end(String name) {
    int at = open.lastIndexOf(name);
    if (at >= 0) {
      open.subList(at, open.size()).clear();
    }
    if (at == 0) {
      justEnded = steps.current();
      steps.close();
    }
  }

  @Override
  public int line(long number, byte[] bytes, int from, int to) {
    int step = steps.current() != StepList.NONE ? steps.current() : justEnded;
    justEnded = StepList.NONE;
    if (Bytes.startsWith(bytes, from, to, JOB_FAILED)) {
      failedStep = work;
      linesAfter = 0;
      int at = from + JOB_FAILED.length;
      exitCode = null;
      if (Bytes.startsWith(bytes, at, to, EXIT_CODE)) {
        exitCode = Bytes.number(bytes, at + EXIT_CODE.length, to);
      } else if (Bytes.startsWith(bytes, at, to, EXIT_STATUS)) {
        exitCode = Bytes.number(bytes, at + EXIT_STATUS.length, to);
      }
    } else if (from < to && linesAfter <= MAX_LINES_AFTER) {
      linesAfter++;
    }
    return step;
  }

  @Override
  public void end() {
    if (failedStep != StepList.NONE && linesAfter <= MAX_LINES_AFTER) {
      steps.exit(failedStep, exitCode);
      steps.fail(failedStep);
    }
  }
}
