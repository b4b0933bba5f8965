package dev.buildmeister.aws;

import dev.buildmeister.job.JobId;
import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.Correction;
import dev.buildmeister.store.ItemFit;
import dev.buildmeister.store.ItemFit.Writes;
import dev.buildmeister.store.ItemUpdate;
import dev.buildmeister.store.JobChanges;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobRows;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.Key;
import dev.buildmeister.store.Keys;
import dev.buildmeister.store.Page;
import dev.buildmeister.store.StoreBusyException;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.VerdictWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Items in the table of jobs, which may be one that a team already has, and their thin rows in our
/// own.
///
/// An item changes in one UpdateItem, whose answer tells exactly from what to what. Its rows follow
/// in a second call: whoever changed the item writes them, then looks whether somebody changed the
/// item meanwhile, and if so writes them for that state. A writer that ends between the two leaves
/// rows behind until its work is done again, as all work here is.
final class DynamoJobStore implements JobStore {
  /// How often in a row somebody else may be faster.
  private static final int CONTENTION = 8;

  private static final int TODO_PAGE = 256;

  /// Of so many jobs at most is remembered that rows are left behind.
  private static final int MAX_LEFT_BEHIND = 1000;

  private final DynamoDbClient dynamo;
  private final Tables tables;
  private final ThinRows rows;

  /// Rows of items that were to be removed and may not have been, because the table was busy: when
  /// the change is done again, the item no longer says that it had them.
  private final Map<JobId, Set<Key>> leftBehind = new ConcurrentHashMap<>();

  DynamoJobStore(DynamoDbClient dynamo, Tables tables) {
    this.dynamo = dynamo;
    this.tables = tables;
    this.rows = new ThinRows(dynamo, tables);
  }

  @Override
  public Outcome putFacts(JobId job, JobUpdate update) {
    return outcome(change("put facts of", job, JobChanges.facts(update), Writes.FACTS));
  }

  @Override
  public Outcome putVerdict(JobId job, VerdictWrite write) {
    return outcome(
        change("put the verdict on", job, JobChanges.verdict(write, tables), Writes.VERDICT));
  }

  @Override
  public Outcome correct(JobId job, Correction correction) {
    return outcome(
        change("correct", job, JobChanges.correction(correction, tables), Writes.VERDICT));
  }

  @Override
  public Outcome withdrawCorrection(JobId job) {
    return get(job)
        .flatMap(item -> item.attributes().text(Tables.CORRECTED_AT))
        .map(at -> JobChanges.withdrawal(at, tables))
        .map(updates -> change("withdraw the correction of", job, updates, Writes.VERDICT))
        .map(DynamoJobStore::outcome)
        .orElse(Outcome.KEPT);
  }

  @Override
  public int attempt(JobId job) {
    return change("count a try for", job, JobChanges.attempt(), Writes.VERDICT)
        .map(JobItem::attempts)
        .orElseThrow();
  }

  @Override
  public Optional<JobItem> get(JobId job) {
    Map<String, AttributeValue> item =
        Aws.call(
            what("get", job),
            () ->
                dynamo
                    .getItem(
                        get ->
                            get.tableName(tables.jobs()).key(primaryKey(job)).consistentRead(true))
                    .item());
    return item.isEmpty() ? Optional.empty() : Optional.of(item(job, item));
  }

  @Override
  public List<JobItem> todo(int limit, long rulesetSeq) {
    var _ = Page.checkLimit(limit);
    List<JobItem> found = new ArrayList<>();
    for (int shard = 0; shard < Keys.TODO_SHARDS; shard++) {
      found.addAll(todo(Keys.todoPartition(shard), limit, rulesetSeq));
    }
    // All have a time of completion, or they would not be listed.
    found.sort(
        Comparator.comparing((JobItem item) -> item.completedAt().orElseThrow())
            .reversed()
            .thenComparing(item -> item.id().itemKey()));
    return List.copyOf(found.subList(0, Math.min(limit, found.size())));
  }

  @Override
  public Page<JobItem> ofBranch(String repo, String branch, @Nullable String after, int limit) {
    return page(rows.newest(Keys.branchPartition(repo, branch), after, Page.checkLimit(limit)));
  }

  @Override
  public Page<JobItem> ofCommit(String repo, String sha, @Nullable String after, int limit) {
    return page(rows.first(Keys.commitPartition(repo, sha), after, Page.checkLimit(limit)));
  }

  private List<JobItem> todo(String partition, int limit, long rulesetSeq) {
    List<JobItem> found = new ArrayList<>();
    @Nullable String before = null;
    do {
      Page<Attributes> page = rows.newest(partition, before, TODO_PAGE);
      for (Attributes row : page.items()) {
        JobItem item = row(row);
        if (item.isToDo(rulesetSeq)) {
          found.add(item);
        }
      }
      before = page.next();
    } while (before != null && found.size() < limit);
    return found;
  }

  private Page<JobItem> page(Page<Attributes> page) {
    return new Page<>(page.items().stream().map(this::row).toList(), page.next());
  }

  private JobItem row(Attributes row) {
    return new JobItem(JobId.parse(row.text(Tables.JOB_KEY).orElseThrow()), row, tables);
  }

  private static Outcome outcome(Optional<JobItem> changed) {
    return changed.isPresent() ? Outcome.WRITTEN : Outcome.KEPT;
  }

  /// Does the first update whose condition holds.
  ///
  /// @return the item after it, empty if none held
  private Optional<JobItem> change(
      String what, JobId job, List<ItemUpdate> updates, Writes writes) {
    Attributes known = get(job).map(JobItem::attributes).orElse(Attributes.NONE);
    for (int i = 0; i < CONTENTION; i++) {
      Optional<ItemUpdate> update = first(updates, known, writes, job);
      if (update.isEmpty()) {
        return Optional.empty();
      }
      try {
        Attributes before = update(what(what, job), job, update.get());
        Attributes after = update.get().apply(before);
        if (before.equals(known) || ItemFit.sizeBytes(job, after) < ItemFit.ITEM_BYTES) {
          JobItem item = new JobItem(job, after, tables);
          follow(before, item);
          return Optional.of(item);
        }
        // Somebody added to the item in between, and now it is too large: fit it once more.
        known = after;
      } catch (ConditionalCheckFailedException e) {
        known = e.hasItem() ? attributes(e.item()) : Attributes.NONE;
      }
    }
    throw new StoreBusyException(what(what, job), null);
  }

  private Optional<ItemUpdate> first(
      List<ItemUpdate> updates, Attributes known, Writes writes, JobId job) {
    return ItemFit.fitted(updates, writes, job, known, 0, tables).stream()
        .filter(update -> update.holds(known))
        .findFirst();
  }

  /// Updates the item and returns what it was before.
  private Attributes update(String what, JobId job, ItemUpdate update) {
    Expression expression = new Expression(update);
    if (expression.update().isEmpty()) {
      // It holds and changes nothing, which DynamoDB has no words for.
      return get(job).map(JobItem::attributes).orElse(Attributes.NONE);
    }
    UpdateItemRequest request =
        UpdateItemRequest.builder()
            .tableName(tables.jobs())
            .key(primaryKey(job))
            .conditionExpression(expression.condition())
            .updateExpression(expression.update())
            .expressionAttributeNames(expression.names())
            .expressionAttributeValues(expression.values().isEmpty() ? null : expression.values())
            .returnValues(ReturnValue.ALL_OLD)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    return attributes(Aws.call(what, () -> dynamo.updateItem(request)).attributes());
  }

  /// Brings the rows in step with the item.
  private void follow(Attributes before, JobItem after) {
    Set<Key> old = new HashSet<>(JobRows.of(new JobItem(after.id(), before, tables)).keySet());
    todo(before, after).ifPresent(old::add);
    JobItem item = after;
    for (int i = 0; i < CONTENTION; i++) {
      SortedMap<Key, Attributes> now = JobRows.of(item);
      old.addAll(leftBehind.getOrDefault(after.id(), Set.of()));
      old.removeAll(now.keySet());
      write(after.id(), now, old);
      JobItem current = get(after.id()).orElse(item);
      if (JobRows.of(current).equals(now)) {
        return;
      }
      old = new HashSet<>(now.keySet());
      item = current;
    }
    throw new StoreBusyException(what("write the rows of", after.id()), null);
  }

  /// The row of what is to do, whether or not it can be there: whoever changed the item before may
  /// have failed to remove it, or not have heard that the change was made, and does it again; then
  /// nothing tells any more that there was one.
  private Optional<Key> todo(Attributes before, JobItem after) {
    Optional<Instant> completed = after.completedAt();
    return completed.equals(new JobItem(after.id(), before, tables).completedAt())
        ? completed.map(at -> Keys.todo(at, after.id()))
        : Optional.empty();
  }

  private void write(JobId job, SortedMap<Key, Attributes> puts, Set<Key> gone) {
    boolean done = false;
    try {
      rows.write(puts, gone);
      done = true;
    } finally {
      if (done) {
        leftBehind.remove(job);
      } else if (leftBehind.size() < MAX_LEFT_BEHIND) {
        leftBehind.put(job, Set.copyOf(gone));
      }
    }
  }

  private String what(String what, JobId job) {
    return what + " " + job + " in table " + tables.jobs();
  }

  private JobItem item(JobId job, Map<String, AttributeValue> item) {
    return new JobItem(job, attributes(item), tables);
  }

  private static Attributes attributes(Map<String, AttributeValue> item) {
    return Items.read(item).without(Set.of(Tables.JOB_KEY));
  }

  private static Map<String, AttributeValue> primaryKey(JobId job) {
    return Map.of(Tables.JOB_KEY, AttributeValue.fromS(job.itemKey()));
  }
}
