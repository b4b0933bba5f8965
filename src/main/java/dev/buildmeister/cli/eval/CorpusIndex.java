package dev.buildmeister.cli.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads a corpus' index: one JSON object a log, one log a line.
public final class CorpusIndex {
  private CorpusIndex() {}

  /// All logs, in the order of the file.
  ///
  /// @throws IOException if the file cannot be read, or with all lines that cannot
  public static List<LabelledLog> read(Path index) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<LabelledLog> logs = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    List<String> lines = Files.readAllLines(index);
    for (int i = 0; i < lines.size(); i++) {
      try {
        logs.add(log(json.readTree(lines.get(i))));
      } catch (JsonProcessingException e) {
        faults.add("line " + (i + 1) + ": " + e.getOriginalMessage());
      } catch (IllegalArgumentException e) {
        faults.add("line " + (i + 1) + ": " + e.getMessage());
      }
    }
    if (!faults.isEmpty()) {
      throw new IOException(String.join("; ", faults));
    }
    return logs;
  }

  private static LabelledLog log(JsonNode log) {
    JsonNode label = log.path("label");
    String id = text(log, "id");
    String group = log.path("group").asText("");
    String kind = label.path("kind").asText("");
    Set<Long> lines = numbers(label.path("lines"));
    boolean located = (kind.equals("line") || kind.equals("chunk")) && !lines.isEmpty();
    lines.removeAll(numbers(label.path("boilerplate_lines")));
    return new LabelledLog(
        id,
        text(log, "file"),
        text(log, "set"),
        text(log, "provider"),
        group.isEmpty() ? id : group,
        !log.path("duplicate_of").asText("").isEmpty(),
        label.path("passed").asBoolean(),
        located,
        lines,
        numbers(label.path("key_lines")),
        label.path("best").asLong());
  }

  private static String text(JsonNode log, String name) {
    JsonNode value = log.path(name);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("there is no '" + name + "'");
    }
    return value.asText();
  }

  private static Set<Long> numbers(JsonNode array) {
    Set<Long> numbers = new LinkedHashSet<>();
    array.forEach(each -> numbers.add(each.asLong()));
    return numbers;
  }
}
