package dev.buildmeister.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a store far away does to its callers and a local one never does: it is busy, before or
/// after it has done the work; work is done twice; lists are those of a moment ago; pages hold a
/// few rows, or none though others follow; streams break midway. Seeded.
public final class Chaos {
  private static final int STALE_AT_MOST = 3;
  private static final String AGAIN = "chaos:again:";
  private static final String END = "chaos:end";

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

  /// A page of a list of a moment ago. It may be empty and have a next one, in the midst (all rows
  /// of it were filtered out) or at the end (it was not known that no more follow).
  ///
  /// @param question without where the page begins
  /// @param after as callers give it
  <T> Page<T> page(
      Object question, @Nullable String after, Function<@Nullable String, Page<T>> work) {
    if (END.equals(after)) {
      busy(20);
      return new Page<>(List.of(), null);
    }
    String from = after;
    if (after != null && after.startsWith(AGAIN)) {
      from = after.length() == AGAIN.length() ? null : after.substring(AGAIN.length());
    }
    @Nullable String begin = from;
    Page<T> page = stale(List.of(question, String.valueOf(begin)), () -> work.apply(begin));
    if (chance(25)) {
      return new Page<>(List.of(), AGAIN + (begin == null ? "" : begin));
    }
    return page.next() == null && chance(25) ? new Page<>(page.items(), END) : page;
  }

  /// The stream, or one that breaks somewhere: before its first byte, midway, or where its end
  /// would have been told.
  ///
  /// @param bytes how many it has
  InputStream stream(InputStream in, long bytes) {
    return chance(30) ? breaking(in, random.nextLong(bytes + 1)) : in;
  }

  /// A stream whose connection is reset after so many bytes.
  public static InputStream breaking(InputStream in, long bytes) {
    return new InputStream() {
      private long left = bytes;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        if (left <= 0) {
          throw new IOException("connection reset");
        }
        int count = in.read(buffer, from, (int) Math.min(length, left));
        left -= Math.max(0, count);
        return count;
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
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
