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
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
      made = servicesOrALine(System.getenv());
      services = made;
      Priming.register(made);
    }
    return made;
  }

  /// The managed runtime tells what a constructor throws as a stack trace of many lines.
  private static Services servicesOrALine(Map<String, String> environment) {
    try {
      return services(environment);
    } catch (IllegalArgumentException e) {
      new JsonLog(
              System.out,
              InstantSource.system(),
              environment.getOrDefault(Settings.FUNCTION, "local"))
          .problem(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /// Those that an environment names.
  ///
  /// @throws IllegalArgumentException naming in one line all that is missing or wrong
  static Services services(Map<String, String> environment) {
    List<String> faults = new ArrayList<>();
    Settings settings = orFault(faults, () -> Settings.of(environment));
    CompiledRuleset ruleset =
        orFault(faults, () -> ruleset(environment.getOrDefault(Settings.RULESET, "")));
    if (settings == null || ruleset == null) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
    return services(settings, ruleset);
  }

  private static <T> @Nullable T orFault(List<String> faults, Supplier<T> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      // A ruleset tells each of its faults in a line.
      faults.add(String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; "));
      return null;
    }
  }

  private static Services services(Settings settings, CompiledRuleset ruleset) {
    InstantSource clock = InstantSource.system();
    AwsClients clients =
        new AwsClients(Region.of(settings.region()), DefaultCredentialsProvider.builder().build());
    AwsStores stores = new AwsStores(clients, settings.tables(), settings.bucket(), clock);
    return new Services(
        settings,
        ruleset,
        stores::logs,
        stores.scans(),
        stores.jobs(settings.listed()),
        stores.rulesets(),
        stores.views(),
        settings.queue() == null ? null : stores.queue(settings.queue()),
        // The system's dice: copies of a snapshot with dice of their own would all wait equally
        // long.
        new Retry(ATTEMPTS, BASE, CAP, new SecureRandom(), Thread::sleep),
        clock,
        System.out);
  }

  private static CompiledRuleset ruleset(String file) {
    if (file.isEmpty()) {
      return ShippedRuleset.compiled();
    }
    try {
      return CompiledRuleset.compile(RulesetFile.read(Path.of(file), 0));
    } catch (RulesetException | InvalidPathException e) {
      throw new IllegalArgumentException(Settings.RULESET + ": " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(Settings.RULESET + ": there is no file " + file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(Settings.RULESET + ": " + e.getMessage(), e);
    }
  }
}
