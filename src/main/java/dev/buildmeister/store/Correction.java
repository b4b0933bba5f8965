package dev.buildmeister.store;

import dev.buildmeister.verdict.Match;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a person says of a job instead of us. It stands until it is corrected again or withdrawn.
///
/// @param by who, as the sign-in names them
/// @param at when; the later of two stands
/// @param match the line that explains the failure, null if none does
/// @param ruleId the rule that should have said so, null if there is none yet
/// @param fingerprint the failure it belongs to, null if not known
/// @param comment why, may be empty
public record Correction(
    String by,
    Instant at,
    @Nullable Match match,
    @Nullable String ruleId,
    @Nullable String fingerprint,
    String comment) {
  /// @throws IllegalArgumentException if nobody is named
  public Correction {
    if (by.isBlank()) {
      throw new IllegalArgumentException("a correction needs the name of who makes it");
    }
  }
}
