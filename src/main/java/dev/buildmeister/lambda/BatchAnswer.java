package dev.buildmeister.lambda;

import dev.buildmeister.store.Json;
import java.util.List;

/// Which messages of a batch are to come again: Lambda's partial batch response.
final class BatchAnswer {
  private BatchAnswer() {}

  static String of(List<String> failedIds) {
    return Json.object(
        json -> {
          json.writeArrayFieldStart("batchItemFailures");
          for (String id : failedIds) {
            json.writeStartObject();
            Json.text(json, "itemIdentifier", id);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
