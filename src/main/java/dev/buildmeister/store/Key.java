package dev.buildmeister.store;

/// The key of a row: which partition, and where in its order. Built by [Keys] only, read from rows
/// by adapters.
///
/// @param pk partition key, at most [#MAX_PK_BYTES] bytes of UTF-8
/// @param sk sort key, at most [#MAX_SK_BYTES] bytes of UTF-8
public record Key(String pk, String sk) {
  /// DynamoDB's limit.
  public static final int MAX_PK_BYTES = 2048;

  /// DynamoDB's limit.
  public static final int MAX_SK_BYTES = 1024;

  /// @throws IllegalArgumentException if a part is empty or too long
  public Key {
    check("partition key", pk, MAX_PK_BYTES);
    check("sort key", sk, MAX_SK_BYTES);
  }

  static String check(String what, String key, int limit) {
    int bytes = Texts.bytes(key);
    if (bytes == 0 || bytes > limit) {
      throw new IllegalArgumentException(
          what
              + " is "
              + bytes
              + " bytes, allowed are 1 to "
              + limit
              + ": "
              + Texts.oneLine(key, 80));
    }
    return key;
  }
}
