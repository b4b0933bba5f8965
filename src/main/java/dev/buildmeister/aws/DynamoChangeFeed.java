package dev.buildmeister.aws;

import dev.buildmeister.job.JobId;
import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.ChangeFeed;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.Keys;
import dev.buildmeister.store.Page;
import dev.buildmeister.store.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// The stream of the table of jobs, which keeps what it tells for a day.
///
/// A stream has shards, and all changes of one item are in one line of shards, each the child of
/// the one before. A child is read when its parent has been read to its end; so the changes of a
/// job come in their order. A function gets the same records pushed and does not need this.
final class DynamoChangeFeed implements ChangeFeed {
  private static final int MAX_RECORDS = 1000;

  // An empty page is not the end: changes may lie behind it. Of a shard that still grows the next
  // reading finds them; one that is closed must come to its end, or its children are never read.
  private static final int OPEN_EMPTY_PAGES = 3;
  private static final int MAX_EMPTY_PAGES = 1000;

  private final DynamoDbClient dynamo;
  private final DynamoDbStreamsClient streams;
  private final Tables tables;
  private final ThinRows rows;

  DynamoChangeFeed(DynamoDbClient dynamo, DynamoDbStreamsClient streams, Tables tables) {
    this.dynamo = dynamo;
    this.streams = streams;
    this.tables = tables;
    this.rows = new ThinRows(dynamo, tables);
  }

  @Override
  public Batch read(String consumer, int limit) {
    Reading reading = new Reading(stream(), position(consumer), Page.checkLimit(limit));
    return reading.read();
  }

  @Override
  public void commit(String consumer, String position) {
    StreamPosition to = StreamPosition.parse(position).noEarlierThan(position(consumer));
    rows.write(
        Map.of(Keys.cursor(consumer), Attributes.NONE.with(Tables.POSITION, to.toString())),
        Set.of());
  }

  private StreamPosition position(String consumer) {
    return rows.get(Keys.cursor(consumer))
        .flatMap(row -> row.text(Tables.POSITION))
        .map(StreamPosition::parse)
        .orElse(StreamPosition.START);
  }

  private String stream() {
    String arn =
        Aws.call(
                "look at table " + tables.jobs(),
                () -> dynamo.describeTable(table -> table.tableName(tables.jobs())))
            .table()
            .latestStreamArn();
    if (arn == null) {
      throw new IllegalStateException(
          "table " + tables.jobs() + " has no stream; switch on one of new and old images");
    }
    return arn;
  }

  /// One reading of the shards, each as far as it goes.
  private final class Reading {
    private final String stream;
    private final int limit;
    private final StreamPosition from;
    private final Map<String, String> reached = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private boolean gap;

    Reading(String stream, StreamPosition from, int limit) {
      this.stream = stream;
      this.from = from;
      this.limit = limit;
    }

    Batch read() {
      List<Shard> shards = shards();
      Set<String> known = new HashSet<>();
      shards.forEach(shard -> known.add(shard.shardId()));
      // A shard that is gone and was not read to its end had changes that nobody will tell.
      gap = from.shards().stream().anyMatch(id -> !known.contains(id) && !from.isAtEnd(id));
      from.shards().stream()
          .filter(known::contains)
          .forEach(id -> reached.put(id, from.of(id).orElseThrow()));
      for (Shard shard : shards) {
        boolean closed = shard.sequenceNumberRange().endingSequenceNumber() != null;
        String parent = shard.parentShardId();
        boolean ready =
            parent == null
                || !known.contains(parent)
                || StreamPosition.END.equals(reached.get(parent));
        if (ready && changes.size() < limit) {
          read(shard.shardId(), closed ? MAX_EMPTY_PAGES : OPEN_EMPTY_PAGES);
        }
      }
      return new Batch(changes, new StreamPosition(reached).toString(), gap);
    }

    /// Parents before their children.
    private List<Shard> shards() {
      Map<String, Shard> all = new HashMap<>();
      @Nullable String last = null;
      do {
        @Nullable String after = last;
        DescribeStreamResponse page =
            Aws.call(
                "look at stream " + stream,
                () ->
                    streams.describeStream(d -> d.streamArn(stream).exclusiveStartShardId(after)));
        page.streamDescription().shards().forEach(shard -> all.put(shard.shardId(), shard));
        last = page.streamDescription().lastEvaluatedShardId();
      } while (last != null);
      List<Shard> ordered = new ArrayList<>();
      Set<String> done = new HashSet<>();
      all.keySet().stream().sorted().forEach(id -> place(id, all, done, ordered));
      return ordered;
    }

    private void place(
        @Nullable String id, Map<String, Shard> all, Set<String> done, List<Shard> ordered) {
      Shard shard = all.get(id);
      if (shard != null && done.add(shard.shardId())) {
        place(shard.parentShardId(), all, done, ordered);
        ordered.add(shard);
      }
    }

    /// @param emptyPages how many in a row to pass over: changes may lie behind them
    private void read(String shard, int emptyPages) {
      if (StreamPosition.END.equals(reached.get(shard))) {
        return;
      }
      @Nullable String iterator = iterator(shard);
      int empty = 0;
      while (iterator != null && changes.size() < limit) {
        GetRecordsResponse page = page(shard, iterator);
        for (Record record : page.records()) {
          change(record.dynamodb()).ifPresent(changes::add);
          reached.put(shard, record.dynamodb().sequenceNumber());
        }
        iterator = page.nextShardIterator();
        empty = page.records().isEmpty() ? empty + 1 : 0;
        if (iterator != null && empty >= emptyPages) {
          return;
        }
      }
      if (iterator == null) {
        reached.put(shard, StreamPosition.END);
      }
    }

    private GetRecordsResponse page(String shard, String iterator) {
      try {
        return records(iterator);
      } catch (TrimmedDataAccessException e) {
        // What it pointed to has gone since.
        gap = true;
        return records(iterator(shard, Optional.empty()));
      }
    }

    private GetRecordsResponse records(String iterator) {
      int room = Math.min(MAX_RECORDS, limit - changes.size());
      return Aws.call(
          "read stream " + stream,
          () -> streams.getRecords(get -> get.shardIterator(iterator).limit(room)));
    }

    private String iterator(String shard) {
      Optional<String> after = Optional.ofNullable(reached.get(shard));
      try {
        return iterator(shard, after);
      } catch (TrimmedDataAccessException e) {
        gap = true;
        return iterator(shard, Optional.empty());
      }
    }

    private String iterator(String shard, Optional<String> after) {
      return Aws.call(
              "read stream " + stream,
              () ->
                  streams.getShardIterator(
                      get ->
                          get.streamArn(stream)
                              .shardId(shard)
                              .shardIteratorType(
                                  after.isPresent()
                                      ? ShardIteratorType.AFTER_SEQUENCE_NUMBER
                                      : ShardIteratorType.TRIM_HORIZON)
                              .sequenceNumber(after.orElse(null))))
          .shardIterator();
    }
  }

  /// Empty if the key is no job's, or the item was removed.
  private Optional<Change> change(StreamRecord record) {
    AttributeValue key = record.keys().get(Tables.JOB_KEY);
    if (key == null || key.s() == null || !record.hasNewImage()) {
      return Optional.empty();
    }
    JobId job;
    try {
      job = JobId.parse(key.s());
    } catch (IllegalArgumentException e) {
      // Another program's row in a table that we share.
      return Optional.empty();
    }
    Optional<JobItem> before =
        record.hasOldImage() ? Optional.of(item(job, record.oldImage())) : Optional.empty();
    return Optional.of(new Change(before, item(job, record.newImage())));
  }

  private JobItem item(JobId job, Map<String, AttributeValue> image) {
    return new JobItem(job, Items.read(image).without(Set.of(Tables.JOB_KEY)), tables);
  }
}
