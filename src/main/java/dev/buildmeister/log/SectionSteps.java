package dev.buildmeister.log;

/// Azure Pipelines: `##[section]Starting: NAME` to `##[section]Finishing: NAME`. The logs that are
/// joined from CircleCI's steps carry the same marks.
final class SectionSteps implements StepRules {
  private static final byte[] STARTING = Bytes.ascii("##[section]Starting: ");
  private static final byte[] FINISHING = Bytes.ascii("##[section]Finishing: ");
  private static final byte[] CIRCLE_STATUS = Bytes.ascii("Exited with code exit status ");
  private static final byte[] CIRCLE_CODE = Bytes.ascii("Exited with code ");

  private final StepList steps;
  private final ErrorLines errors;

  SectionSteps(StepList steps) {
    this.steps = steps;
    this.errors = new ErrorLines(steps);
  }

  @Override
  public int line(long number, byte[] bytes, int from, int to) {
    if (Bytes.startsWith(bytes, from, to, STARTING)) {
      errors.stepEnds();
      steps.open(null, StepList.text(bytes, from + STARTING.length, to), number);
    } else if (Bytes.startsWith(bytes, from, to, FINISHING)) {
      errors.stepEnds();
      int finished = steps.current();
      steps.close();
      return finished;
    } else {
      exit(bytes, from, to);
      errors.line(bytes, from, to);
    }
    return steps.current();
  }

  private void exit(byte[] bytes, int from, int to) {
    if (Bytes.startsWith(bytes, from, to, CIRCLE_STATUS)) {
      steps.exit(steps.current(), Bytes.number(bytes, from + CIRCLE_STATUS.length, to));
    } else if (Bytes.startsWith(bytes, from, to, CIRCLE_CODE)) {
      steps.exit(steps.current(), Bytes.number(bytes, from + CIRCLE_CODE.length, to));
    }
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
