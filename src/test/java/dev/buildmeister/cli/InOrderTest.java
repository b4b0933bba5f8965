package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InOrderTest {
  private static final List<Integer> ITEMS = IntStream.range(0, 500).boxed().toList();

  @Test
  void resultsComeInTheOrderOfTheItems() {
    List<Integer> got = new ArrayList<>();
    InOrder.run(ITEMS, 8, item -> item * 2, got::add);
    assertThat(got).isEqualTo(ITEMS.stream().map(item -> item * 2).toList());
  }

  @Test
  void theWorkRunsOnlySoFarAhead() {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger ahead = new AtomicInteger();
    InOrder.run(
        ITEMS,
        3,
        item -> {
          ahead.accumulateAndGet(begun.incrementAndGet() - taken.get(), Math::max);
          return item;
        },
        _ -> taken.incrementAndGet());
    // One may be on its way from the worker to the caller.
    assertThat(ahead.get()).isLessThanOrEqualTo(3 * 4 + 1);
  }

  @Test
  void aSinkThatFailsEndsTheWork() {
    AtomicInteger begun = new AtomicInteger();
    assertThatThrownBy(
            () ->
                InOrder.run(
                    ITEMS,
                    2,
                    item -> begun.incrementAndGet() + item,
                    _ -> {
                      throw new IllegalStateException("reader gone");
                    }))
        .hasMessage("reader gone");
    assertThat(begun.get()).isLessThan(ITEMS.size());
  }
}
