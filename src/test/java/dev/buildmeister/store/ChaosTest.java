package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Chaos does what it is there for, and loses nothing.
class ChaosTest {
  private static final int TRIES = 200;

  private final Chaos chaos = new Chaos(Contract.SEED);

  @Test
  void aPageMayBeEmptyThoughOthersFollowAndNoRowIsLost() {
    int emptyInTheMidst = 0;
    int emptyAtTheEnd = 0;
    for (int i = 0; i < TRIES; i++) {
      List<String> rows = new ArrayList<>();
      @Nullable String after = null;
      do {
        Page<String> page = page("list " + i, after);
        rows.addAll(page.items());
        after = page.next();
        if (page.items().isEmpty() && after != null) {
          emptyInTheMidst++;
        } else if (page.items().isEmpty()) {
          emptyAtTheEnd++;
        }
      } while (after != null);
      assertThat(rows).as("seed %d", Contract.SEED).containsExactly("a", "b", "c");
    }

    assertThat(emptyInTheMidst).as("seed %d", Contract.SEED).isPositive();
    assertThat(emptyAtTheEnd).as("seed %d", Contract.SEED).isPositive();
  }

  private Page<String> page(String list, @Nullable String after) {
    while (true) {
      try {
        return chaos.page(
            list,
            after,
            from ->
                from == null ? new Page<>(List.of("a", "b"), "2") : new Page<>(List.of("c"), null));
      } catch (StoreBusyException e) {
        // Once more.
      }
    }
  }

  @Test
  void aStreamMayBreakAnywhereAndIsNeverShort() {
    int broken = 0;
    for (int i = 0; i < TRIES; i++) {
      try (var in = chaos.stream(new ByteArrayInputStream(new byte[9]), 9)) {
        assertThat(in.readAllBytes()).as("seed %d", Contract.SEED).hasSize(9);
      } catch (IOException e) {
        broken++;
      }
    }

    assertThat(broken).as("seed %d", Contract.SEED).isBetween(1, TRIES - 1);
  }
}
