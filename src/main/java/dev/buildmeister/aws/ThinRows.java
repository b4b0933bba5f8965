package dev.buildmeister.aws;

import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.Key;
import dev.buildmeister.store.Page;
import dev.buildmeister.store.StoreBusyException;
import dev.buildmeister.store.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Our own table of thin rows: get, put and delete in batches, and a query within one partition.
/// Thread-safe.
final class ThinRows {
  /// How many writes one BatchWriteItem takes.
  private static final int BATCH = 25;

  private final DynamoDbClient dynamo;
  private final String table;

  ThinRows(DynamoDbClient dynamo, Tables tables) {
    this.dynamo = dynamo;
    this.table = tables.own();
  }

  /// A row; sees what was written before.
  Optional<Attributes> get(Key key) {
    Map<String, AttributeValue> item =
        Aws.call(
            "get row " + key.pk() + " from table " + table,
            () ->
                dynamo
                    .getItem(get -> get.tableName(table).key(primaryKey(key)).consistentRead(true))
                    .item());
    return item.isEmpty() ? Optional.empty() : Optional.of(attributes(item));
  }

  /// Puts rows and deletes others; each may be done twice, and none depends on another.
  ///
  /// @throws StoreBusyException if some of it was not done
  void write(Map<Key, Attributes> puts, Set<Key> deletes) {
    List<WriteRequest> writes = new ArrayList<>();
    puts.forEach(
        (key, row) ->
            writes.add(WriteRequest.builder().putRequest(put -> put.item(item(key, row))).build()));
    deletes.forEach(
        key ->
            writes.add(
                WriteRequest.builder().deleteRequest(gone -> gone.key(primaryKey(key))).build()));
    String what = "write " + writes.size() + " rows to table " + table;
    for (int from = 0; from < writes.size(); from += BATCH) {
      List<WriteRequest> batch = writes.subList(from, Math.min(writes.size(), from + BATCH));
      boolean all =
          Aws.call(what, () -> dynamo.batchWriteItem(put -> put.requestItems(Map.of(table, batch))))
              .unprocessedItems()
              .isEmpty();
      if (!all) {
        throw new StoreBusyException(what, null);
      }
    }
  }

  /// Rows of a partition by descending sort key.
  ///
  /// @param before only sort keys less than that; null for all
  Page<Attributes> newest(String pk, @Nullable String before, int limit) {
    return query(pk, "<", before, false, limit);
  }

  /// Rows of a partition by ascending sort key.
  ///
  /// @param after only sort keys greater than that; null for all
  Page<Attributes> first(String pk, @Nullable String after, int limit) {
    return query(pk, ">", after, true, limit);
  }

  private Page<Attributes> query(
      String pk, String than, @Nullable String sk, boolean forward, int limit) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":pk", AttributeValue.fromS(pk));
    if (sk != null) {
      values.put(":sk", AttributeValue.fromS(sk));
    }
    QueryResponse page =
        Aws.call(
            "query " + pk + " in table " + table,
            () ->
                dynamo.query(
                    query ->
                        query
                            .tableName(table)
                            .keyConditionExpression(
                                "PK = :pk" + (sk == null ? "" : " AND SK " + than + " :sk"))
                            .expressionAttributeValues(values)
                            .scanIndexForward(forward)
                            .limit(limit)));
    AttributeValue last = page.lastEvaluatedKey().get(Tables.SK);
    return new Page<>(
        page.items().stream().map(ThinRows::attributes).toList(), last == null ? null : last.s());
  }

  static Map<String, AttributeValue> item(Key key, Attributes row) {
    Map<String, AttributeValue> item = Items.write(row);
    item.putAll(primaryKey(key));
    return item;
  }

  static Map<String, AttributeValue> primaryKey(Key key) {
    return Map.of(
        Tables.PK, AttributeValue.fromS(key.pk()), Tables.SK, AttributeValue.fromS(key.sk()));
  }

  private static Attributes attributes(Map<String, AttributeValue> item) {
    return Items.read(item).without(Set.of(Tables.PK, Tables.SK));
  }
}
