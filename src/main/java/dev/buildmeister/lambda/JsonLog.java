package dev.buildmeister.lambda;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.buildmeister.store.Json;
import dev.buildmeister.verdict.Verdict;
import dev.buildmeister.work.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/// Log lines as JSON, one object each. That of a job, and of what failed, carries metrics in
/// CloudWatch's embedded metric format, with function and state as their only dimensions.
/// Thread-safe.
final class JsonLog {
  /// The namespace of all metrics.
  static final String NAMESPACE = "Buildmeister";

  /// The metric of jobs that got a verdict, by its state.
  static final String JOBS = "jobs";

  /// The metric of what could not be worked on, and what stands there for a state.
  static final String FAILED = "failed_items";

  static final String FAILED_STATE = "ERROR";

  private static final Map<String, String> UNITS =
      Map.of(
          JOBS,
          "Count",
          "bytes",
          "Bytes",
          "open_ms",
          "Milliseconds",
          "scan_ms",
          "Milliseconds",
          "store_ms",
          "Milliseconds");

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

  /// A message, a change or a job that could not be worked on now: a line for a person, and a
  /// metric.
  void failed(String message) {
    print(
        Json.object(
            json -> {
              begin(json, "ERROR", message);
              json.writeStringField("state", FAILED_STATE);
              json.writeNumberField(FAILED, 1);
              metrics(json, Map.of(FAILED, "Count"));
            }));
  }

  private void line(String level, String message, Map<String, Object> fields) {
    print(
        Json.object(
            json -> {
              begin(json, level, message);
              for (Map.Entry<String, Object> field : new TreeMap<>(fields).entrySet()) {
                switch (field.getValue()) {
                  case Number number -> json.writeNumberField(field.getKey(), number.longValue());
                  case Boolean truth -> json.writeBooleanField(field.getKey(), truth);
                  case Object other -> Json.text(json, field.getKey(), other.toString());
                }
              }
            }));
  }

  /// A job was classified.
  void classified(Report report) {
    print(
        Json.object(
            json -> {
              begin(json, "INFO", "classified");
              Json.text(json, "job", report.log().job().itemKey());
              json.writeStringField("state", report.verdict().state().name());
              Json.text(
                  json,
                  "rule",
                  report.verdict() instanceof Verdict.Matched matched ? matched.ruleId() : null);
              json.writeStringField("kept", report.kept().name());
              json.writeNumberField(JOBS, 1);
              json.writeNumberField("lines", report.lines());
              json.writeNumberField("bytes", report.bytes());
              json.writeNumberField("open_ms", report.openMillis());
              json.writeNumberField("scan_ms", report.scanMillis());
              json.writeNumberField("store_ms", report.storeMillis());
              metrics(json, UNITS);
            }));
  }

  private void begin(JsonGenerator json, String level, String message) throws IOException {
    json.writeStringField("time", clock.instant().toString());
    json.writeStringField("level", level);
    Json.text(json, "message", message);
    json.writeStringField("function", function);
  }

  // Amazon CloudWatch user guide, "Specification: Embedded metric format".
  private void metrics(JsonGenerator json, Map<String, String> units) throws IOException {
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
    for (Map.Entry<String, String> unit : new TreeMap<>(units).entrySet()) {
      json.writeStartObject();
      json.writeStringField("Name", unit.getKey());
      json.writeStringField("Unit", unit.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void print(String line) {
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }
}
