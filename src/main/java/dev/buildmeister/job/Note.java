package dev.buildmeister.job;

/// What a reader of a verdict must know about how it was reached.
public enum Note {
  /// More was in the log than is scanned; what was skipped lies between the head and the tail.
  LOG_CUT,
  /// The compressed stream ended early or was corrupt; it was scanned as far as it went.
  GZIP_CUT,
  /// At least one line was longer than the limit and lost its middle.
  LINE_CUT,
  /// A scoped rule hit, or could have, but the fact its scope asks for is not known yet.
  SCOPE_UNKNOWN,
  /// The job succeeded, by its conclusion or else by its log, and the ruleset says nothing of such.
  JOB_SUCCEEDED
}
