package dev.buildmeister.lambda;

import dev.buildmeister.store.Json;
import org.jspecify.annotations.Nullable;

/// An answer over HTTP, in payload format 2.0.
final class HttpAnswer {
  private HttpAnswer() {}

  static String of(int status, String body) {
    return Json.object(
        json -> {
          json.writeNumberField("statusCode", status);
          json.writeObjectFieldStart("headers");
          json.writeStringField("content-type", "application/json");
          json.writeStringField("x-content-type-options", "nosniff");
          json.writeEndObject();
          Json.text(json, "body", body);
        });
  }

  static String error(@Nullable String message) {
    return Json.object(json -> Json.text(json, "error", message));
  }
}
