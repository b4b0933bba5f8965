package dev.buildmeister.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keeps logs as they came, by keys such as `log/acme/app/42`, see [#checkKey].
///
/// A log is there whole or not at all: a reader never sees half of one, and a [#put] that fails
/// changes nothing. Putting the same again is allowed; the later stands. Lists may be behind for a
/// while. Operations may throw [StoreBusyException]; streams throw [IOException].
///
/// Thread-safe.
public interface LogStore {
  /// What metadata may count for together, names and values, in bytes.
  int MAX_METADATA_BYTES = 2048;

  /// What is known of a log without reading it.
  ///
  /// @param key its key
  /// @param bytes its size as stored, perhaps compressed
  /// @param modified when it was put, in milliseconds; the `log_modified` of its verdict. A store
  ///   may tell it to the second only, so that two puts share it.
  /// @param version another one after each put, also within one second; for nothing but comparing
  /// @param metadata what was put with it, names in lower case; empty in lists
  record Head(
      String key, long bytes, Instant modified, String version, Map<String, String> metadata) {
    public Head {
      metadata = Map.copyOf(metadata);
    }
  }

  /// A log that is being read.
  ///
  /// @param head of just this content, even if it is replaced meanwhile
  /// @param content its bytes as stored
  record Content(Head head, InputStream content) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      content.close();
    }
  }

  /// Opens a log for reading; empty if there is none.
  Optional<Content> open(String key);

  /// Stores a log. The stream is read to its end and not closed.
  ///
  /// @throws java.io.UncheckedIOException if the stream cannot be read
  /// @throws StoreFullException if there is no room
  /// @throws IllegalArgumentException if the key or the metadata are not allowed
  Head put(String key, InputStream content, Map<String, String> metadata);

  /// What is known of a log; empty if there is none.
  Optional<Head> head(String key);

  /// The logs whose keys begin with a text. The order is any, but stays the same between pages.
  ///
  /// @param prefix may end within a segment, may be empty
  /// @param after [Page#next] of the page before, null for the first
  /// @param limit how many at most, at least 1
  Page<Head> list(String prefix, @Nullable String after, int limit);

  /// Returns the key if it is allowed: as [ObjectKeys] says, beginning with `log/` or `temp_logs/`.
  ///
  /// @throws IllegalArgumentException if it is not
  static String checkKey(String key) {
    ObjectKeys.check(key);
    if (!key.startsWith("log/") && !key.startsWith("temp_logs/")) {
      throw new IllegalArgumentException(
          "log key '" + Texts.oneLine(key, 80) + "' does not begin with log/ or temp_logs/");
    }
    return key;
  }

  /// Returns the metadata if every store can keep it: names of `a-z 0-9 -`, values of printable
  /// ASCII, [#MAX_METADATA_BYTES] together.
  ///
  /// @throws IllegalArgumentException naming what is not allowed
  static Map<String, String> checkMetadata(Map<String, String> metadata) {
    int bytes = 0;
    for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
      if (!entry.getKey().matches("[a-z0-9-]{1,64}")
          || !entry.getValue().chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
        throw new IllegalArgumentException(
            "metadata '"
                + Texts.oneLine(entry.getKey(), 64)
                + "' is not allowed; names are a-z 0-9 -, values are printable ASCII");
      }
      bytes += entry.getKey().length() + entry.getValue().length();
    }
    if (bytes > MAX_METADATA_BYTES) {
      throw new IllegalArgumentException(
          "metadata are " + bytes + " bytes, the limit is " + MAX_METADATA_BYTES);
    }
    return Map.copyOf(metadata);
  }
}
