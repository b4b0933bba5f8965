package dev.buildmeister.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads `fixtures/contract`. There `{"text": "é", "times": 300}` stands for a long text, and
/// `{"items": "x", "times": 9}` for a list of equal ones.
final class Fixtures {
  private Fixtures() {}

  static JsonNode read(String name) throws IOException {
    return expand(
        Json.TREES.readTree(Files.readString(Path.of("fixtures", "contract").resolve(name))));
  }

  static String text(JsonNode node) {
    if (!node.isTextual()) {
      throw new AssertionError("fixture has no text but " + node);
    }
    return node.asText();
  }

  private static JsonNode expand(JsonNode node) {
    if (node.has("times") && node.has("text")) {
      return JsonNodeFactory.instance.textNode(
          node.path("text").asText().repeat(node.path("times").asInt()));
    }
    if (node.has("times") && node.has("items")) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < node.path("times").asInt(); i++) {
        items.add(expand(node.path("items")));
      }
      return items;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode expanded = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(member -> expanded.set(member.getKey(), expand(member.getValue())));
      return expanded;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode expanded = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> expanded.add(expand(item)));
      return expanded;
    }
    return node;
  }
}
