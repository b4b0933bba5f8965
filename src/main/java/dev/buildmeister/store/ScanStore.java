package dev.buildmeister.store;

import java.util.Optional;

/// Keeps scan records, as gzip'ed JSON ([ScanRecordJson]), by keys such as `scan/acme/app/42`, see
/// [dev.buildmeister.job.JobId#scanKey].
///
/// A record is there whole or not at all; putting the same again is allowed, the later stands.
/// Operations may throw [StoreBusyException]. Thread-safe.
public interface ScanStore {
  /// Stores a record.
  ///
  /// @throws StoreFullException if there is no room
  void put(String key, StoredScan scan);

  /// Reads a record back; empty if there is none.
  ///
  /// @throws java.io.UncheckedIOException if it is damaged, naming the key
  Optional<StoredScan> get(String key);

  /// Returns the key if it is allowed: as [ObjectKeys] says, beginning with `scan/`.
  ///
  /// @throws IllegalArgumentException if it is not
  static String checkKey(String key) {
    if (!ObjectKeys.check(key).startsWith("scan/")) {
      throw new IllegalArgumentException(
          "scan key '" + Texts.oneLine(key, 80) + "' does not begin with scan/");
    }
    return key;
  }
}
