package dev.buildmeister.store;

import dev.buildmeister.rules.RulesetVersion;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps the published rulesets, all of them, and which one is in use: the newest.
///
/// The text is kept as it is; whether it is valid is for the caller to find out before. [#publish]
/// and [#rollBack] may be done twice: publishing what is in use already publishes nothing. Two
/// people who publish at once get two versions, the later is in use. [#current] and [#get] see what
/// was written before, the history may be behind. Operations may throw [StoreBusyException].
/// Thread-safe.
public interface RulesetStore {
  /// The largest text, in bytes of UTF-8; a row holds 400 KB.
  int MAX_BYTES = 350_000;

  /// A ruleset as it was published.
  ///
  /// @param version its number and digest
  /// @param text the file; empty in the history
  /// @param by who published it
  /// @param at when
  /// @param comment why, may be empty
  record Published(RulesetVersion version, String text, String by, Instant at, String comment) {}

  /// Publishes a ruleset, which is in use from then on. Its number is the second of publishing, or
  /// one more than that in use if that is not less.
  ///
  /// @throws IllegalArgumentException if the text is longer than [#MAX_BYTES]
  RulesetVersion publish(String text, String by, String comment);

  /// Publishes an earlier ruleset anew; empty if there is none of that number.
  Optional<RulesetVersion> rollBack(long seq, String by, String comment);

  /// Which one is in use; cheap enough to be asked often. Empty if none was published.
  Optional<RulesetVersion> currentVersion();

  /// The ruleset in use; empty if none was published.
  Optional<Published> current();

  /// One of them, by its number.
  Optional<Published> get(long seq);

  /// All of them without their texts, newest first.
  ///
  /// @param after [Page#next] of the page before, null for the first
  Page<Published> history(@Nullable String after, int limit);
}
