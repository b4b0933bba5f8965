package dev.buildmeister.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.local.LocalStores;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetException;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.Page;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.RulesetStore;
import dev.buildmeister.store.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesetInUseTest {
  private final TestClock clock = new TestClock();
  private final List<String> problems = new ArrayList<>();
  private final LocalStores stores;
  private final Watched store;
  private final RulesetInUse inUse;

  RulesetInUseTest(@TempDir Path directory) throws RulesetException {
    stores = LocalStores.open(directory, clock);
    store = new Watched(stores.rulesets());
    inUse =
        new RulesetInUse(
            CompiledRuleset.compile(RulesetFile.parse(rules("given"), "given", 1)),
            store,
            new Retry(1, Duration.ZERO, Duration.ZERO, RandomGenerator.getDefault(), _ -> {}),
            clock,
            problems::add);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private static String rules(String name) {
    return "[[rule]]\nname = '" + name + "'\npattern = 'FAILED'\n";
  }

  private void publish(String text) {
    var _ = stores.rulesets().publish(text, "me", "");
  }

  private String rule() {
    return inUse.get().ruleset().rules().getFirst().name();
  }

  /// Another look is due.
  private void later() {
    clock.advance(RulesetInUse.LOOK_EVERY);
  }

  @Test
  void whatTheProgramWasGivenIsUsedUntilOneIsPublished() {
    assertThat(rule()).isEqualTo("given");
    publish(rules("published"));
    later();
    assertThat(rule()).isEqualTo("published");
    assertThat(problems).isEmpty();
  }

  @Test
  void theStoreIsAskedOnceInThirtySeconds() {
    assertThat(RulesetInUse.LOOK_EVERY).hasSeconds(30);
    var _ = rule();
    publish(rules("published"));
    clock.advance(RulesetInUse.LOOK_EVERY.minusMillis(1));
    assertThat(rule()).isEqualTo("given");
    assertThat(store.looks).isEqualTo(1);

    clock.advance(Duration.ofMillis(1));
    assertThat(rule()).isEqualTo("published");
    assertThat(store.looks).isEqualTo(2);
  }

  @Test
  void aRulesetIsCompiledOnce() {
    publish(rules("published"));
    CompiledRuleset first = inUse.get();
    later();
    assertThat(inUse.get()).isSameAs(first);
    assertThat(store.reads).isEqualTo(1);
  }

  @Test
  void oneThatIsNotValidTakesNothingAwayAndIsToldOnce() {
    publish(rules("published"));
    assertThat(rule()).isEqualTo("published");
    publish("[[rule]]\nname = 'broken'\npattern = '('\n");
    later();
    assertThat(rule()).isEqualTo("published");
    later();
    assertThat(rule()).isEqualTo("published");
    assertThat(problems).singleElement().asString().contains("is not valid and not used");

    publish(rules("mended"));
    later();
    assertThat(rule()).isEqualTo("mended");
  }

  @Test
  void aStoreThatFailsTakesNothingAway() {
    publish(rules("published"));
    assertThat(rule()).isEqualTo("published");
    store.isBroken = true;
    later();
    assertThat(rule()).isEqualTo("published");
    assertThat(problems).singleElement().asString().contains("cannot be read").contains("broken");
  }

  @Test
  void oneThatCouldNotBeReadIsReadAtTheNextLook() {
    publish(rules("published"));
    store.isBroken = true;
    assertThat(rule()).isEqualTo("given");
    store.isBroken = false;
    later();
    assertThat(rule()).isEqualTo("published");
  }

  @Test
  void oneWhoseTextIsNotThereYetIsReadAtTheNextLook() {
    publish(rules("published"));
    store.isWithoutText = true;
    assertThat(rule()).isEqualTo("given");
    store.isWithoutText = false;
    later();
    assertThat(rule()).isEqualTo("published");
  }

  /// Counts, and fails when told to.
  private static final class Watched implements RulesetStore {
    private final RulesetStore real;
    private int looks;
    private int reads;
    private boolean isBroken;
    private boolean isWithoutText;

    Watched(RulesetStore real) {
      this.real = real;
    }

    @Override
    public RulesetVersion publish(String text, String by, String comment) {
      return real.publish(text, by, comment);
    }

    @Override
    public Optional<RulesetVersion> rollBack(long seq, String by, String comment) {
      return real.rollBack(seq, by, comment);
    }

    @Override
    public Optional<RulesetVersion> currentVersion() {
      looks++;
      if (isBroken) {
        throw new UncheckedIOException(new IOException("broken"));
      }
      return real.currentVersion();
    }

    @Override
    public Optional<Published> current() {
      reads++;
      return isWithoutText ? Optional.empty() : real.current();
    }

    @Override
    public Optional<Published> get(long seq) {
      return real.get(seq);
    }

    @Override
    public Page<Published> history(@Nullable String after, int limit) {
      return real.history(after, limit);
    }
  }
}
