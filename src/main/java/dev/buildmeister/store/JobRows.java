package dev.buildmeister.store;

import dev.buildmeister.store.JobUpdate.Detail;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The thin rows that stand for a job in our own table: a pure function of its item, but for the
/// time when they expire. A store keeps them in step by doing after each change of an item what
/// [#change] says. All of it may be done twice.
public final class JobRows {
  /// How long a row stays after it was last written, if nobody sets another time: as long as the
  /// scan record that it leads to. The items themselves, and with them the verdicts, never expire.
  public static final Duration KEPT = Duration.ofDays(365);

  private static final List<String> COPIED =
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

  /// What is to be written to the table of rows.
  public record Change(SortedMap<Key, Attributes> puts, Set<Key> deletes) {
    /// Whether it is nothing.
    public boolean isEmpty() {
      return puts.isEmpty() && deletes.isEmpty();
    }
  }

  /// What brings the rows in step with an item.
  ///
  /// Where item and rows are not one transaction, a writer may end between the two, and whoever
  /// does its work again finds the item as it should be already. So rows that do not differ are not
  /// left alone but put, all of them: then this may be that second time. And a failure that is not
  /// to be done is taken off the list whether or not it seemed to be on it.
  ///
  /// @param before the rows that are there, as far as is known
  public static Change change(SortedMap<Key, Attributes> before, JobItem after) {
    SortedMap<Key, Attributes> now = of(after);
    SortedMap<Key, Attributes> puts = none();
    now.forEach(
        (key, row) -> {
          if (!row.equals(before.get(key))) {
            puts.put(key, row);
          }
        });
    Set<Key> deletes = new HashSet<>(before.keySet());
    if (after.failed()) {
      after.completedAt().ifPresent(at -> deletes.add(Keys.todo(at, after.id())));
    }
    deletes.removeAll(now.keySet());
    return new Change(before.equals(now) ? now : puts, deletes);
  }

  /// A row with the time of its end, [Tables#EXPIRES_AT].
  ///
  /// @param kept from now on; zero for ever
  public static Attributes expiring(Attributes row, Instant now, Duration kept) {
    return kept.isZero() ? row : row.with(Tables.EXPIRES_AT, now.plus(kept).getEpochSecond());
  }

  /// Whether the end of a row has come, for DynamoDB removes it hours or days late.
  public static boolean isExpired(Attributes row, Instant now) {
    return row.number(Tables.EXPIRES_AT).orElse(Long.MAX_VALUE) <= now.getEpochSecond();
  }

  private static SortedMap<Key, Attributes> none() {
    return new TreeMap<>(Comparator.comparing(Key::pk).thenComparing(Key::sk));
  }

  /// The rows of an item by their keys.
  public static SortedMap<Key, Attributes> of(JobItem item) {
    SortedMap<Key, Attributes> rows = none();
    Attributes row = row(item);
    item.completedAt()
        .ifPresent(
            completed -> {
              // Tries are not in it: else each would write it, and none is left without them.
              if (item.isListedToDo()) {
                rows.put(Keys.todo(completed, item.id()), row);
              }
              item.detail(Detail.BRANCH)
                  .ifPresent(branch -> rows.put(Keys.branch(item.id(), branch, completed), row));
            });
    item.detail(Detail.COMMIT).ifPresent(sha -> rows.put(Keys.commit(item.id(), sha), row));
    return rows;
  }

  private static Attributes row(JobItem item) {
    TreeMap<String, Value> row = new TreeMap<>(item.attributes().values());
    row.keySet().retainAll(COPIED);
    row.put(Tables.JOB_KEY, new Value.Text(item.id().itemKey()));
    row.put(Tables.ORG, new Value.Text(Keys.org(item.id())));
    item.match().ifPresent(match -> row.put(Tables.RULE, new Value.Text(match.rule())));
    return new Attributes(row);
  }
}
