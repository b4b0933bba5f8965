package dev.buildmeister.log;

import org.jspecify.annotations.Nullable;

/// GitHub's own logs: `##[group]Run X` begins the step `Run X`; the runner's closing work begins
/// steps of its own. Other groups are folds inside a step.
final class GithubSteps implements StepRules {
  private static final byte[] GROUP = Bytes.ascii("##[group]");
  private static final byte[] RUN = Bytes.ascii("##[group]Run ");
  private static final byte[] POST = Bytes.ascii("Post job cleanup.");
  private static final byte[] ORPHANS = Bytes.ascii("Cleaning up orphan processes");

  private final StepList steps;
  private final ErrorLines errors;

  GithubSteps(StepList steps) {
    this.steps = steps;
    this.errors = new ErrorLines(steps);
  }

  @Override
  public int line(long number, byte[] bytes, int from, int to) {
    String name = stepName(bytes, from, to);
    if (name != null) {
      errors.stepEnds();
      steps.open(null, name, number);
    } else {
      errors.line(bytes, from, to);
    }
    return steps.current();
  }

  @Override
  public void gap() {
    errors.forget();
  }

  @Override
  public void end() {
    errors.stepEnds();
  }

  /// The name of the step that a line begins, null if it begins none.
  static @Nullable String stepName(byte[] bytes, int from, int to) {
    if (from == to) {
      return null;
    }
    return switch (bytes[from]) {
      case '#' ->
          Bytes.startsWith(bytes, from, to, RUN)
              ? StepList.text(bytes, from + GROUP.length, to)
              : null;
      case 'P' -> Bytes.equal(bytes, from, to, POST) ? StepList.text(bytes, from, to) : null;
      case 'C' -> Bytes.equal(bytes, from, to, ORPHANS) ? StepList.text(bytes, from, to) : null;
      default -> null;
    };
  }
}
