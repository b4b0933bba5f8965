package dev.buildmeister.lambda;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.buildmeister.job.JobId;
import dev.buildmeister.lambda.Event.Ask;
import dev.buildmeister.lambda.Event.Http;
import dev.buildmeister.lambda.Event.StoredObject;
import dev.buildmeister.store.WorkQueue;
import dev.buildmeister.verdict.Recorder;
import dev.buildmeister.work.ClassifyJob.Options;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads events. What they look like: S3's "Event message structure", EventBridge's "Amazon S3
/// events", Lambda's "Using Lambda with Amazon SQS", "Function URL payload format version 2.0", all
/// in the AWS documentation.
final class EventReader {
  private static final String EXPECTED =
      "expected an S3 notification, an 'Object Created' of EventBridge, a batch of SQS with either,"
          + " {\"repo\": \"acme/app\", \"job_id\": \"42\"}, or the same as an HTTP query";

  /// What a request for one job may have. Anything else is refused: a `dry_run` that is misspelt
  /// would write.
  private static final List<String> MEMBERS =
      List.of("repo", "job_id", "context_depth", "temp_log", "dry_run");

  private static final ObjectMapper JSON =
      new ObjectMapper(
          new JsonFactoryBuilder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      // Lambda gives at most 6 MB, which may all be one text: the body of a
                      // request, which nobody looks at.
                      .maxDocumentLength(8L << 20)
                      .maxStringLength(8 << 20)
                      // An item may be 32 levels deep, each of which is two here.
                      .maxNestingDepth(100)
                      .build())
              .build());

  private EventReader() {}

  /// An event of another shape than any that is known.
  static final class UnknownEventException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownEventException(String what) {
      super(what);
    }
  }

  static Event read(InputStream in) throws IOException, UnknownEventException {
    try {
      return read(JSON.readTree(in));
    } catch (JsonProcessingException e) {
      throw new UnknownEventException(
          "the event is not JSON (" + e.getOriginalMessage() + "); " + EXPECTED);
    }
  }

  static Event read(String json) throws UnknownEventException {
    try {
      return read(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new UnknownEventException(
          "the event is not JSON (" + e.getOriginalMessage() + "); " + EXPECTED);
    }
  }

  private static Event read(JsonNode event) throws UnknownEventException {
    if (event.path("Records").isArray()) {
      return records(event.path("Records"));
    }
    if (event.path("Event").asText().equals("s3:TestEvent")) {
      return new Event.Objects(List.of());
    }
    if (event.path("source").asText().equals("aws.s3")) {
      return fromEventBridge(event);
    }
    if (event.path("requestContext").path("http").isObject()) {
      return http(event);
    }
    if (MEMBERS.stream().anyMatch(event::has)) {
      return ask(event);
    }
    throw new UnknownEventException("the event is of no shape that is known; " + EXPECTED);
  }

  /// Whether it is what a schedule sends: its own event, or nothing, as in `template.yaml`.
  static boolean isOfSchedule(String event) {
    try {
      JsonNode json = JSON.readTree(event);
      return json.path("detail-type").asText().equals("Scheduled Event")
          || (json.isObject() && json.isEmpty());
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static Event records(JsonNode records) throws UnknownEventException {
    List<StoredObject> objects = new ArrayList<>();
    List<WorkQueue.Message> messages = new ArrayList<>();
    List<JsonNode> changes = new ArrayList<>();
    for (JsonNode record : records) {
      switch (record.path("eventSource").asText()) {
        case "aws:s3" -> {
          if (record.path("eventName").asText().startsWith("ObjectCreated:")) {
            objects.add(s3Object(record.path("s3")));
          }
        }
        case "aws:sqs" -> messages.add(message(record));
        case "aws:dynamodb" -> changes.add(record);
        default ->
            throw new UnknownEventException(
                "a record from '"
                    + JobId.shorten(record.path("eventSource").asText())
                    + "' is not known; "
                    + EXPECTED);
      }
    }
    if (!messages.isEmpty()) {
      return new Event.Messages(messages);
    }
    return changes.isEmpty() ? new Event.Objects(objects) : new Event.Changes(changes);
  }

  private static WorkQueue.Message message(JsonNode record) throws UnknownEventException {
    return new WorkQueue.Message(
        text(record, "messageId"),
        record.path("receiptHandle").asText(),
        record.path("body").asText(),
        Math.max(1, record.path("attributes").path("ApproximateReceiveCount").asInt()));
  }

  /// Here keys are encoded as in forms: a blank as `+`.
  private static StoredObject s3Object(JsonNode s3) throws UnknownEventException {
    String key = text(s3.path("object"), "key");
    try {
      return new StoredObject(
          text(s3.path("bucket"), "name"), URLDecoder.decode(key, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new UnknownEventException("the key '" + JobId.shorten(key) + "' is not encoded right");
    }
  }

  /// Here keys are not encoded.
  private static Event fromEventBridge(JsonNode event) throws UnknownEventException {
    if (!event.path("detail-type").asText().equals("Object Created")) {
      return new Event.Objects(List.of());
    }
    JsonNode detail = event.path("detail");
    return new Event.Objects(
        List.of(
            new StoredObject(
                text(detail.path("bucket"), "name"), text(detail.path("object"), "key"))));
  }

  private static Http http(JsonNode event) {
    try {
      return new Http(ask(event.path("queryStringParameters")), "");
    } catch (UnknownEventException e) {
      return new Http(null, String.valueOf(e.getMessage()));
    }
  }

  private static void checkMembers(JsonNode query) throws UnknownEventException {
    for (Map.Entry<String, JsonNode> member : query.properties()) {
      String name = member.getKey();
      // A URL that was signed has its signature among the parameters.
      if (!MEMBERS.contains(name) && !name.toLowerCase(Locale.ROOT).startsWith("x-amz-")) {
        throw new UnknownEventException(
            "'"
                + JobId.shorten(name)
                + "' is not known; a request may have "
                + String.join(", ", MEMBERS));
      }
    }
  }

  private static Ask ask(JsonNode query) throws UnknownEventException {
    checkMembers(query);
    JsonNode jobId = query.path("job_id");
    if (!jobId.isTextual() && !jobId.isIntegralNumber()) {
      throw new UnknownEventException("job_id is missing; " + EXPECTED);
    }
    String repo = query.path("repo").asText("");
    try {
      Options options =
          new Options(
              number(query, "context_depth", Recorder.CONTEXT_DEPTH), flag(query, "dry_run"));
      return new Ask(
          repo.isEmpty() ? null : repo, jobId.asText(), flag(query, "temp_log"), options);
    } catch (IllegalArgumentException e) {
      throw new UnknownEventException(String.valueOf(e.getMessage()));
    }
  }

  private static int number(JsonNode query, String name, int otherwise)
      throws UnknownEventException {
    JsonNode value = query.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    try {
      return Integer.parseInt(value.asText());
    } catch (NumberFormatException e) {
      throw new UnknownEventException(
          name + " is '" + JobId.shorten(value.asText()) + "'; give a number");
    }
  }

  private static boolean flag(JsonNode query, String name) throws UnknownEventException {
    return switch (query.path(name).asText("false")) {
      case "true", "1" -> true;
      case "false", "0", "" -> false;
      default ->
          throw new UnknownEventException(
              name + " is '" + JobId.shorten(query.path(name).asText()) + "'; give true or false");
    };
  }

  private static String text(JsonNode node, String name) throws UnknownEventException {
    JsonNode value = node.path(name);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new UnknownEventException(
          "the event has no '" + name + "' where one belongs; " + EXPECTED);
    }
    return value.asText();
  }
}
