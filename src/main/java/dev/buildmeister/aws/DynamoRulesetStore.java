package dev.buildmeister.aws;

import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.Key;
import dev.buildmeister.store.Keys;
import dev.buildmeister.store.Page;
import dev.buildmeister.store.RulesetRows;
import dev.buildmeister.store.RulesetStore;
import dev.buildmeister.store.StoreBusyException;
import dev.buildmeister.store.Tables;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Rulesets as thin rows, one for each number, and one that says which is in use; both are written
/// in one transaction.
final class DynamoRulesetStore implements RulesetStore {
  private final DynamoDbClient dynamo;
  private final Tables tables;
  private final ThinRows rows;
  private final InstantSource clock;

  DynamoRulesetStore(DynamoDbClient dynamo, Tables tables, InstantSource clock) {
    this.dynamo = dynamo;
    this.tables = tables;
    this.rows = new ThinRows(dynamo, tables);
    this.clock = clock;
  }

  @Override
  public RulesetVersion publish(String text, String by, String comment) {
    RulesetRows.checkSize(text);
    Optional<Attributes> pointer = rows.get(Keys.currentRuleset());
    Optional<RulesetVersion> current = pointer.map(RulesetRows::version);
    if (current
        .flatMap(version -> get(version.seq()))
        .filter(it -> it.text().equals(text))
        .isPresent()) {
      return current.orElseThrow();
    }
    RulesetVersion next = RulesetRows.next(current, text, clock.instant());
    put(next, current, RulesetRows.row(next, text, by, comment, clock.instant()));
    return next;
  }

  private void put(RulesetVersion next, Optional<RulesetVersion> current, Attributes row) {
    String what = "publish ruleset " + next + " in table " + tables.own();
    Put ruleset =
        put(Keys.ruleset(next.seq()), row).conditionExpression("attribute_not_exists(PK)").build();
    Put.Builder pointer = put(Keys.currentRuleset(), RulesetRows.pointer(next));
    // Somebody else may publish at the same moment: the later one begins again.
    current.ifPresentOrElse(
        version ->
            pointer
                .conditionExpression(Tables.RULESET_SEQ + " = :seq")
                .expressionAttributeValues(
                    Map.of(":seq", AttributeValue.fromN(Long.toString(version.seq())))),
        () -> pointer.conditionExpression("attribute_not_exists(PK)"));
    try {
      var _ =
          Aws.call(
              what,
              () ->
                  dynamo.transactWriteItems(
                      write ->
                          write.transactItems(
                              TransactWriteItem.builder().put(ruleset).build(),
                              TransactWriteItem.builder().put(pointer.build()).build())));
    } catch (TransactionCanceledException e) {
      throw new StoreBusyException(what, e);
    }
  }

  private Put.Builder put(Key key, Attributes row) {
    return Put.builder().tableName(tables.own()).item(ThinRows.item(key, row));
  }

  @Override
  public Optional<RulesetVersion> rollBack(long seq, String by, String comment) {
    return get(seq).map(earlier -> publish(earlier.text(), by, comment));
  }

  @Override
  public Optional<RulesetVersion> currentVersion() {
    return rows.get(Keys.currentRuleset()).map(RulesetRows::version);
  }

  @Override
  public Optional<Published> current() {
    return currentVersion().flatMap(version -> get(version.seq()));
  }

  @Override
  public Optional<Published> get(long seq) {
    return rows.get(Keys.ruleset(seq)).map(RulesetRows::published);
  }

  @Override
  public Page<Published> history(@Nullable String after, int limit) {
    Page<Attributes> page =
        rows.newest(
            Keys.rulesetPartition(),
            after == null ? RulesetRows.AFTER_ALL_NUMBERS : after,
            Page.checkLimit(limit));
    return new Page<>(page.items().stream().map(RulesetRows::withoutText).toList(), page.next());
  }
}
