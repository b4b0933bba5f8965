package dev.buildmeister.log;

/// Takes the cleaned lines of a log, one after the other, in ascending order of their numbers.
@FunctionalInterface
public interface LineSink {
  /// One line.
  ///
  /// @param number 1-based position in the raw log; numbers have gaps where lines were joined or
  ///   skipped
  /// @param step index into [LogSummary#steps], -1 before the first step or between steps
  /// @param buffer holds the cleaned line in `[from, to)`; it belongs to the reader and is
  ///   overwritten after the call
  void line(long number, int step, byte[] buffer, int from, int to);

  /// Told before a line of which something is missing, so that who stores it can hide a secret of
  /// which a half is left. Where ` … ` stands in that line, text may be missing; a line may also
  /// have it of its own.
  ///
  /// @param atEnd whether text may be missing behind its last character too
  default void incomplete(boolean atEnd) {}

  /// Told where lines were passed over: what comes next may be in the middle of anything.
  default void passedOver() {}
}
