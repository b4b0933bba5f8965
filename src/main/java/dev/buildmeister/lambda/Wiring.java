package dev.buildmeister.lambda;

import dev.buildmeister.aws.AwsClients;
import dev.buildmeister.aws.AwsStores;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.Ruleset;
import dev.buildmeister.rules.RulesetException;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.rules.ShippedRuleset;
import dev.buildmeister.store.Retry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// Puts the handlers on the stores of AWS, once in the life of a process.
final class Wiring {
  private static final int ATTEMPTS = 6;
  private static final Duration BASE = Duration.ofMillis(50);
  private static final Duration CAP = Duration.ofSeconds(2);

  private Wiring() {}

  private static final class Once {
    static final Services SERVICES = services(System.getenv());
  }

  /// Those of this process.
  static Services services() {
    return Once.SERVICES;
  }

  static Services services(Map<String, String> environment) {
    Settings settings = Settings.of(environment);
    InstantSource clock = InstantSource.system();
    AwsClients clients =
        new AwsClients(Region.of(settings.region()), DefaultCredentialsProvider.builder().build());
    AwsStores stores = new AwsStores(clients, settings.tables(), settings.bucket(), clock);
    return new Services(
        settings,
        CompiledRuleset.compile(ruleset(settings)),
        stores::logs,
        stores.scans(),
        stores.jobs(),
        stores.rulesets(),
        stores.views(),
        new Retry(ATTEMPTS, BASE, CAP, RandomGenerator.getDefault(), Thread::sleep),
        clock,
        System.out);
  }

  private static Ruleset ruleset(Settings settings) {
    if (settings.ruleset() == null) {
      return ShippedRuleset.load();
    }
    try {
      return RulesetFile.read(Path.of(settings.ruleset()), 0);
    } catch (RulesetException e) {
      throw new IllegalArgumentException(Settings.RULESET + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(Settings.RULESET + ": " + e.getMessage(), e);
    }
  }
}
