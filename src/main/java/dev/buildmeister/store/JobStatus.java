package dev.buildmeister.store;

import java.util.Locale;
import java.util.Optional;

/// How far a job is, in the order in which it goes on; it never goes back.
public enum JobStatus {
  QUEUED,
  IN_PROGRESS,
  COMPLETED;

  /// The word that is stored: `in_progress`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads [#word] back; empty if there is no such status, as in rows that others write.
  public static Optional<JobStatus> of(String word) {
    for (JobStatus each : values()) {
      if (each.word().equals(word)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
