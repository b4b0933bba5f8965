package dev.buildmeister.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.buildmeister.lambda.EventReader.UnknownEventException;
import dev.buildmeister.store.ChangeFeed.Change;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The function that follows the changes of the jobs' items: where facts have come to a verdict
/// that lacked them, it is reached again.
///
/// The changes of a job are in order, so at the first that could not be worked on it stops; the
/// stream gives that one and those after it again. Thread-safe.
public final class ChangesHandler implements RequestStreamHandler {
  private static final Duration RESERVE = Duration.ofSeconds(5);

  private final Services services;

  /// As Lambda makes it: over the stores that the environment names.
  public ChangesHandler() {
    this(Wiring.services());
  }

  /// @param services what it stands on
  public ChangesHandler(Services services) {
    this.services = services;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    Instant deadline = services.deadline(context, RESERVE);
    try {
      if (!(EventReader.read(in) instanceof Event.Changes(List<JsonNode> records))) {
        throw new UnknownEventException("expected records of a DynamoDB stream");
      }
      out.write(BatchAnswer.of(work(records, deadline)).getBytes(StandardCharsets.UTF_8));
    } catch (UnknownEventException e) {
      services.log().problem(String.valueOf(e.getMessage()));
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// The first that could not be worked on.
  private List<String> work(List<JsonNode> records, Instant deadline) {
    List<Change> changes = new ArrayList<>();
    for (JsonNode each : records) {
      StreamRecord record = new StreamRecord(each, services.settings().tables());
      record.change().ifPresent(changes::add);
    }
    if (!isTold(changes, records)) {
      return List.of(first(records));
    }
    for (JsonNode each : records) {
      StreamRecord record = new StreamRecord(each, services.settings().tables());
      try {
        if (!services.clock().instant().isBefore(deadline)) {
          return List.of(record.sequenceNumber());
        }
        record.change().ifPresent(change -> services.rearbitrate().run(change, deadline));
      } catch (RuntimeException e) {
        services.log().failed("change " + record.sequenceNumber() + ": " + e.getMessage());
        return List.of(record.sequenceNumber());
      }
    }
    return List.of();
  }

  private boolean isTold(List<Change> changes, List<JsonNode> records) {
    try {
      services.feed().write(first(records), changes);
      return true;
    } catch (RuntimeException e) {
      services.log().failed("feed of " + changes.size() + " changes: " + e.getMessage());
      return false;
    }
  }

  private String first(List<JsonNode> records) {
    return new StreamRecord(records.getFirst(), services.settings().tables()).sequenceNumber();
  }
}
