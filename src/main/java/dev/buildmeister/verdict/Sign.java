package dev.buildmeister.verdict;

import java.util.List;

/// What speaks for or against an error-like line being the one to show. Each counts once, however
/// often it is there.
///
/// The weights are small whole numbers. They were set on labelled logs by turning each up and down
/// until none made more lines right; what is within one of them does about as well, so there is no
/// point in finer ones. Who changes them, or the phrases, gives the scan records another key (in
/// `CompiledRuleset`), since their best lines were found with the old ones.
///
/// @param weight what it adds to the line's score
/// @param phrases any of them is the sign, as whole words of either case, one after the other: at
///   most three; a number is `0` or `#`
record Sign(int weight, List<String> phrases) {
  /// A whole word for an error: what let the line in may be a part of `failover`.
  static final Sign WORD =
      of(
          2,
          "error, errors, fatal, panic, panicked, exception, assertion, failed, failure, undefined,"
              + " denied, cannot, not found, timed out, unable to, abort, aborted, aborting");

  /// The line begins with it, perhaps behind the tool's name or the place in a file, or with a mark
  /// such as `✖`: so tools report, while programs mention errors further in. Hence the most that
  /// speaks for a line.
  static final Sign HEAD = of(4, "");

  /// Something is said behind it, after a colon: a message, not a mention.
  static final Sign MESSAGE = of(2, "");

  /// The name of an exception's class, as at the head of a stack trace and of its causes.
  static final Sign EXCEPTION = of(3, "");

  /// No error after all: a count of nothing, a warning, a test that passed, a command that is
  /// shown. More than a mention at the line's beginning.
  static final Sign HARMLESS =
      of(
          -5,
          "0 error, 0 errors, 0 failure, 0 failures, 0 failed, no error, no errors, no failure,"
              + " no failures, no failed, error 0, errors 0, failure 0, failures 0, failed 0,"
              + " warning, warnings, ignored, allowed to fail, passed, success, successful,"
              + " successfully, ok, echo");

  /// It only says that something failed, which everybody knows by then; the reason stands above it.
  /// Nearly as much as all that may speak for a line, so that it wins only where little else is.
  static final Sign CONSEQUENCE =
      of(
          -7,
          "exit code, exit status, exit value, exited with, exiting with, with code, with status,"
              + " failed with exit, command failed, returned non, returned a non, elifecycle,"
              + " job failed, recipe for target, npm err, build fail, build failed, build failure,"
              + " to execute goal, help #, run maven, for more information, error occurred,"
              + " errors occurred, aborting due to, previous error, previous errors,"
              + " error generated, errors generated, full log, logfile, # error, # errors,"
              + " # failed, # failure, # failures");

  /// A stack trace's frame; its head says more.
  static final Sign FRAME = of(-5, "");

  /// All of them.
  static final List<Sign> ALL =
      List.of(WORD, HEAD, MESSAGE, EXCEPTION, HARMLESS, CONSEQUENCE, FRAME);

  Sign {
    phrases = List.copyOf(phrases);
  }

  private static Sign of(int weight, String phrases) {
    return new Sign(weight, phrases.isEmpty() ? List.of() : List.of(phrases.split(", ", -1)));
  }
}
