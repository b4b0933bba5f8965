package dev.buildmeister.cli;

/// What the program says to the shell.
final class Exit {
  /// All is well; of `classify`: each log has a verdict by a rule.
  static final int OK = 0;

  /// The answer is no: a log without a rule, a failing example, a changed verdict, a problem.
  static final int NO = 1;

  /// The command line or the ruleset is wrong, nothing was done.
  static final int USAGE = 2;

  /// At least one log could not be read.
  static final int UNREADABLE = 3;

  /// The program failed, or its output could not be written.
  static final int FAILED = 4;

  /// Ctrl-C; the JVM gives it, as a shell does for SIGINT.
  static final int INTERRUPTED = 130;

  /// Nobody reads the output any more: what a shell gives for SIGPIPE.
  static final int READER_GONE = 141;

  private Exit() {}
}
