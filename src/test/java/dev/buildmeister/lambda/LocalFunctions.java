package dev.buildmeister.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.buildmeister.local.LocalStores;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetException;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.ScanStore;
import dev.buildmeister.store.StoredScan;
import dev.buildmeister.store.TestClock;
import dev.buildmeister.store.ViewStore;
import dev.buildmeister.store.WorkQueue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The functions over a directory, with two rules of which one asks for the branch.
final class LocalFunctions implements AutoCloseable {
  static final String RULES =
      """
      [[rule]]
      name = 'on main'
      pattern = 'FAILED (\\S+)'
      when = { branch = 'main' }
      [[rule]]
      name = 'failed'
      pattern = 'FAILED (\\S+)'
      """;

  final TestClock clock = new TestClock();
  final LocalStores stores;
  final WorkQueue queue;
  final Services services;
  private boolean viewsAreBroken;
  private boolean scansAreBroken;

  /// How long a log takes, by the clock.
  Duration perLog = Duration.ZERO;

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  LocalFunctions(Path directory, Map<String, String> environment) throws RulesetException {
    stores = LocalStores.open(directory, clock);
    queue = stores.queue("logs", 6);
    services =
        new Services(
            settings(environment),
            CompiledRuleset.compile(RulesetFile.parse(RULES, "rules", 1)),
            _ -> stores.logs(),
            breaking(stores.scans()),
            stores.jobs(),
            stores.rulesets(),
            breaking(stores.views()),
            queue,
            new Retry(1, Duration.ZERO, Duration.ZERO, RandomGenerator.getDefault(), _ -> {}),
            clock,
            new PrintStream(lines, true, StandardCharsets.UTF_8));
  }

  /// From now on no view can be written.
  void breakViews() {
    viewsAreBroken = true;
  }

  /// From now on every scan record is damaged.
  void breakScans() {
    scansAreBroken = true;
  }

  private ViewStore breaking(ViewStore real) {
    return new ViewStore() {
      @Override
      public String put(String key, byte[] bytes) {
        check(viewsAreBroken, key);
        return real.put(key, bytes);
      }

      @Override
      public Optional<View> get(String key) {
        return real.get(key);
      }
    };
  }

  private ScanStore breaking(ScanStore real) {
    return new ScanStore() {
      @Override
      public void put(String key, StoredScan scan) {
        real.put(key, scan);
        clock.advance(perLog);
      }

      @Override
      public Optional<StoredScan> get(String key) {
        check(scansAreBroken, key);
        return real.get(key);
      }
    };
  }

  private static void check(boolean broken, String key) {
    if (broken) {
      throw new UncheckedIOException(new IOException(key + " is broken"));
    }
  }

  static Settings settings(Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putIfAbsent(Settings.BUCKET, "logs");
    all.putIfAbsent(Settings.REGION, "eu-central-1");
    return Settings.of(all);
  }

  void putLog(String key, String text) {
    putLog(key, text, Map.of());
  }

  void putLog(String key, String text, Map<String, String> metadata) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var _ = stores.logs().put(key, new ByteArrayInputStream(bytes), metadata);
  }

  String classify(String event) throws IOException {
    return invoke(new ClassifyHandler(services), event);
  }

  String invoke(RequestStreamHandler handler, String event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
        out,
        new Invocation("1", "", clock.instant().plus(Duration.ofMinutes(1)), clock));
    return out.toString(StandardCharsets.UTF_8);
  }

  /// What has been logged.
  String lines() {
    return lines.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    stores.close();
  }
}
