package dev.buildmeister.local;

import dev.buildmeister.job.JobId;
import dev.buildmeister.local.ThinRows.Row;
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
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.VerdictWrite;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Items and their thin rows; each change, its rows and its note for the change feed are one
/// transaction.
final class SqliteJobStore implements JobStore {
  /// How long the change feed keeps what it has told.
  static final Duration CHANGES_KEPT = Duration.ofDays(14);

  private static final int CLEAN_EVERY = 256;
  private static final int TODO_PAGE = 256;

  private final Database database;
  private final Tables tables;
  private final InstantSource clock;

  SqliteJobStore(Database database, Tables tables, InstantSource clock) {
    this.database = database;
    this.tables = tables;
    this.clock = clock;
  }

  @Override
  public Outcome putFacts(JobId job, JobUpdate update) {
    return outcome(change("put facts of", job, JobChanges.facts(update)));
  }

  @Override
  public Optional<JobItem> putVerdict(JobId job, VerdictWrite write) {
    return change("put the verdict on", job, JobChanges.verdict(write, tables));
  }

  @Override
  public Outcome correct(JobId job, Correction correction) {
    return outcome(change("correct", job, JobChanges.correction(correction, tables)));
  }

  @Override
  public Outcome withdrawCorrection(JobId job) {
    Optional<String> correctedAt =
        get(job).flatMap(item -> item.attributes().text(Tables.CORRECTED_AT));
    return correctedAt
        .flatMap(at -> change("withdraw the correction of", job, JobChanges.withdrawal(at, tables)))
        .map(_ -> Outcome.WRITTEN)
        .orElse(Outcome.KEPT);
  }

  @Override
  public JobItem attempt(JobId job, Instant logModified) {
    return change("count a try for", job, JobChanges.attempt(logModified)).orElseThrow();
  }

  /// Items and rows are one transaction, so that only a damaged file needs this.
  @Override
  public void refresh(JobItem listed) {
    var _ =
        database.write(
            "put right the rows of " + listed.id(),
            connection -> {
              JobItem item =
                  load(connection, listed.id())
                      .orElseGet(() -> new JobItem(listed.id(), Attributes.NONE, tables));
              follow(connection, JobRows.of(listed), item);
              return true;
            });
  }

  @Override
  public Optional<JobItem> get(JobId job) {
    return database.read("get " + job, connection -> load(connection, job));
  }

  @Override
  public List<JobItem> todo(int limit, long rulesetSeq) {
    var _ = Page.checkLimit(limit);
    return database.read(
        "list the jobs to do",
        connection -> {
          List<JobItem> found = new ArrayList<>();
          for (int shard = 0; shard < Keys.TODO_SHARDS; shard++) {
            found.addAll(todo(connection, Keys.todoPartition(shard), limit, rulesetSeq));
          }
          // All have a time of completion, or they would not be listed.
          found.sort(
              Comparator.comparing((JobItem item) -> item.completedAt().orElseThrow())
                  .reversed()
                  .thenComparing(item -> item.id().itemKey()));
          return List.copyOf(found.subList(0, Math.min(limit, found.size())));
        });
  }

  @Override
  public Page<JobItem> ofBranch(String repo, String branch, @Nullable String after, int limit) {
    var _ = Page.checkLimit(limit);
    String partition = Keys.branchPartition(repo, branch);
    return database.read(
        "list the jobs of " + partition,
        connection -> page(ThinRows.newest(connection, partition, after, limit, now()), limit));
  }

  @Override
  public Page<JobItem> ofCommit(String repo, String sha, @Nullable String after, int limit) {
    var _ = Page.checkLimit(limit);
    String partition = Keys.commitPartition(repo, sha);
    return database.read(
        "list the jobs of " + partition,
        connection -> page(ThinRows.first(connection, partition, after, limit, now()), limit));
  }

  private List<JobItem> todo(Connection connection, String partition, int limit, long rulesetSeq)
      throws SQLException {
    List<JobItem> found = new ArrayList<>();
    String before = null;
    while (found.size() < limit) {
      List<Row> rows = ThinRows.newest(connection, partition, before, TODO_PAGE, now());
      for (Row row : rows) {
        JobItem item = item(row.attributes());
        if (item.isToDo(rulesetSeq)) {
          found.add(item);
        }
      }
      if (rows.size() < TODO_PAGE) {
        break;
      }
      before = rows.getLast().sk();
    }
    return found;
  }

  private Page<JobItem> page(List<Row> rows, int limit) {
    List<JobItem> items = rows.stream().map(row -> item(row.attributes())).toList();
    return new Page<>(items, rows.size() < limit ? null : rows.getLast().sk());
  }

  private JobItem item(Attributes row) {
    JobId job = JobId.parse(row.text(Tables.JOB_KEY).orElseThrow());
    return new JobItem(job, row.without(Set.of(Tables.EXPIRES_AT)), tables);
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static Outcome outcome(Optional<JobItem> changed) {
    return changed.isPresent() ? Outcome.WRITTEN : Outcome.KEPT;
  }

  private Optional<JobItem> load(Connection connection, JobId job) throws SQLException {
    return Sql.query(
            connection,
            "SELECT attributes FROM job WHERE key = ?",
            row -> new JobItem(job, Attributes.parse(row.getString(1)), tables),
            job.itemKey())
        .stream()
        .findFirst();
  }

  private Optional<JobItem> change(String what, JobId job, List<ItemUpdate> updates) {
    return database.write(what + " " + job, connection -> change(connection, job, updates));
  }

  private Optional<JobItem> change(Connection connection, JobId job, List<ItemUpdate> updates)
      throws SQLException {
    Optional<JobItem> before = load(connection, job);
    Attributes old = before.map(JobItem::attributes).orElse(Attributes.NONE);
    for (ItemUpdate update : ItemFit.fitted(updates, job, old, tables)) {
      if (update.holds(old)) {
        JobItem after = new JobItem(job, update.apply(old), tables);
        if (!after.attributes().equals(old) || before.isEmpty()) {
          save(connection, before, after);
        }
        return Optional.of(after);
      }
    }
    return Optional.empty();
  }

  private void save(Connection connection, Optional<JobItem> before, JobItem after)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT OR REPLACE INTO job (key, attributes) VALUES (?, ?)",
        after.id().itemKey(),
        after.attributes().json());
    JobItem old = before.orElseGet(() -> new JobItem(after.id(), Attributes.NONE, tables));
    follow(connection, JobRows.of(old), after);
    note(connection, before, after);
  }

  private void follow(Connection connection, SortedMap<Key, Attributes> before, JobItem after)
      throws SQLException {
    JobRows.Change change = JobRows.change(before, after);
    for (Key key : change.deletes()) {
      ThinRows.delete(connection, key);
    }
    for (Map.Entry<Key, Attributes> row : change.puts().entrySet()) {
      ThinRows.put(
          connection,
          row.getKey(),
          JobRows.expiring(row.getValue(), clock.instant(), JobRows.KEPT));
    }
  }

  private void note(Connection connection, Optional<JobItem> before, JobItem after)
      throws SQLException {
    long now = clock.millis();
    Sql.update(
        connection,
        "INSERT INTO change (key, before, after, at) VALUES (?, nullif(?, ''), ?, ?)",
        after.id().itemKey(),
        before.map(item -> item.attributes().json()).orElse(""),
        after.attributes().json(),
        now);
    Sql.update(
        connection,
        "DELETE FROM change WHERE at < ? AND (SELECT max(position) FROM change) % ? = 0",
        now - CHANGES_KEPT.toMillis(),
        CLEAN_EVERY);
    ThinRows.sweep(connection, now());
  }
}
