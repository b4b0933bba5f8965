package dev.buildmeister.aws;

import dev.buildmeister.aws.RowsInStep.Changed;
import dev.buildmeister.job.JobId;
import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.Correction;
import dev.buildmeister.store.ItemFit;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
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
/// in a second call: whoever changed the item writes those that differ, then looks whether somebody
/// changed the item meanwhile, and if so writes them for that state. What becomes of rows whose
/// writer ends between the two is told at [RowsInStep].
final class DynamoJobStore implements JobStore {
  /// How often in a row somebody else may be faster.
  private static final int CONTENTION = 8;

  private static final int TODO_PAGE = 256;

  private final DynamoDbClient dynamo;
  private final Tables tables;
  private final ThinRows rows;
  private final RowsInStep inStep;

  /// @param clock for when rows expire
  /// @param kept how long rows stay after they were last written; zero for ever
  DynamoJobStore(DynamoDbClient dynamo, Tables tables, InstantSource clock, Duration kept) {
    this.dynamo = dynamo;
    this.tables = tables;
    this.rows = new ThinRows(dynamo, tables);
    this.inStep = new RowsInStep(rows, this::get, clock, kept);
  }

  @Override
  public Outcome putFacts(JobId job, JobUpdate update) {
    return outcome(change("put facts of", job, JobChanges.facts(update), known(job)));
  }

  /// Does not ask first what the item is, since the answer to the write tells it.
  @Override
  public Optional<JobItem> putVerdict(JobId job, VerdictWrite write) {
    return change("put the verdict on", job, JobChanges.verdict(write, tables), Attributes.NONE);
  }

  @Override
  public Outcome correct(JobId job, Correction correction) {
    List<ItemUpdate> updates = JobChanges.correction(correction, tables);
    return outcome(change("correct", job, updates, known(job)));
  }

  @Override
  public Outcome withdrawCorrection(JobId job) {
    Attributes known = known(job);
    return outcome(
        known
            .text(Tables.CORRECTED_AT)
            .map(at -> JobChanges.withdrawal(at, tables))
            .flatMap(updates -> change("withdraw the correction of", job, updates, known)));
  }

  /// Rows tell nothing of tries but whether one is left, so most of these write none.
  @Override
  public JobItem attempt(JobId job, Instant logModified) {
    Changed changed =
        update("count a try for", job, JobChanges.attempt(logModified), Attributes.NONE)
            .orElseThrow();
    boolean isInStep = JobRows.of(changed.item()).equals(changed.before());
    return isInStep && changed.item().attempts() < JobItem.MAX_ATTEMPTS
        ? changed.item()
        : inStep.follow(changed);
  }

  @Override
  public void refresh(JobItem listed) {
    JobItem item = new JobItem(listed.id(), known(listed.id()), tables);
    Set<Key> seen = JobRows.of(listed).keySet();
    var _ = inStep.follow(new Changed(JobRows.of(item), seen, item));
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
      for (JobItem item : listed(page.items())) {
        if (item.isToDo(rulesetSeq)) {
          found.add(item);
        }
      }
      before = page.next();
    } while (before != null && found.size() < limit);
    return found;
  }

  private Page<JobItem> page(Page<Attributes> page) {
    return new Page<>(listed(page.items()), page.next());
  }

  private List<JobItem> listed(List<Attributes> rows) {
    return inStep.lasting(rows).stream()
        .map(row -> new JobItem(JobId.parse(row.text(Tables.JOB_KEY).orElseThrow()), row, tables))
        .toList();
  }

  private static Outcome outcome(Optional<JobItem> changed) {
    return changed.isPresent() ? Outcome.WRITTEN : Outcome.KEPT;
  }

  private Attributes known(JobId job) {
    return get(job).map(JobItem::attributes).orElse(Attributes.NONE);
  }

  /// Does the first update whose condition holds, and brings the rows in step.
  ///
  /// @param guess what the item may be; DynamoDB tells if it is another one
  /// @return the item after it, empty if none held
  private Optional<JobItem> change(
      String what, JobId job, List<ItemUpdate> updates, Attributes guess) {
    return update(what, job, updates, guess).map(inStep::follow);
  }

  private Optional<Changed> update(
      String what, JobId job, List<ItemUpdate> updates, Attributes guess) {
    Attributes known = guess;
    for (int i = 0; i < CONTENTION; i++) {
      List<ItemUpdate> fitted = ItemFit.fitted(updates, job, known, tables);
      int chosen = first(fitted, known);
      if (chosen < 0) {
        return Optional.empty();
      }
      try {
        Attributes before = update(what(what, job), job, fitted.get(chosen));
        Attributes after = fitted.get(chosen).apply(before);
        return Optional.of(cut(what, job, updates.get(chosen), before, after));
      } catch (ConditionalCheckFailedException e) {
        known = attributes(e);
      }
    }
    throw new StoreBusyException(what(what, job), null);
  }

  private static int first(List<ItemUpdate> updates, Attributes known) {
    for (int i = 0; i < updates.size(); i++) {
      if (updates.get(i).holds(known)) {
        return i;
      }
    }
    return -1;
  }

  /// Gives an item that held something else than was thought the size it should have. Nearly always
  /// it has it. Rows were perhaps written for each state that it was in on the way, by somebody who
  /// saw it.
  private Changed cut(
      String what, JobId job, ItemUpdate done, Attributes before, Attributes after) {
    SortedMap<Key, Attributes> old = rowsOf(job, before);
    Set<Key> seen = new HashSet<>(old.keySet());
    Attributes is = after;
    Attributes right = ItemFit.fitted(List.of(done), job, before, tables).getFirst().apply(before);
    for (int i = 0; i < CONTENTION && !is.equals(right); i++) {
      seen.addAll(rowsOf(job, is).keySet());
      ItemUpdate cut = JobChanges.cut(is, right);
      try {
        is = cut.apply(update(what(what, job), job, cut));
      } catch (ConditionalCheckFailedException e) {
        is = attributes(e);
      }
      right = ItemFit.fitted(done, job, before, after, is, tables);
    }
    if (!is.equals(right)) {
      throw new StoreBusyException(what(what, job), null);
    }
    return new Changed(old, seen, new JobItem(job, is, tables));
  }

  /// Updates the item and returns what it was before.
  private Attributes update(String what, JobId job, ItemUpdate update) {
    Expression expression = new Expression(update);
    if (expression.update().isEmpty()) {
      // It holds and changes nothing, which DynamoDB has no words for.
      return known(job);
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

  private SortedMap<Key, Attributes> rowsOf(JobId job, Attributes item) {
    return JobRows.of(new JobItem(job, item, tables));
  }

  private String what(String what, JobId job) {
    return what + " " + job + " in table " + tables.jobs();
  }

  private JobItem item(JobId job, Map<String, AttributeValue> item) {
    return new JobItem(job, attributes(item), tables);
  }

  /// The item whose condition did not hold.
  private static Attributes attributes(ConditionalCheckFailedException e) {
    return e.hasItem() ? attributes(e.item()) : Attributes.NONE;
  }

  private static Attributes attributes(Map<String, AttributeValue> item) {
    return Items.read(item).without(Set.of(Tables.JOB_KEY));
  }

  private static Map<String, AttributeValue> primaryKey(JobId job) {
    return Map.of(Tables.JOB_KEY, AttributeValue.fromS(job.itemKey()));
  }
}
