package dev.buildmeister.job;

import java.util.Locale;

/// How a job ended, as far as its own log says it. The provider's word is [Conclusion]; it comes
/// from elsewhere, perhaps later, and counts for more.
public enum Outcome {
  /// The log runs to the end that a job has only if it succeeded.
  SUCCEEDED,
  /// The provider says in the log that the job did not succeed.
  FAILED,
  /// The log does not say, or says it where a program could have written it.
  UNKNOWN;

  /// The word in JSON: `succeeded`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads [#word] back; a word of a later version is [#UNKNOWN].
  public static Outcome of(String word) {
    for (Outcome each : values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    return UNKNOWN;
  }
}
