package dev.buildmeister.lambda;

import dev.buildmeister.store.Json;
import java.util.List;
import java.util.stream.Stream;

/// Why there is no answer, as the Runtime API wants it said.
///
/// @param category for Lambda's own metrics: `Runtime.` or `Function.` and a word
/// @param type for who called
/// @param message for a person; it may hold foreign text, and of that no more than fits
record Failure(String category, String type, String message) {
  /// How much of a message is passed on, in characters.
  static final int MAX_MESSAGE = 1000;

  private static final int MAX_FRAMES = 16;

  Failure {
    if (message.codePointCount(0, message.length()) > MAX_MESSAGE) {
      message = message.substring(0, message.offsetByCodePoints(0, MAX_MESSAGE)) + " …";
    }
  }

  /// What a handler threw.
  static Failure of(Throwable thrown) {
    String name = thrown.getClass().getSimpleName();
    return new Failure(
        "Function." + (name.isEmpty() ? "Unknown" : name),
        thrown.getClass().getName(),
        thrown.getMessage() == null ? "no message" : thrown.getMessage());
  }

  /// Where it was thrown: the innermost frames, for the log. Who called is not told, for whom they
  /// would be noise, and different in each way of building the program.
  static String frames(Throwable thrown) {
    List<String> frames =
        Stream.of(thrown.getStackTrace())
            .limit(MAX_FRAMES)
            .map(
                frame ->
                    frame.getClassName()
                        + "."
                        + frame.getMethodName()
                        + ":"
                        + frame.getLineNumber())
            .toList();
    return String.join(" < ", frames);
  }

  String json() {
    return Json.object(
        json -> {
          Json.text(json, "errorMessage", message);
          Json.text(json, "errorType", type);
          json.writeArrayFieldStart("stackTrace");
          json.writeEndArray();
        });
  }
}
