package dev.buildmeister.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Which ruleset a verdict was reached by: `{seq}-{first 12 hex of SHA-256 of the file}`.
///
/// @param seq epoch second at which it was published, so that versions have an order; 0 for a file
///   that never was
/// @param digest 12 lower-case hex digits
public record RulesetVersion(long seq, String digest) {
  /// The version of a file with this text.
  public static RulesetVersion of(long seq, String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new RulesetVersion(seq, HexFormat.of().formatHex(hash, 0, 6));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /// `1720458000-0a1b2c3d4e5f`.
  @Override
  public String toString() {
    return seq + "-" + digest;
  }
}
