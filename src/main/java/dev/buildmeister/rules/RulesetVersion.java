package dev.buildmeister.rules;

/// Which ruleset a verdict was reached by: `{seq}-{first 12 hex of SHA-256 of the file}`.
///
/// @param seq epoch second at which it was published, so that versions have an order; 0 for a file
///   that never was
/// @param digest 12 lower-case hex digits
public record RulesetVersion(long seq, String digest) {
  /// The version of a file with this text.
  public static RulesetVersion of(long seq, String text) {
    return new RulesetVersion(seq, Sha256.hex(text, 12));
  }

  /// `1720458000-0a1b2c3d4e5f`.
  @Override
  public String toString() {
    return seq + "-" + digest;
  }
}
