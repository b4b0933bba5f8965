package dev.buildmeister.log;

import java.nio.charset.StandardCharsets;

/// Buildkite: lines that begin with `--- `, `+++ ` or `~~~ ` are headings; `^^^ +++` opens the
/// heading above for the reader, which agents do where something failed.
final class BuildkiteSteps implements StepRules {
  private static final byte[] FAILED = Bytes.ascii("^^^ +++");
  private static final byte[] EXITED =
      "🚨 Error: The command exited with status ".getBytes(StandardCharsets.UTF_8);

  private final StepList steps;

  BuildkiteSteps(StepList steps) {
    this.steps = steps;
  }

  @Override
  public int line(long number, byte[] bytes, int from, int to) {
    if (isHeading(bytes, from, to)) {
      steps.open(null, StepList.text(bytes, from + 4, to), number);
    } else if (Bytes.startsWith(bytes, from, to, FAILED)) {
      steps.fail(steps.current());
    } else if (Bytes.startsWith(bytes, from, to, EXITED)) {
      steps.exit(steps.current(), Bytes.number(bytes, from + EXITED.length, to));
    }
    return steps.current();
  }

  private static boolean isHeading(byte[] bytes, int from, int to) {
    if (to - from < 5 || bytes[from + 3] != ' ') {
      return false;
    }
    byte b = bytes[from];
    return (b == '-' || b == '+' || b == '~') && bytes[from + 1] == b && bytes[from + 2] == b;
  }
}
