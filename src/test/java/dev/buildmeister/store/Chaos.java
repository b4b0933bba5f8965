package dev.buildmeister.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/// What a store far away does to its callers and a local one never does: it is busy, before or
/// after it has done the work; work is done twice; lists are those of a moment ago; pages hold a
/// few rows or none. Seeded.
public final class Chaos {
  private static final int STALE_AT_MOST = 3;

  private final Random random;
  private final Map<Object, Object> served = new HashMap<>();
  private final Map<Object, Integer> stale = new HashMap<>();

  public Chaos(long seed) {
    this.random = new Random(seed);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  int upTo(int bound) {
    return random.nextInt(bound + 1);
  }

  private void busy(int percent) {
    if (chance(percent)) {
      throw new StoreBusyException("chaos", null);
    }
  }

  /// Work that may be done twice.
  <T> T twice(Supplier<T> work) {
    busy(20);
    if (chance(20)) {
      var _ = work.get();
    }
    T result = work.get();
    // Done, but the answer is lost.
    busy(10);
    return result;
  }

  /// Work that is done once, if at all.
  <T> T once(Supplier<T> work) {
    busy(20);
    return work.get();
  }

  /// A list of a moment ago; after a few questions the present one.
  // What is kept under a question is an answer to the same question.
  @SuppressWarnings("unchecked")
  synchronized <T> T stale(Object question, Supplier<T> work) {
    busy(20);
    int times = stale.getOrDefault(question, 0);
    if (served.containsKey(question) && times < STALE_AT_MOST && chance(60)) {
      stale.put(question, times + 1);
      return (T) served.get(question);
    }
    T now = work.get();
    served.put(question, now);
    stale.put(question, 0);
    return now;
  }

  /// The list with some of its entries twice.
  <T> List<T> repeat(List<T> list) {
    List<T> more = new ArrayList<>();
    for (T each : list) {
      more.add(each);
      if (chance(30)) {
        more.add(each);
      }
    }
    return more;
  }
}
