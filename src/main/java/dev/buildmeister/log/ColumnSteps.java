package dev.buildmeister.log;

import java.util.Arrays;

/// `gh run view --log`: the first two columns are the names of job and step, and each change of
/// them begins a step. Where `gh` could not tell the steps (`UNKNOWN STEP`), GitHub's own marks do.
final class ColumnSteps implements StepRules {
  private static final String UNKNOWN = "UNKNOWN STEP";

  private final StepList steps;
  private final ErrorLines errors;
  private byte[] names = new byte[0];
  private int namesLength;
  private String job = "";
  private boolean unknown;

  ColumnSteps(StepList steps) {
    this.steps = steps;
    this.errors = new ErrorLines(steps);
  }

  /// Name of the job whose lines are read.
  String job() {
    return job;
  }

  /// The columns of the line that follows: the job in `[from, tab)`, the step in `(tab, to)`.
  void columns(long number, byte[] bytes, int from, int tab, int to) {
    if (Arrays.equals(bytes, from, to, names, 0, namesLength)) {
      return;
    }
    errors.stepEnds();
    namesLength = to - from;
    if (names.length < namesLength) {
      names = new byte[namesLength];
    }
    System.arraycopy(bytes, from, names, 0, namesLength);
    job = StepList.text(bytes, from, tab);
    String step = StepList.text(bytes, tab + 1, to);
    unknown = step.equals(UNKNOWN);
    steps.open(job, step, number);
  }

  @Override
  public int line(long number, byte[] bytes, int from, int to) {
    String name = unknown ? GithubSteps.stepName(bytes, from, to) : null;
    if (name != null) {
      errors.stepEnds();
      steps.open(job, name, number);
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
}
