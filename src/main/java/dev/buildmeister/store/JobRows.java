package dev.buildmeister.store;

import dev.buildmeister.store.JobUpdate.Detail;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The thin rows that stand for a job in our own table: a pure function of its item. A store keeps
/// them in step by taking those of the item before and after a change: rows that are gone are
/// deleted, the others put. Both may be done twice.
public final class JobRows {
  private static final List<String> KEPT =
      List.of(
          Tables.RUN_ATTEMPT,
          Tables.STATUS,
          Tables.CONCLUSION,
          Tables.COMPLETED_AT,
          Tables.STATE,
          Tables.RULE_ID,
          Tables.FINGERPRINT,
          Tables.RULESET_SEQ,
          Tables.CORRECTED_AT,
          // By these three a verdict on an earlier run of the same job is told.
          Tables.STARTED_AT,
          Tables.LOG_MODIFIED,
          Tables.CLASSIFIED_AT,
          Detail.NAME.attribute(),
          Detail.WORKFLOW.attribute(),
          Detail.BRANCH.attribute(),
          Detail.COMMIT.attribute(),
          Detail.AUTHOR.attribute(),
          Detail.HEAD_REPO.attribute(),
          Detail.VISIBILITY.attribute());

  private JobRows() {}

  /// The rows of an item by their keys.
  public static SortedMap<Key, Attributes> of(JobItem item) {
    SortedMap<Key, Attributes> rows =
        new TreeMap<>(Comparator.comparing(Key::pk).thenComparing(Key::sk));
    Attributes row = row(item);
    item.completedAt()
        .ifPresent(
            completed -> {
              if (item.isListedToDo()) {
                Attributes todo = row.with(Tables.ATTEMPTS, item.attempts());
                rows.put(Keys.todo(completed, item.id()), todo);
              }
              item.detail(Detail.BRANCH)
                  .ifPresent(branch -> rows.put(Keys.branch(item.id(), branch, completed), row));
            });
    item.detail(Detail.COMMIT).ifPresent(sha -> rows.put(Keys.commit(item.id(), sha), row));
    return rows;
  }

  private static Attributes row(JobItem item) {
    TreeMap<String, Value> row = new TreeMap<>(item.attributes().values());
    row.keySet().retainAll(KEPT);
    row.put(Tables.JOB_KEY, new Value.Text(item.id().itemKey()));
    row.put(Tables.ORG, new Value.Text(Keys.org(item.id())));
    item.match().ifPresent(match -> row.put(Tables.RULE, new Value.Text(match.rule())));
    return new Attributes(row);
  }
}
