package dev.buildmeister.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/// How long one log may take.
///
/// @param duration zero for no limit
/// @param clock what tells the time
record TimeLimit(Duration duration, InstantSource clock) {
  /// What is usual.
  static final String DEFAULT = "10m";

  /// Begins with a log.
  ///
  /// @return whether its time is up
  BooleanSupplier begin() {
    if (duration.isZero()) {
      return () -> false;
    }
    Instant end = deadline();
    return () -> !clock.instant().isBefore(end);
  }

  /// When the time of a log that begins now is up.
  Instant deadline() {
    return duration.isZero() ? Instant.MAX : clock.instant().plus(duration);
  }
}
