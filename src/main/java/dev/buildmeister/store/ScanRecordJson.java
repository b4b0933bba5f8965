package dev.buildmeister.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.buildmeister.job.Note;
import dev.buildmeister.job.Outcome;
import dev.buildmeister.job.Step;
import dev.buildmeister.verdict.ScanRecord;
import dev.buildmeister.verdict.ScanRecord.BestLine;
import dev.buildmeister.verdict.ScanRecord.ExtractedFact;
import dev.buildmeister.verdict.ScanRecord.Hit;
import dev.buildmeister.verdict.ScanRecord.PatternHits;
import dev.buildmeister.verdict.ScanRecord.StepHits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Scan records as JSON. Equal records give equal bytes. Members and notes that are not known are
/// passed over, so that an older program reads what a newer one wrote. Where `last` is missing it
/// equals `first`.
///
/// Written as a stream. Read as a stream of members, each element as a small tree, at most 256 MiB.
public final class ScanRecordJson {
  private ScanRecordJson() {}

  /// Writes a record; the stream is flushed and not closed.
  public static void write(StoredScan stored, OutputStream out) throws IOException {
    ScanRecord scan = stored.scan();
    try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField("log_modified", Times.text(stored.logModified()));
      json.writeNumberField("lines", scan.lines());
      json.writeNumberField("bytes", scan.bytes());
      json.writeArrayFieldStart("steps");
      for (Step step : scan.steps()) {
        step(json, step);
      }
      json.writeEndArray();
      json.writeNumberField("failing_step", scan.failingStep());
      json.writeStringField("outcome", scan.outcome().word());
      Json.texts(json, "notes", scan.notes().stream().map(Enum::name).toList());
      Json.texts(json, "patterns", scan.patterns());
      json.writeObjectFieldStart("hits");
      for (Map.Entry<String, PatternHits> entry : scan.hits().entrySet()) {
        json.writeFieldName(Texts.wellFormed(entry.getKey()));
        hits(json, entry.getValue());
      }
      json.writeEndObject();
      Json.texts(json, "error_lines", scan.errorLines());
      json.writeArrayFieldStart("extracted");
      for (ExtractedFact fact : scan.extracted()) {
        fact(json, fact);
      }
      json.writeEndArray();
      if (scan.bestLine() != null) {
        json.writeFieldName("best_line");
        bestLine(json, scan.bestLine());
      }
      json.writeEndObject();
    }
  }

  private static void bestLine(JsonGenerator json, BestLine best) throws IOException {
    json.writeStartObject();
    json.writeNumberField("step", best.step());
    json.writeNumberField("score", best.score());
    json.writeFieldName("hit");
    hit(json, best.hit());
    json.writeEndObject();
  }

  private static void fact(JsonGenerator json, ExtractedFact fact) throws IOException {
    json.writeStartObject();
    Json.text(json, "name", fact.name());
    Json.texts(json, "values", fact.values());
    json.writeEndObject();
  }

  /// Writes a step; the verdict's JSON has the same.
  static void step(JsonGenerator json, Step step) throws IOException {
    json.writeStartObject();
    Json.text(json, "job", step.job());
    Json.text(json, "name", step.name());
    json.writeNumberField("first_line", step.firstLine());
    json.writeNumberField("last_line", step.lastLine());
    json.writeFieldName("exit_code");
    if (step.exitCode() == null) {
      json.writeNull();
    } else {
      json.writeNumber(step.exitCode());
    }
    json.writeBooleanField("failed", step.failed());
    json.writeEndObject();
  }

  private static void hits(JsonGenerator json, PatternHits hits) throws IOException {
    json.writeStartObject();
    json.writeNumberField("count", hits.count());
    json.writeArrayFieldStart("steps");
    for (StepHits step : hits.steps()) {
      json.writeStartObject();
      json.writeNumberField("step", step.step());
      json.writeNumberField("count", step.count());
      json.writeFieldName("first");
      hit(json, step.first());
      if (!step.last().equals(step.first())) {
        json.writeFieldName("last");
        hit(json, step.last());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.texts(json, "first_captures", hits.firstCaptures());
    json.writeBooleanField("more_captures", hits.moreCaptures());
    json.writeEndObject();
  }

  private static void hit(JsonGenerator json, Hit hit) throws IOException {
    json.writeStartObject();
    json.writeNumberField("line_num", hit.lineNum());
    Json.text(json, "line", hit.line());
    json.writeNumberField("column", hit.column());
    Json.texts(json, "captures", hit.captures());
    Json.texts(json, "context", hit.context());
    Json.texts(json, "excerpt", hit.excerpt());
    json.writeEndObject();
  }

  /// Reads a record; the stream is not closed.
  ///
  /// @throws IOException if it is not one, or larger than the limit
  public static StoredScan read(InputStream in) throws IOException {
    try (JsonParser json = Json.FACTORY.createParser(in)) {
      json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      json.setCodec(Json.TREES);
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      Builder scan = new Builder();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        scan.member(name, json);
      }
      // A record that was cut must not pass for a small one.
      expect(json, json.currentToken(), JsonToken.END_OBJECT);
      return scan.build();
    } catch (IllegalArgumentException e) {
      throw new IOException("scan record is damaged: " + e.getMessage(), e);
    }
  }

  private static void expect(JsonParser json, @Nullable JsonToken found, JsonToken wanted)
      throws IOException {
    if (found != wanted) {
      throw new IOException(
          "scan record is damaged at byte "
              + json.currentLocation().getByteOffset()
              + ": found "
              + found
              + ", expected "
              + wanted);
    }
  }

  /// What has been read so far.
  private static final class Builder {
    private Instant logModified = Instant.EPOCH;
    private long lines;
    private long bytes;
    private final List<Step> steps = new ArrayList<>();
    private int failingStep = -1;

    /// Older records do not say it.
    private Outcome outcome = Outcome.UNKNOWN;

    private final Set<Note> notes = new TreeSet<>();
    private final Set<String> patterns = new TreeSet<>();
    private final Map<String, PatternHits> hits = new TreeMap<>();
    private final List<String> errorLines = new ArrayList<>();
    private final List<ExtractedFact> extracted = new ArrayList<>();
    private @Nullable BestLine bestLine;

    void member(String name, JsonParser json) throws IOException {
      switch (name) {
        case "log_modified" -> logModified = time(json.getText());
        case "lines" -> lines = json.getLongValue();
        case "bytes" -> bytes = json.getLongValue();
        case "failing_step" -> failingStep = json.getIntValue();
        case "outcome" -> outcome = Outcome.of(json.getText());
        case "steps" -> each(json, node -> steps.add(readStep(node)));
        case "notes" ->
            each(
                json,
                node ->
                    Arrays.stream(Note.values())
                        .filter(note -> note.name().equals(node.asText()))
                        .forEach(notes::add));
        case "patterns" -> each(json, node -> patterns.add(node.asText()));
        case "hits" -> hits(json);
        case "error_lines" -> each(json, node -> errorLines.add(node.asText()));
        case "extracted" ->
            each(
                json,
                node ->
                    extracted.add(new ExtractedFact(text(node, "name"), texts(node, "values"))));
        case "best_line" -> bestLine = readBestLine(json.<JsonNode>readValueAsTree());
        // Of a newer program.
        default -> json.skipChildren();
      }
    }

    private void hits(JsonParser json) throws IOException {
      expect(json, json.currentToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String pattern = json.currentName();
        json.nextToken();
        hits.put(pattern, readHits(json.<JsonNode>readValueAsTree()));
      }
    }

    StoredScan build() {
      return new StoredScan(
          logModified,
          new ScanRecord(
              lines,
              bytes,
              steps,
              failingStep,
              outcome,
              notes,
              patterns,
              hits,
              errorLines,
              extracted,
              bestLine));
    }

    private static Instant time(String text) throws IOException {
      try {
        return Times.parse(text);
      } catch (DateTimeParseException e) {
        throw new IOException("scan record is damaged: log_modified is '" + text + "'", e);
      }
    }
  }

  @FunctionalInterface
  private interface Element {
    void read(JsonNode node) throws IOException;
  }

  private static void each(JsonParser json, Element element) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read(json.<JsonNode>readValueAsTree());
    }
  }

  private static Step readStep(JsonNode node) throws IOException {
    JsonNode exitCode = node.path("exit_code");
    return new Step(
        node.path("job").textValue(),
        text(node, "name"),
        number(node, "first_line"),
        number(node, "last_line"),
        exitCode.isInt() ? Integer.valueOf(exitCode.intValue()) : null,
        node.path("failed").booleanValue());
  }

  private static PatternHits readHits(JsonNode node) throws IOException {
    List<StepHits> steps = new ArrayList<>();
    for (JsonNode step : node.path("steps")) {
      Hit first = readHit(step.path("first"));
      Hit last = step.has("last") ? readHit(step.path("last")) : first;
      steps.add(new StepHits((int) number(step, "step"), number(step, "count"), first, last));
    }
    return new PatternHits(
        number(node, "count"),
        steps,
        texts(node, "first_captures"),
        node.path("more_captures").booleanValue());
  }

  private static BestLine readBestLine(JsonNode node) throws IOException {
    return new BestLine(
        (int) number(node, "step"), (int) number(node, "score"), readHit(node.path("hit")));
  }

  private static Hit readHit(JsonNode node) throws IOException {
    return new Hit(
        number(node, "line_num"),
        text(node, "line"),
        (int) number(node, "column"),
        texts(node, "captures"),
        texts(node, "context"),
        texts(node, "excerpt"));
  }

  private static String text(JsonNode node, String name) throws IOException {
    String text = node.path(name).textValue();
    if (text == null) {
      throw new IOException("scan record is damaged: text '" + name + "' is missing");
    }
    return text;
  }

  private static long number(JsonNode node, String name) throws IOException {
    if (!node.path(name).canConvertToLong()) {
      throw new IOException("scan record is damaged: number '" + name + "' is missing");
    }
    return node.path(name).longValue();
  }

  private static List<String> texts(JsonNode node, String name) {
    List<String> texts = new ArrayList<>();
    node.path(name).forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
