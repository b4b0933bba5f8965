package dev.buildmeister.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Does an operation again while the store is busy, after waits that grow and are spread at random
/// so that many callers do not come back at the same moment.
///
/// The wait before attempt n+1 is uniform in [0, min(cap, base * 2^(n-1))] ("full jitter", M.
/// Brooker, AWS Architecture Blog, 2015). Thread-safe if the generator and the sleeper are.
public final class Retry {
  /// Waits; tests give one that only writes down.
  @FunctionalInterface
  public interface Sleeper {
    /// Waits that long.
    ///
    /// @throws InterruptedException if the thread is to end
    void sleep(Duration time) throws InterruptedException;
  }

  private final int attempts;
  private final Duration base;
  private final Duration cap;
  private final RandomGenerator random;
  private final Sleeper sleeper;
  private final Instant end;
  private final @Nullable InstantSource clock;

  /// @param attempts how many in all, at least 1
  /// @param base the longest first wait
  /// @param cap the longest wait
  public Retry(int attempts, Duration base, Duration cap, RandomGenerator random, Sleeper sleeper) {
    this(attempts, base, cap, random, sleeper, Instant.MAX, null);
  }

  private Retry(
      int attempts,
      Duration base,
      Duration cap,
      RandomGenerator random,
      Sleeper sleeper,
      Instant end,
      @Nullable InstantSource clock) {
    if (attempts < 1 || base.isNegative() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "retry of " + attempts + " attempts, waits " + base + " to " + cap);
    }
    this.attempts = attempts;
    this.base = base;
    this.cap = cap;
    this.random = random;
    this.sleeper = sleeper;
    this.end = end;
    this.clock = clock;
  }

  /// The same, but what would have to be waited for until an instant or beyond is not waited for.
  ///
  /// @param instant by the clock
  public Retry until(Instant instant, InstantSource by) {
    return new Retry(attempts, base, cap, random, sleeper, instant, by);
  }

  /// Does it until it is done.
  ///
  /// @throws StoreBusyException that of the last attempt; also if the thread was interrupted, whose
  ///   flag is then set again
  public <T> T call(Supplier<T> operation) {
    for (int attempt = 1; ; attempt++) {
      try {
        return operation.get();
      } catch (StoreBusyException e) {
        if (!waitAfter(attempt)) {
          throw e;
        }
      }
    }
  }

  /// Does it until it is done.
  public void run(Runnable operation) {
    // The value only fills the place of a result.
    var _ =
        call(
            () -> {
              operation.run();
              return true;
            });
  }

  /// Waits until the next attempt of what the caller itself does again.
  ///
  /// @param attempt how many there were, at least 1
  /// @return false if none is left, if its time would be over, or if the thread was interrupted,
  ///   whose flag is then set again
  public boolean waitAfter(int attempt) {
    if (attempt >= attempts) {
      return false;
    }
    long ceiling = base.toMillis();
    for (int i = 1; i < attempt && ceiling < cap.toMillis(); i++) {
      ceiling *= 2;
    }
    long millis = random.nextLong(Math.min(ceiling, cap.toMillis()) + 1);
    if (clock != null && !clock.instant().plusMillis(millis).isBefore(end)) {
      return false;
    }
    try {
      sleeper.sleep(Duration.ofMillis(millis));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
