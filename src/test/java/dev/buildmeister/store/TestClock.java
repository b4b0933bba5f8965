package dev.buildmeister.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that goes only when it is told to.
public final class TestClock implements InstantSource {
  /// Where it begins.
  public static final Instant START = Instant.parse("2026-08-01T10:00:00Z");

  private volatile Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  /// Time goes by.
  public void advance(Duration time) {
    now = now.plus(time);
  }
}
