package dev.buildmeister.store;

import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.RulesetStore.Published;
import java.time.Instant;
import java.util.Optional;

/// Published rulesets as thin rows: one for each number with the text, and one that says which is
/// in use. Pure; the same for every store.
public final class RulesetRows {
  /// Less than `CURRENT` and more than all numbers.
  public static final String AFTER_ALL_NUMBERS = "C";

  private RulesetRows() {}

  /// Refuses what no row can hold.
  ///
  /// @throws IllegalArgumentException if the text is longer than [RulesetStore#MAX_BYTES]
  public static void checkSize(String text) {
    int bytes = Texts.bytes(text);
    if (bytes > RulesetStore.MAX_BYTES) {
      throw new IllegalArgumentException(
          "ruleset of " + bytes + " bytes, the limit is " + RulesetStore.MAX_BYTES);
    }
  }

  /// The version of a text that is published now: its number is the second, or one more than that
  /// in use if that is not less.
  public static RulesetVersion next(Optional<RulesetVersion> current, String text, Instant now) {
    long least = current.map(version -> version.seq() + 1).orElse(0L);
    return RulesetVersion.of(Math.max(now.getEpochSecond(), least), text);
  }

  /// The row that says which is in use.
  public static Attributes pointer(RulesetVersion version) {
    return Attributes.NONE
        .with(Tables.RULESET_SEQ, version.seq())
        .with(Tables.RULESET_VERSION, version.toString());
  }

  /// The row of a ruleset.
  public static Attributes row(
      RulesetVersion version, String text, String by, String comment, Instant now) {
    return pointer(version)
        .with(Tables.TEXT, text)
        .with(Tables.BY, by)
        .with(Tables.AT, Times.text(now))
        .with(Tables.COMMENT, comment);
  }

  /// The version that a row is of.
  public static RulesetVersion version(Attributes row) {
    long seq = row.number(Tables.RULESET_SEQ).orElse(0);
    String version = row.text(Tables.RULESET_VERSION).orElse("");
    // Rows of before held the digest alone.
    String own = seq + "-";
    return new RulesetVersion(
        seq, version.startsWith(own) ? version.substring(own.length()) : version);
  }

  /// A row as it was published.
  public static Published published(Attributes row) {
    return published(row, row.text(Tables.TEXT).orElse(""));
  }

  /// The same for the history, which has no texts.
  public static Published withoutText(Attributes row) {
    return published(row, "");
  }

  private static Published published(Attributes row, String text) {
    return new Published(
        version(row),
        text,
        row.text(Tables.BY).orElse(""),
        Times.parse(row.text(Tables.AT).orElseThrow()),
        row.text(Tables.COMMENT).orElse(""));
  }
}
