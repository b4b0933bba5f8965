package dev.buildmeister.store;

/// What keys of logs, scan records and views may look like, the same in every store.
public final class ObjectKeys {
  /// S3's limit.
  public static final int MAX_BYTES = 1024;

  private ObjectKeys() {}

  /// Returns the key if it is allowed.
  ///
  /// @throws IllegalArgumentException if it is empty or too long, has an empty segment, `.` or
  ///   `..`, or a control character
  public static String check(String key) {
    int bytes = Texts.bytes(key);
    if (bytes == 0 || bytes > MAX_BYTES) {
      throw bad(key, "it has " + bytes + " bytes, allowed are 1 to " + MAX_BYTES);
    }
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw bad(key, "it has the segment '" + segment + "'");
      }
    }
    if (key.chars().anyMatch(Character::isISOControl) || !Texts.wellFormed(key).equals(key)) {
      throw bad(key, "it has a control character");
    }
    return key;
  }

  private static IllegalArgumentException bad(String key, String why) {
    return new IllegalArgumentException(
        "object key '" + Texts.oneLine(key, 80) + "' is not allowed: " + why);
  }
}
