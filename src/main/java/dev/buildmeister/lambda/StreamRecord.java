package dev.buildmeister.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.buildmeister.job.JobId;
import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.ChangeFeed.Change;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A record of the stream of the table of jobs, as Lambda gets it: DynamoDB's JSON, in which each
/// value stands under the letter of its kind.
final class StreamRecord {
  private final JsonNode record;
  private final Tables tables;

  StreamRecord(JsonNode record, Tables tables) {
    this.record = record.path("dynamodb");
    this.tables = tables;
  }

  String sequenceNumber() {
    return record.path("SequenceNumber").asText();
  }

  /// When the change was made; empty if that is not told.
  Optional<Instant> at() {
    JsonNode seconds = record.path("ApproximateCreationDateTime");
    return seconds.isNumber()
        ? Optional.of(Instant.ofEpochSecond(seconds.asLong()))
        : Optional.empty();
  }

  /// For messages: the number, and the item's key if it has one.
  @Override
  public String toString() {
    String key = record.path("Keys").path(Tables.JOB_KEY).path("S").asText("");
    return sequenceNumber() + " (" + JobId.shorten(key) + ")";
  }

  /// Empty if the item was removed, or is no job's: other programs write into a table that a team
  /// already has.
  Optional<Change> change() {
    JsonNode after = record.path("NewImage");
    String key = record.path("Keys").path(Tables.JOB_KEY).path("S").asText("");
    if (!after.isObject() || key.isEmpty()) {
      return Optional.empty();
    }
    try {
      JobId job = JobId.parse(key);
      JsonNode before = record.path("OldImage");
      return Optional.of(
          new Change(
              before.isObject() ? Optional.of(item(job, before)) : Optional.empty(),
              item(job, after)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private JobItem item(JobId job, JsonNode image) {
    return new JobItem(job, fields(image).without(Set.of(Tables.JOB_KEY)), tables);
  }

  private static Attributes fields(JsonNode image) {
    TreeMap<String, Value> values = new TreeMap<>();
    image
        .properties()
        .forEach(each -> value(each.getValue()).ifPresent(v -> values.put(each.getKey(), v)));
    return new Attributes(values);
  }

  /// Kinds of values that we do not write are passed over.
  private static Optional<Value> value(JsonNode value) {
    if (value.has("S")) {
      return Optional.of(new Value.Text(value.path("S").asText()));
    }
    if (value.has("N")) {
      return number(value.path("N").asText());
    }
    if (value.has("M")) {
      return Optional.of(new Value.Fields(fields(value.path("M"))));
    }
    if (value.has("L")) {
      List<Value> items = new ArrayList<>();
      value.path("L").forEach(each -> value(each).ifPresent(items::add));
      return Optional.of(new Value.Items(items));
    }
    return Optional.empty();
  }

  private static Optional<Value> number(String text) {
    try {
      return Optional.of(new Value.Int(Long.parseLong(text)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
