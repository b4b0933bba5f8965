package dev.buildmeister.lambda;

import dev.buildmeister.store.Json;
import dev.buildmeister.verdict.Verdict;
import dev.buildmeister.work.Report;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/// Log lines as JSON, one object each. That of a job carries metrics in CloudWatch's embedded
/// metric format, with function and state as their only dimensions. Thread-safe.
final class JsonLog {
  private static final String NAMESPACE = "Buildmeister";

  private final PrintStream out;
  private final InstantSource clock;
  private final String function;

  JsonLog(PrintStream out, InstantSource clock, String function) {
    this.out = out;
    this.clock = clock;
    this.function = function;
  }

  /// Something a person should look at.
  void problem(String message) {
    problem(message, Map.of());
  }

  /// The same, with more about it.
  void problem(String message, Map<String, Object> fields) {
    line("ERROR", message, fields);
  }

  /// Something that was done.
  void info(String message, Map<String, Object> fields) {
    line("INFO", message, fields);
  }

  private void line(String level, String message, Map<String, Object> fields) {
    print(
        Json.object(
            json -> {
              json.writeStringField("time", clock.instant().toString());
              json.writeStringField("level", level);
              Json.text(json, "message", message);
              json.writeStringField("function", function);
              for (Map.Entry<String, Object> field : new TreeMap<>(fields).entrySet()) {
                if (field.getValue() instanceof Number number) {
                  json.writeNumberField(field.getKey(), number.longValue());
                } else {
                  Json.text(json, field.getKey(), String.valueOf(field.getValue()));
                }
              }
            }));
  }

  /// A job was classified.
  void classified(Report report) {
    print(
        Json.object(
            json -> {
              json.writeStringField("time", clock.instant().toString());
              json.writeStringField("level", "INFO");
              json.writeStringField("message", "classified");
              json.writeStringField("function", function);
              Json.text(json, "job", report.log().job().itemKey());
              json.writeStringField("state", report.verdict().state().name());
              Json.text(
                  json,
                  "rule",
                  report.verdict() instanceof Verdict.Matched matched ? matched.ruleId() : null);
              json.writeStringField("kept", report.kept().name());
              json.writeNumberField("jobs", 1);
              json.writeNumberField("lines", report.lines());
              json.writeNumberField("bytes", report.bytes());
              json.writeNumberField("open_ms", report.openMillis());
              json.writeNumberField("scan_ms", report.scanMillis());
              json.writeNumberField("store_ms", report.storeMillis());
              metrics(json);
            }));
  }

  // Amazon CloudWatch user guide, "Specification: Embedded metric format".
  private void metrics(com.fasterxml.jackson.core.JsonGenerator json) throws java.io.IOException {
    json.writeObjectFieldStart("_aws");
    json.writeNumberField("Timestamp", clock.millis());
    json.writeArrayFieldStart("CloudWatchMetrics");
    json.writeStartObject();
    json.writeStringField("Namespace", NAMESPACE);
    json.writeArrayFieldStart("Dimensions");
    json.writeStartArray();
    json.writeString("function");
    json.writeString("state");
    json.writeEndArray();
    json.writeEndArray();
    json.writeArrayFieldStart("Metrics");
    metric(json, "jobs", "Count");
    metric(json, "bytes", "Bytes");
    metric(json, "open_ms", "Milliseconds");
    metric(json, "scan_ms", "Milliseconds");
    metric(json, "store_ms", "Milliseconds");
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void metric(
      com.fasterxml.jackson.core.JsonGenerator json, String name, String unit)
      throws java.io.IOException {
    json.writeStartObject();
    json.writeStringField("Name", name);
    json.writeStringField("Unit", unit);
    json.writeEndObject();
  }

  private void print(String line) {
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }
}
