package dev.buildmeister.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What all contract tests share: callers go through [Retry], and look at lists until they have
/// caught up.
public abstract class Contract {
  private static final int LOOKS = 200;

  /// Set another one to see whether a test depends on it: `-Dbuildmeister.seed=7`.
  protected static final long SEED = Long.getLong("buildmeister.seed", 20260801L);

  /// The time that the store sees.
  protected final TestClock clock = new TestClock();

  /// Time goes by for the store; one that is far away has its own.
  protected void pass(Duration time) {
    clock.advance(time);
  }

  private final Retry retry =
      new Retry(100, Duration.ofMillis(1), Duration.ofMillis(8), new Random(SEED), time -> {});

  protected <T> T call(Supplier<T> operation) {
    return retry.call(operation);
  }

  protected void run(Runnable operation) {
    retry.run(operation);
  }

  /// Asks until the answer is as expected; the last answer, whatever it is.
  protected <T> T eventually(Supplier<T> question, Predicate<T> expected) {
    T answer = call(question);
    for (int i = 0; i < LOOKS && !expected.test(answer); i++) {
      answer = call(question);
    }
    return answer;
  }

  /// All pages one after the other.
  protected <T> List<T> all(Function<@Nullable String, Page<T>> page) {
    List<T> items = new ArrayList<>();
    @Nullable String after = null;
    do {
      @Nullable String from = after;
      Page<T> next = call(() -> page.apply(from));
      items.addAll(next.items());
      after = next.next();
    } while (after != null);
    return items;
  }
}
