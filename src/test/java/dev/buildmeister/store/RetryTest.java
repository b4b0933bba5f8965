package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryTest {
  private final List<Duration> waits = new ArrayList<>();

  private Retry retry(int attempts) {
    return new Retry(
        attempts, Duration.ofMillis(100), Duration.ofMillis(450), new Random(1), waits::add);
  }

  private static int busyUntil(AtomicInteger calls, int call) {
    if (calls.incrementAndGet() < call) {
      throw new StoreBusyException("test", null);
    }
    return calls.get();
  }

  @Test
  void whatIsNotBusyIsDoneOnceWithoutAWait() {
    AtomicInteger calls = new AtomicInteger();

    assertThat(retry(5).call(() -> busyUntil(calls, 1))).isEqualTo(1);
    assertThat(waits).isEmpty();
  }

  @Test
  void waitsStayUnderCeilingsThatDoubleUpToTheCap() {
    long[] ceilings = {100, 200, 400, 450, 450};
    long[] longest = new long[ceilings.length];
    for (int round = 0; round < 200; round++) {
      waits.clear();
      Retry retry =
          new Retry(
              6, Duration.ofMillis(100), Duration.ofMillis(450), new Random(round), waits::add);
      AtomicInteger calls = new AtomicInteger();
      assertThat(retry.call(() -> busyUntil(calls, 6))).isEqualTo(6);
      for (int i = 0; i < ceilings.length; i++) {
        assertThat(waits.get(i).toMillis()).as("seed %d", round).isBetween(0L, ceilings[i]);
        longest[i] = Math.max(longest[i], waits.get(i).toMillis());
      }
    }
    for (int i = 0; i < ceilings.length; i++) {
      assertThat(longest[i]).isGreaterThan(ceilings[i] * 9 / 10);
    }
  }

  @Test
  void whatWouldHaveToBeWaitedForBeyondTheEndIsNot() {
    TestClock clock = new TestClock();
    Retry retry =
        new Retry(
            100,
            Duration.ofMillis(100),
            Duration.ofMillis(450),
            new Random(1),
            time -> {
              waits.add(time);
              clock.advance(time);
            });
    Instant end = TestClock.START.plusSeconds(3);

    assertThatThrownBy(
            () ->
                retry
                    .until(end, clock)
                    .run(
                        () -> {
                          throw new StoreBusyException("test", null);
                        }))
        .isInstanceOf(StoreBusyException.class);
    assertThat(clock.instant()).isBefore(end).isAfter(end.minusMillis(450));
    assertThat(retry.until(Instant.MAX, clock).waitAfter(1)).isTrue();
  }

  @Test
  void theLastBusyIsTheCallers() {
    AtomicInteger calls = new AtomicInteger();

    assertThatThrownBy(() -> retry(3).run(() -> busyUntil(calls, 4)))
        .isInstanceOf(StoreBusyException.class);
    assertThat(calls).hasValue(3);
    assertThat(waits).hasSize(2);
  }

  @Test
  void otherFailuresAreNotTriedAgain() {
    AtomicInteger calls = new AtomicInteger();

    assertThatThrownBy(
            () ->
                retry(3)
                    .run(
                        () -> {
                          calls.incrementAndGet();
                          throw new IllegalStateException("no");
                        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void whoDoesItAgainHimselfWaitsAsOftenAndAsLong() {
    Retry retry = retry(3);

    assertThat(retry.waitAfter(1)).isTrue();
    assertThat(retry.waitAfter(2)).isTrue();
    assertThat(retry.waitAfter(3)).isFalse();
    assertThat(waits).hasSize(2);
  }

  @Test
  void anInterruptEndsIt() {
    Retry retry =
        new Retry(
            9,
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            new Random(1),
            time -> {
              throw new InterruptedException();
            });
    AtomicInteger calls = new AtomicInteger();

    assertThatThrownBy(() -> retry.run(() -> busyUntil(calls, 9)))
        .isInstanceOf(StoreBusyException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(calls).hasValue(1);
  }

  @Test
  void aRetryWithoutAttemptsIsRefused() {
    assertThatThrownBy(() -> retry(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
