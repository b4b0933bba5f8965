package dev.buildmeister.job;

import java.util.Locale;

/// How a job ended, in GitHub's words, which the other providers' are mapped to.
public enum Conclusion {
  SUCCESS,
  FAILURE,
  CANCELLED,
  TIMED_OUT,
  SKIPPED,
  NEUTRAL,
  ACTION_REQUIRED,
  STALE,
  STARTUP_FAILURE;

  /// The word as providers and our JSON write it: `timed_out`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads [#word] back.
  ///
  /// @throws IllegalArgumentException if there is no such conclusion
  public static Conclusion of(String word) {
    for (Conclusion each : values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    throw new IllegalArgumentException("unknown conclusion '" + word + "'");
  }
}
