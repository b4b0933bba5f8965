package dev.buildmeister.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.buildmeister.job.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The fixtures that say what lines, steps and outcomes are, each read whole and byte by byte.
class ContractTest {
  private static final Path FIXTURES = Path.of("fixtures/contract");

  @TestFactory
  Stream<DynamicTest> lines() throws IOException {
    return cases("lines.json")
        .map(each -> dynamicTest(each.get("name").asText(), () -> checkLines(each)));
  }

  @TestFactory
  Stream<DynamicTest> steps() throws IOException {
    return cases("steps.json")
        .map(each -> dynamicTest(each.get("name").asText(), () -> checkSteps(each)));
  }

  @TestFactory
  Stream<DynamicTest> outcomes() throws IOException {
    return cases("outcomes.json")
        .map(each -> dynamicTest(each.get("name").asText(), () -> checkOutcome(each)));
  }

  private static void checkOutcome(JsonNode test) throws IOException {
    for (Reading reading : readings(test)) {
      assertThat(reading.summary().outcome().word()).isEqualTo(test.get("outcome").asText());
    }
  }

  private static void checkLines(JsonNode test) throws IOException {
    List<String> expected = new ArrayList<>();
    for (JsonNode line : test.get("lines")) {
      expected.add(line.get("number").asLong() + ": " + line.get("text").asText());
    }
    List<String> notes = new ArrayList<>();
    test.get("notes").forEach(note -> notes.add(note.asText()));
    for (Reading reading : readings(test)) {
      assertThat(reading.lines().stream().map(line -> line.number() + ": " + line.text()))
          .containsExactlyElementsOf(expected);
      assertThat(reading.summary().notes().stream().map(Enum::name))
          .containsExactlyInAnyOrderElementsOf(notes);
    }
  }

  private static void checkSteps(JsonNode test) throws IOException {
    List<Step> expected = new ArrayList<>();
    for (JsonNode step : test.get("steps")) {
      expected.add(
          new Step(
              step.has("job") ? step.get("job").asText() : null,
              step.get("name").asText(),
              step.get("firstLine").asLong(),
              step.get("lastLine").asLong(),
              step.has("exitCode") ? (Integer) step.get("exitCode").asInt() : null,
              step.get("failed").asBoolean()));
    }
    List<Integer> stepOfLine = new ArrayList<>();
    test.get("stepOfLine").forEach(step -> stepOfLine.add(step.asInt()));
    for (Reading reading : readings(test)) {
      assertThat(reading.summary().steps()).isEqualTo(expected);
      assertThat(reading.summary().failingStep()).isEqualTo(test.get("failingStep").asInt());
      assertThat(reading.lines().stream().map(Reading.Line::step))
          .containsExactlyElementsOf(stepOfLine);
    }
  }

  private static List<Reading> readings(JsonNode test) throws IOException {
    byte[] raw =
        test.has("rawHex")
            ? HexFormat.of().parseHex(test.get("rawHex").asText())
            : test.get("raw").asText().getBytes(StandardCharsets.UTF_8);
    LogLimits limits = limits(test.path("limits"));
    return List.of(
        Reading.of(new ByteArrayInputStream(raw), limits, LogReader.Sizes.DEFAULT),
        Reading.of(Reading.trickling(raw), limits, LogReader.Sizes.DEFAULT));
  }

  private static LogLimits limits(JsonNode limits) {
    LogLimits usual = LogLimits.DEFAULT;
    return new LogLimits(
        limits.path("scanBytes").asLong(usual.scanBytes()),
        limits.path("tailBytes").asInt(usual.tailBytes()),
        limits.path("inflateBytes").asLong(usual.inflateBytes()),
        limits.path("lineBytes").asInt(usual.lineBytes()));
  }

  private static Stream<JsonNode> cases(String file) throws IOException {
    JsonNode cases = new ObjectMapper().readTree(Files.readString(FIXTURES.resolve(file)));
    return StreamSupport.stream(cases.spliterator(), false);
  }
}
