package dev.buildmeister.scan.syntax;

/// How large a pattern gets when its counted repeats are written out, as re2j does.
///
/// The time that a match may take grows with it, and the stack with the steps that take no
/// character.
///
/// @param steps instructions of re2j's program; an upper bound
/// @param idleSteps those of them that take no character
record ProgramSize(long steps, long idleSteps) {
  /// The largest program.
  static final int MAX_STEPS = 5_000;

  /// The most steps that take no character: re2j walks them by recursion, which then fits into 512
  /// KiB of stack.
  static final int MAX_IDLE_STEPS = 2_000;

  // So that products of sums stay far from overflow; any value over the limits says the same.
  private static final long CLAMP = 1_000_000_000L;

  private static final ProgramSize ONE = new ProgramSize(1, 0);
  private static final ProgramSize IDLE = new ProgramSize(1, 1);

  /// Checks a pattern against the limits.
  static void check(Node node) throws SyntaxException {
    ProgramSize size = of(node);
    if (size.steps > MAX_STEPS || size.idleSteps > MAX_IDLE_STEPS) {
      boolean all = size.steps > MAX_STEPS;
      throw new SyntaxException(
          0,
          "too large with its repeats written out: "
              + (all ? size.steps : size.idleSteps)
              + (all ? " steps, the limit is " : " branches and groups, the limit is ")
              + (all ? MAX_STEPS : MAX_IDLE_STEPS),
          "use * or + or smaller counts, or make several rules");
    }
  }

  /// Estimates a pattern.
  static ProgramSize of(Node node) {
    return switch (node) {
      case Node.Literal _, Node.OneOf _, Node.Wide _ -> ONE;
      case Node.Assertion _ -> IDLE;
      case Node.Group(Node body, int number) -> number > 0 ? of(body).plusIdle(2) : of(body);
      case Node.Sequence sequence -> {
        ProgramSize sum = sequence.parts().isEmpty() ? IDLE : new ProgramSize(0, 0);
        for (Node part : sequence.parts()) {
          sum = sum.plus(of(part));
        }
        yield sum;
      }
      case Node.Choice choice -> {
        ProgramSize sum = new ProgramSize(0, 0);
        for (Node branch : choice.branches()) {
          sum = sum.plus(of(branch)).plusIdle(1);
        }
        yield sum;
      }
      case Node.Repeat(Node body, int min, int max, boolean _) -> repeated(of(body), min, max);
    };
  }

  private static ProgramSize repeated(ProgramSize body, int min, int max) {
    if (max == Node.Repeat.UNBOUNDED) {
      return body.times(Math.max(min, 1)).plusIdle(2);
    }
    return max == 0 ? IDLE : body.times(max).plusIdle(max - min);
  }

  private ProgramSize plus(ProgramSize other) {
    return clamped(steps + other.steps, idleSteps + other.idleSteps);
  }

  private ProgramSize plusIdle(int count) {
    return clamped(steps + count, idleSteps + count);
  }

  private ProgramSize times(int count) {
    return clamped(steps * count, idleSteps * count);
  }

  private static ProgramSize clamped(long steps, long idleSteps) {
    return new ProgramSize(Math.min(steps, CLAMP), Math.min(idleSteps, CLAMP));
  }
}
