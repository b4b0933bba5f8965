package dev.buildmeister.verdict;

import java.util.List;

/// What speaks for or against an error-like line being the one to show. Each counts once, however
/// often it is there. The weights are small whole numbers, set on labelled logs by turning each up
/// and down until none made more of their verdicts right; all that is in one unit's reach of them
/// does about as well, so there is no point in finer ones.
///
/// @param weight what it adds to the line's score
/// @param patterns any of them is the sign; they are split where one would ask for more texts than
///   are looked for at a time
record Sign(int weight, List<String> patterns) {
  /// A whole word for an error: what let the line in may be a part of `terror` or `FailFast.java`.
  private static final Sign WORD =
      new Sign(
          2,
          "(?i)\\b(?:errors?|fatal|panic(?:ked)?|exception|assertion|failed|failure)\\b",
          "(?i)\\b(?:undefined|denied|cannot|not found|timed out|unable to|abort(?:ed|ing)?)\\b");

  /// The line begins with it, perhaps behind the tool's name or the place in a file: so tools
  /// report, while programs mention errors further in.
  private static final Sign HEAD =
      new Sign(
          4,
          "(?i)^\\W*(?:\\w[\\w./+-]* ?)?(?:\\w[\\w./+-]*:\\d*:?\\d*:? ?)*\\W{0,4}"
              + "(?:fatal error|\\w*error|fatal|failed|failure|panic|\\w*exception)\\b",
          "^\\s*[❌✖✗✘]");

  /// Something is said behind it: a message, not a mention.
  private static final Sign MESSAGE =
      new Sign(2, "(?i)(?:error|fatal|panic|failed|failure|exception)(?: ?\\w*)?[:!\\]]");

  /// The name of an exception's class, the head of a stack trace or its cause.
  private static final Sign EXCEPTION = new Sign(3, "\\b[A-Z]\\w*(?:Error|Exception|Failure)\\b");

  /// None, after all: a count of nothing, a warning, a test that passed, a command that is echoed.
  /// More than a word at a line's beginning and a message weigh less one mention.
  private static final Sign HARMLESS =
      new Sign(
          -5,
          "(?i)\\b(?:0|no) (?:errors?|failures?|failed)\\b",
          "(?i)(?:errors?|failures?|failed)[:=]? ?0\\b",
          "(?i)warning|ignored|allowed to fail|passed|success|\\bok\\b",
          "^\\s*\\++ ?|\\becho ");

  /// It only says that something failed, which everybody knows by now; the reason stands above it.
  /// Next to all that may speak for a line, so that it wins only where there is nothing else.
  private static final Sign CONSEQUENCE =
      new Sign(
          -7,
          "(?i)exit(?:ed|ing)? (?:with )?(?:code|status|value)|exited with \\d|command failed",
          "returned (?:a )?non-zero|ELIFECYCLE|Job failed|^The command \"|failed with exit",
          "make\\w*(?:\\[\\d+\\])?: \\*\\*\\*|recipe for target|\\*\\*\\* Failed|npm ERR!",
          "(?i)build fail|failed to execute goal|\\[help 1\\]|re-run maven|for more information",
          "(?i)errors? occurred|aborting due to|previous errors?|errors? generated|full log|logfile",
          "(?i)\\d (?:errors?|failed|failures?)\\b",
          "(?i)^\\W*(?:fail|failed|errors?)\\W*$");

  /// A stack trace's frame; its head says more.
  private static final Sign FRAME =
      new Sign(-5, "^\\s*(?:at |File \"|from |#\\d+ |\\d+: |in |\\.\\.\\. \\d+ more)");

  /// All of them.
  static final List<Sign> ALL =
      List.of(WORD, HEAD, MESSAGE, EXCEPTION, HARMLESS, CONSEQUENCE, FRAME);

  Sign {
    patterns = List.copyOf(patterns);
  }

  private Sign(int weight, String... patterns) {
    this(weight, List.of(patterns));
  }
}
