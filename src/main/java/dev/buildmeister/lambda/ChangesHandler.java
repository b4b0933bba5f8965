package dev.buildmeister.lambda;

import static java.util.stream.Collectors.joining;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.buildmeister.lambda.EventReader.UnknownEventException;
import dev.buildmeister.store.ChangeFeed.Change;
import dev.buildmeister.work.VerdictFeed.Told;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The function that follows the changes of the jobs' items: where facts have come to a verdict
/// that lacked them, it is reached again.
///
/// The changes of a job are in order, so at the first that could not be worked on it stops; the
/// stream gives that one and those after it again, for [#PATIENCE]. What is older is given up where
/// it fails: a line of the log names the jobs, and a new verdict on them tells of them again.
/// Thread-safe.
public final class ChangesHandler implements RequestStreamHandler {
  /// How long a change is tried. The stream keeps it for a day.
  static final Duration PATIENCE = Duration.ofHours(2);

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

  /// The first that is to come again.
  private List<String> work(List<JsonNode> all, Instant deadline) {
    List<StreamRecord> records =
        all.stream().map(each -> new StreamRecord(each, services.settings().tables())).toList();
    // Verdicts do not wait for the feed: it comes after them, and what fails there alone is no
    // reason to leave out the next.
    List<String> again = rearbitrate(records, deadline);
    return isTold(records) ? again : List.of(records.getFirst().sequenceNumber());
  }

  private List<String> rearbitrate(List<StreamRecord> records, Instant deadline) {
    for (StreamRecord record : records) {
      if (!services.clock().instant().isBefore(deadline)) {
        return List.of(record.sequenceNumber());
      }
      try {
        record.change().ifPresent(change -> work(change, deadline));
      } catch (RuntimeException e) {
        services.log().failed("change " + record + ": " + e.getMessage());
        if (!isGivenUp(record)) {
          return List.of(record.sequenceNumber());
        }
      }
    }
    return List.of();
  }

  private void work(Change change, Instant deadline) {
    var _ = services.lists().follow(change);
    var _ = services.rearbitrate().run(change, deadline);
  }

  private boolean isTold(List<StreamRecord> records) {
    try {
      services
          .feed()
          .write(
              records.getFirst().sequenceNumber() + "-" + records.getLast().sequenceNumber(),
              records.stream()
                  .flatMap(
                      record ->
                          record.change().stream()
                              .map(change -> new Told(record.sequenceNumber(), change)))
                  .toList());
      return true;
    } catch (RuntimeException e) {
      services
          .log()
          .failed(
              "feed of "
                  + records.stream().map(StreamRecord::toString).collect(joining(", "))
                  + ": "
                  + e.getMessage());
      return isGivenUp(records.getLast());
    }
  }

  /// What cannot be done for so long must not keep back what comes after it.
  private boolean isGivenUp(StreamRecord record) {
    Instant now = services.clock().instant();
    return record.at().filter(at -> at.plus(PATIENCE).isBefore(now)).isPresent();
  }
}
