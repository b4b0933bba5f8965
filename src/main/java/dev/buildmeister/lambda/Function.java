package dev.buildmeister.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.buildmeister.lambda.EventReader.UnknownEventException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The functions there are. All live in one program; which one a process is says its name.
public enum Function {
  /// Classifies logs as they arrive.
  CLASSIFY,
  /// Classifies what was left over.
  BACKFILL,
  /// Follows the changes of the jobs' items.
  CHANGES;

  private static final String METHOD = "::handleRequest";

  /// `classify`, `backfill`, `changes`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The function of that word, if there is one.
  public static Optional<Function> of(String word) {
    return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /// The function that an event is for; empty if it is for none that can be told.
  ///
  /// @param event JSON
  public static Optional<Function> suited(String event) {
    try {
      return Optional.of(EventReader.read(event) instanceof Event.Changes ? CHANGES : CLASSIFY);
    } catch (UnknownEventException e) {
      return EventReader.isOfSchedule(event) ? Optional.of(BACKFILL) : Optional.empty();
    }
  }

  /// The function that `_HANDLER` names: by its word, or as for the managed runtime by the class of
  /// its handler, with or without `::handleRequest`.
  static Optional<Function> ofHandler(String handler) {
    String name =
        handler.endsWith(METHOD)
            ? handler.substring(0, handler.length() - METHOD.length())
            : handler;
    return Stream.of(values())
        .filter(each -> each.word().equals(name) || each.className().equals(name))
        .findFirst();
  }

  /// All names there are, for messages.
  static String known() {
    return Stream.of(values())
        .map(each -> each.word() + " (" + each.className() + ")")
        .collect(Collectors.joining(", "));
  }

  private String className() {
    return switch (this) {
      case CLASSIFY -> ClassifyHandler.class.getName();
      case BACKFILL -> BackfillHandler.class.getName();
      case CHANGES -> ChangesHandler.class.getName();
    };
  }

  /// What Lambda calls.
  RequestStreamHandler handler(Services services) {
    return switch (this) {
      case CLASSIFY -> new ClassifyHandler(services);
      case BACKFILL -> new BackfillHandler(services);
      case CHANGES -> new ChangesHandler(services);
    };
  }

  /// Calls it once, as Lambda does.
  ///
  /// @param event JSON
  /// @param deadline when it must have ended
  /// @return its answer, JSON
  /// @throws IllegalArgumentException if the event is not one it understands
  /// @throws IOException if the event cannot be read
  public String invoke(Services services, String event, Instant deadline) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler(services)
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
            answer,
            new Invocation("local", "", deadline, services.clock()));
    return answer.toString(StandardCharsets.UTF_8);
  }
}
