package dev.buildmeister.cli.eval;

import dev.buildmeister.rules.Rule.Tier;
import org.jspecify.annotations.Nullable;

/// What was said of one log.
///
/// @param lineNum which line was shown, null for none
/// @param tier by which kind of rule, null for none
public record Answer(@Nullable Long lineNum, @Nullable Tier tier) {
  /// No rule explains it.
  public static final Answer NONE = new Answer(null, null);

  boolean given() {
    return lineNum != null;
  }

  boolean specific() {
    return given() && tier == Tier.SPECIFIC;
  }
}
