package dev.buildmeister.store;

import java.util.List;
import java.util.Optional;

/// Tells of every change of a job's item, at least once, those of one job in their order. What is
/// told is kept for at least a day.
///
/// Locally a change is written down in the same transaction as the item. Operations may throw
/// [StoreBusyException]. Thread-safe, but a consumer's name is for one reader at a time.
public interface ChangeFeed {
  /// A change of a job's item.
  ///
  /// @param before the item before it; empty if there was none
  /// @param after the item after it
  record Change(Optional<JobItem> before, JobItem after) {}

  /// Some changes.
  ///
  /// @param changes perhaps none although there are some, perhaps some that were told before
  /// @param position where they end, for [#commit]
  /// @param gap whether changes before them are gone because the consumer was away too long; it
  ///   must look at all items anew
  record Batch(List<Change> changes, String position, boolean gap) {
    public Batch {
      changes = List.copyOf(changes);
    }
  }

  /// The next changes for a consumer: those after its last [#commit]. What an older or a foreign
  /// program wrote under a key that is no job's is passed over.
  Batch read(String consumer, int limit);

  /// The consumer has done its work up to there.
  void commit(String consumer, String position);
}
