package dev.buildmeister.work;

import dev.buildmeister.verdict.Verdict;

/// What became of one job's log.
///
/// @param log which one
/// @param verdict what was reached
/// @param kept what became of it
/// @param bytes of the log, unpacked; 0 if none was read
/// @param lines of the log
/// @param openMillis how long it took until the log could be read
/// @param scanMillis how long it was read and scanned, from the last time it was opened
/// @param storeMillis how long it took to keep the verdict
public record Report(
    LogRef log,
    Verdict verdict,
    Kept kept,
    long bytes,
    long lines,
    long openMillis,
    long scanMillis,
    long storeMillis) {
  /// What became of a verdict.
  public enum Kept {
    WRITTEN,
    /// What stood already is newer, or a person's.
    OLDER,
    /// Nothing was to be written.
    DRY_RUN,
    /// There is no log, and nothing is known of such a job: perhaps there is none.
    UNKNOWN_JOB
  }
}
