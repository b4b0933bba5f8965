package dev.buildmeister.cli;

import dev.buildmeister.lambda.Services;
import dev.buildmeister.lambda.Settings;
import dev.buildmeister.local.LocalStores;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.store.Json;
import dev.buildmeister.store.Retry;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The handlers of AWS Lambda over the stores of this machine.
final class LocalServices {
  /// For those whose output is not about log lines.
  static final PrintStream SILENT =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  /// What events call the bucket.
  private static final String BUCKET = "logs";

  private LocalServices() {}

  /// @param out where the handlers' log lines go
  static Services over(
      LocalStores stores, CompiledRuleset ruleset, InstantSource clock, PrintStream out) {
    Settings settings = Settings.of(Map.of(Settings.BUCKET, BUCKET, Settings.REGION, "local"));
    return new Services(
        settings,
        ruleset,
        _ -> stores.logs(),
        stores.scans(),
        stores.jobs(),
        stores.rulesets(),
        stores.views(),
        null,
        retry(),
        clock,
        out);
  }

  /// For stores that are busy.
  static Retry retry() {
    return new Retry(
        5,
        Duration.ofMillis(20),
        Duration.ofSeconds(1),
        RandomGenerator.getDefault(),
        Thread::sleep);
  }

  /// The event that EventBridge sends when a log has been put.
  static String created(String key) {
    return Json.object(
        json -> {
          json.writeStringField("source", "aws.s3");
          json.writeStringField("detail-type", "Object Created");
          json.writeObjectFieldStart("detail");
          json.writeObjectFieldStart("bucket");
          json.writeStringField("name", BUCKET);
          json.writeEndObject();
          json.writeObjectFieldStart("object");
          Json.text(json, "key", key);
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}
