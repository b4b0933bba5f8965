package dev.buildmeister.lambda;

import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The whole program on AWS Lambda where no managed runtime starts the handlers: all functions in
/// one, chosen by `_HANDLER`. It works on a JVM as it does as a native image.
public final class Bootstrap {
  /// Which variable says where the Runtime API is.
  static final String API = "AWS_LAMBDA_RUNTIME_API";

  /// Which variable names the function.
  static final String HANDLER = "_HANDLER";

  private final Map<String, String> environment;
  private final InstantSource clock;
  private final PrintStream out;
  private final List<String> faults = new ArrayList<>();

  Bootstrap(Map<String, String> environment, InstantSource clock, PrintStream out) {
    this.environment = environment;
    this.clock = clock;
    this.out = out;
  }

  /// Makes the services of an environment.
  @FunctionalInterface
  interface Making {
    /// Those that it names.
    ///
    /// @throws RuntimeException saying what is missing
    Services services(Map<String, String> environment);
  }

  /// Works until Lambda ends it. It ends by itself only if it cannot begin or go on, then with 1,
  /// and Lambda starts another.
  ///
  /// @param arguments none are looked at
  public static void main(String[] arguments) {
    Bootstrap bootstrap = new Bootstrap(System.getenv(), InstantSource.system(), System.out);
    bootstrap.run(Wiring::services);
    System.exit(1);
  }

  /// Returns when it cannot begin or go on.
  void run(Making making) {
    JsonLog log = new JsonLog(out, clock, environment.getOrDefault(Settings.FUNCTION, "local"));
    String address = environment.getOrDefault(API, "");
    Optional<Function> function = Function.ofHandler(environment.getOrDefault(HANDLER, ""));
    Services services = services(making);
    if (function.isEmpty()) {
      faults.add(
          HANDLER
              + " is '"
              + environment.getOrDefault(HANDLER, "")
              + "'; give "
              + Function.known());
    }
    if (address.isEmpty()) {
      faults.add(API + " is not set; AWS Lambda sets it when it starts this program");
    }
    if (services == null || function.isEmpty() || address.isEmpty()) {
      giveUp(log, address, services == null ? "Runtime.ConfigInvalid" : "Runtime.NoSuchHandler");
    } else {
      new RuntimeLoop(new RuntimeApi(address), function.get().handler(services), clock, log).run();
    }
  }

  private @Nullable Services services(Making making) {
    try {
      return making.services(environment);
    } catch (RuntimeException e) {
      faults.add(String.valueOf(e.getMessage()));
      return null;
    } catch (LinkageError e) {
      // A class that is not in the native image, or whose static initialiser failed.
      faults.add("the program is not whole: " + (e.getCause() == null ? e : e.getCause()));
      return null;
    }
  }

  private void giveUp(JsonLog log, String address, String category) {
    Failure failure = new Failure(category, category, String.join("; ", faults));
    log.problem(failure.message());
    if (address.isEmpty()) {
      return;
    }
    try {
      var _ = new RuntimeApi(address).initError(failure);
    } catch (IOException e) {
      log.problem("the Runtime API cannot be told: " + e.getMessage());
    }
  }
}
