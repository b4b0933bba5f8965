package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.RulesetStore.Published;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [RulesetStore] does.
public abstract class RulesetStoreContract extends Contract {
  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private RulesetStore store;

  /// An empty store.
  protected abstract RulesetStore open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @Test
  void whereNothingWasPublishedNothingIsInUse() {
    assertThat(call(store::currentVersion)).isEmpty();
    assertThat(call(store::current)).isEmpty();
    assertThat(call(() -> store.rollBack(1, "ann", ""))).isEmpty();
    assertThat(all(after -> store.history(after, 5))).isEmpty();
  }

  @Test
  void whatWasPublishedLastIsInUse() {
    RulesetVersion first = publish("one");
    clock.advance(Duration.ofMinutes(1));
    RulesetVersion second = publish("two 😀");

    assertThat(second.seq()).isEqualTo(first.seq() + 60);
    assertThat(first.seq()).isEqualTo(TestClock.START.getEpochSecond());
    assertThat(call(store::currentVersion)).contains(second);
    Published current = call(store::current).orElseThrow();
    assertThat(current.text()).isEqualTo("two 😀");
    assertThat(current.by()).isEqualTo("ann");
    assertThat(current.at()).isEqualTo(clock.instant());
    assertThat(call(() -> store.get(first.seq()).orElseThrow().text())).isEqualTo("one");
  }

  @Test
  void twoInOneSecondGetTwoNumbers() {
    RulesetVersion first = publish("one");

    assertThat(publish("two").seq()).isEqualTo(first.seq() + 1);
  }

  @Test
  void publishingWhatIsInUsePublishesNothing() {
    RulesetVersion first = publish("one");
    clock.advance(Duration.ofMinutes(1));

    assertThat(publish("one")).isEqualTo(first);
  }

  @Test
  void rollingBackPublishesAnew() {
    RulesetVersion first = publish("one");
    publish("two");
    clock.advance(Duration.ofMinutes(1));
    RulesetVersion third =
        call(() -> store.rollBack(first.seq(), "bob", "two was bad")).orElseThrow();

    assertThat(third.seq()).isGreaterThan(first.seq() + 1);
    assertThat(third.digest()).isEqualTo(first.digest());
    assertThat(call(store::current).orElseThrow().comment()).isEqualTo("two was bad");
  }

  @Test
  void historyHasAllOfThemNewestFirst() {
    for (int i = 0; i < 7; i++) {
      publish("text " + i);
    }
    List<Published> history =
        eventually(() -> all(after -> store.history(after, 3)), list -> list.size() == 7);

    assertThat(history)
        .extracting(published -> published.version().digest())
        .containsExactly(digests());
    assertThat(history).allSatisfy(published -> assertThat(published.text()).isEmpty());
  }

  private static String[] digests() {
    String[] digests = new String[7];
    for (int i = 0; i < 7; i++) {
      digests[i] = RulesetVersion.of(0, "text " + (6 - i)).digest();
    }
    return digests;
  }

  @Test
  void aRulesetTooLargeForARowIsRefused() {
    assertThatThrownBy(() -> publish("x".repeat(RulesetStore.MAX_BYTES + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("350001")
        .hasMessageContaining("350000");
  }

  private RulesetVersion publish(String text) {
    return call(() -> store.publish(text, "ann", "because"));
  }
}
