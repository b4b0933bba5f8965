package dev.buildmeister.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where figures go: a table for people on the terminal and in `table.txt`, and what it was made of
/// in `raw.jsonl`.
final class BenchOutput implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Writer table;
  private final Writer raw;

  BenchOutput(Path directory) throws IOException {
    var _ = Files.createDirectories(directory);
    this.table = Files.newBufferedWriter(directory.resolve("table.txt"));
    this.raw = Files.newBufferedWriter(directory.resolve("raw.jsonl"));
  }

  /// A new line of raw output, to be filled.
  static ObjectNode object(String what) {
    return JSON.createObjectNode().put("what", what);
  }

  /// Reads what a program wrote.
  static JsonNode parse(String line) throws IOException {
    return JSON.readTree(line);
  }

  /// A line of the table.
  void print(String line) throws IOException {
    System.out.println(line);
    table.append(line).append('\n');
    table.flush();
  }

  /// A line of raw output.
  void raw(ObjectNode line) throws IOException {
    raw.append(line.toString()).append('\n');
  }

  @Override
  public void close() throws IOException {
    table.close();
    raw.close();
  }
}
