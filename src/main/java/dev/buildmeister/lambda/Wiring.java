package dev.buildmeister.lambda;

import dev.buildmeister.aws.AwsClients;
import dev.buildmeister.aws.AwsStores;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetException;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.rules.ShippedRuleset;
import dev.buildmeister.store.Retry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// Puts the handlers on the stores of AWS, once in the life of a process.
final class Wiring {
  private static final int ATTEMPTS = 6;
  private static final Duration BASE = Duration.ofMillis(50);
  private static final Duration CAP = Duration.ofSeconds(2);

  private Wiring() {}

  private static @Nullable Services services;

  /// Those of this process, for handlers that the managed runtime makes; ready for a snapshot.
  ///
  /// @throws IllegalArgumentException naming in one line all that is missing or wrong
  static synchronized Services services() {
    Services made = services;
    if (made == null) {
      made = services(System.getenv());
      services = made;
      Priming.register(made);
    }
    return made;
  }

  static Services services(Map<String, String> environment) {
    Settings settings = Settings.of(environment);
    InstantSource clock = InstantSource.system();
    AwsClients clients =
        new AwsClients(Region.of(settings.region()), DefaultCredentialsProvider.builder().build());
    AwsStores stores = new AwsStores(clients, settings.tables(), settings.bucket(), clock);
    return new Services(
        settings,
        ruleset(settings),
        stores::logs,
        stores.scans(),
        stores.jobs(),
        stores.rulesets(),
        stores.views(),
        settings.queue() == null ? null : stores.queue(settings.queue()),
        // The system's dice: copies of a snapshot with dice of their own would all wait equally
        // long.
        new Retry(ATTEMPTS, BASE, CAP, new SecureRandom(), Thread::sleep),
        clock,
        System.out);
  }

  private static CompiledRuleset ruleset(Settings settings) {
    if (settings.ruleset() == null) {
      return ShippedRuleset.compiled();
    }
    try {
      return CompiledRuleset.compile(RulesetFile.read(Path.of(settings.ruleset()), 0));
    } catch (RulesetException e) {
      throw new IllegalArgumentException(Settings.RULESET + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(Settings.RULESET + ": " + e.getMessage(), e);
    }
  }
}
