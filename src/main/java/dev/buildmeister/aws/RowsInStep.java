package dev.buildmeister.aws;

import dev.buildmeister.job.JobId;
import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobRows;
import dev.buildmeister.store.Key;
import dev.buildmeister.store.StoreBusyException;
import dev.buildmeister.store.Tables;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/// Keeps the thin rows of jobs in step with their items, which are written before them and not in
/// one transaction: that would cost twice the write units. Thread-safe.
///
/// A writer that ends between item and rows leaves what is put right as follows.
///
/// - The work is done again (a message comes again, a busy store is asked again): all rows of the
///   item are put and the row of the list to do is deleted, also if the item is already as it
///   should be.
/// - A later verdict comes, or facts that rows tell of: the same, since these are in every row.
/// - A try: puts nothing right. The verdict that follows does, or the next try.
/// - Nobody does it again: the backfill, which is told of the job by a row, compares the two and
///   has the row put right ([DynamoJobStore#refresh]).
/// - What is left is a row at an earlier time of completion, branch or commit. Nothing knows its
///   key any more; whoever is told of it sees by the item that it is old, and it expires.
final class RowsInStep {
  /// How often in a row somebody else may be faster.
  private static final int CONTENTION = 8;

  private final ThinRows rows;
  private final Function<JobId, Optional<JobItem>> items;
  private final InstantSource clock;
  private final Duration kept;

  /// @param items sees what was written before
  /// @param clock for when rows expire
  /// @param kept how long rows stay after they were last written; zero for ever
  RowsInStep(
      ThinRows rows, Function<JobId, Optional<JobItem>> items, InstantSource clock, Duration kept) {
    this.rows = rows;
    this.items = items;
    this.clock = clock;
    this.kept = kept;
  }

  /// An item that was changed, whose rows are not yet in step.
  ///
  /// @param before its rows before
  /// @param seen the keys of the rows of whatever state it was in since then
  record Changed(SortedMap<Key, Attributes> before, Set<Key> seen, JobItem item) {}

  /// Brings the rows in step with an item, as [JobRows#change] says, then looks whether somebody
  /// changed the item meanwhile: two writers may write their rows in the other order than their
  /// items, and whoever is last must write those of the last item. Who writes no row needs no look.
  ///
  /// @return the item that the rows are in step with
  JobItem follow(Changed changed) {
    Set<Key> seen = new HashSet<>(changed.seen());
    JobItem item = changed.item();
    JobRows.Change change = JobRows.change(changed.before(), item);
    for (int i = 0; i < CONTENTION; i++) {
      SortedMap<Key, Attributes> now = JobRows.of(item);
      Set<Key> gone = new HashSet<>(change.deletes());
      gone.addAll(seen);
      gone.removeAll(now.keySet());
      if (change.puts().isEmpty() && gone.isEmpty()) {
        return item;
      }
      rows.write(expiring(change.puts()), gone);
      JobItem current = items.apply(item.id()).orElse(item);
      if (JobRows.of(current).equals(now)) {
        return current;
      }
      seen.addAll(now.keySet());
      item = current;
      // What is there by now is not known: all of them.
      change = JobRows.change(JobRows.of(item), item);
    }
    throw new StoreBusyException("write the rows of " + item.id(), null);
  }

  private Map<Key, Attributes> expiring(Map<Key, Attributes> puts) {
    Map<Key, Attributes> all = new HashMap<>();
    puts.forEach((key, row) -> all.put(key, JobRows.expiring(row, clock.instant(), kept)));
    return all;
  }

  /// Rows without those whose end has come, and without word of it.
  List<Attributes> lasting(List<Attributes> listed) {
    return listed.stream()
        .filter(row -> !JobRows.isExpired(row, clock.instant()))
        .map(row -> row.without(Set.of(Tables.EXPIRES_AT)))
        .toList();
  }
}
