package dev.buildmeister.work;

import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetException;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.RulesetStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The ruleset that verdicts are reached by: the published one, else that which the program was
/// given.
///
/// The store is asked when a ruleset is needed, at most every [#LOOK_EVERY]; a newer one is
/// compiled and takes over at once. If it cannot be read or is not valid, the one in use stays.
/// Thread-safe.
public final class RulesetInUse implements Supplier<CompiledRuleset> {
  /// How long a newer ruleset may go unseen.
  public static final Duration LOOK_EVERY = Duration.ofSeconds(30);

  /// A ruleset that is had is not kept waiting for longer than that.
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final RulesetStore store;
  private final Retry retry;
  private final InstantSource clock;
  private final Consumer<String> problems;
  private CompiledRuleset inUse;
  private Instant lookedAt = Instant.MIN;
  private Optional<RulesetVersion> seen = Optional.empty();

  /// @param given what is used until one is published
  /// @param problems is told in one sentence why a published one is not used
  public RulesetInUse(
      CompiledRuleset given,
      RulesetStore store,
      Retry retry,
      InstantSource clock,
      Consumer<String> problems) {
    this.inUse = given;
    this.store = store;
    this.retry = retry;
    this.clock = clock;
    this.problems = problems;
  }

  @Override
  public synchronized CompiledRuleset get() {
    Instant now = clock.instant();
    if (now.isBefore(lookedAt) || Duration.between(lookedAt, now).compareTo(LOOK_EVERY) >= 0) {
      lookedAt = now;
      look();
    }
    return inUse;
  }

  private void look() {
    Retry soon = retry.until(clock.instant().plus(MAX_WAIT), clock);
    try {
      Optional<RulesetVersion> current = soon.call(store::currentVersion);
      if (current.isPresent() && !current.equals(seen)) {
        Optional<RulesetStore.Published> published = soon.call(store::current);
        if (published.isPresent()) {
          seen = current;
          use(published.get());
        }
      }
    } catch (RuntimeException e) {
      // Verdicts by a ruleset of a while ago are better than none.
      problems.accept("the published ruleset cannot be read: " + e.getMessage());
    }
  }

  private void use(RulesetStore.Published published) {
    try {
      inUse =
          CompiledRuleset.compile(
              RulesetFile.parse(
                  published.text(), "ruleset " + published.version(), published.version().seq()));
    } catch (RulesetException e) {
      problems.accept(
          "ruleset " + published.version() + " is not valid and not used: " + e.getMessage());
    }
  }
}
