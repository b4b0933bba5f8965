package dev.buildmeister.store;

import java.util.Optional;

/// Keeps the files that the dashboard reads, by keys such as `repos/acme.json`.
///
/// A view is there whole or not at all; the later of two stands. Operations may throw
/// [StoreBusyException] and may be done twice. Thread-safe.
public interface ViewStore {
  /// A view.
  final class View {
    private final String etag;
    private final byte[] bytes;

    /// @param etag changes when the bytes change; means nothing else
    /// @param bytes the content, which now belongs to the view
    public View(String etag, byte[] bytes) {
      this.etag = etag;
      this.bytes = bytes;
    }

    /// Changes when the bytes change; means nothing else.
    public String etag() {
      return etag;
    }

    /// The content; belongs to the receiver.
    public byte[] bytes() {
      return bytes;
    }
  }

  /// Stores a view; the array may be used again afterwards.
  ///
  /// @return its new etag
  /// @throws IllegalArgumentException if the key is not allowed, see [#checkKey]
  String put(String key, byte[] bytes);

  /// Reads a view; empty if there is none.
  Optional<View> get(String key);

  /// Returns the key if it is allowed. Views are served as plain files, so a key must be a file
  /// name on every system and need no escaping in an address: segments of `a-z 0-9 _ ~ -`, the last
  /// one with an ending. [#segment] makes one of any text.
  ///
  /// @throws IllegalArgumentException if it is not allowed
  static String checkKey(String key) {
    ObjectKeys.check(key);
    if (!key.matches("([a-z0-9_~-]{1,200}/)*[a-z0-9_~-]{1,200}(\\.[a-z0-9]{1,10}){1,2}")) {
      throw new IllegalArgumentException(
          "view key '"
              + Texts.oneLine(key, 80)
              + "' is not allowed; expected segments of a-z 0-9 _ ~ - and an ending");
    }
    return key;
  }

  /// A text as part of a view's key: every byte of UTF-8 other than `a-z 0-9 _ -` as `~` and two
  /// hex digits, so that different texts never meet, on file systems without case neither. If that
  /// is longer than 120, its first 80, `~~` and 32 hex digits of its SHA-256.
  static String segment(String text) {
    return Segments.of(text);
  }
}
