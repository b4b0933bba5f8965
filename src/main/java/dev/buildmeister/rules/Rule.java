package dev.buildmeister.rules;

import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.scan.LinePattern;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One rule: what to look for, when it applies, and what to tell the person who is hit by it.
///
/// @param name what people read; need not be unique
/// @param id unique in its ruleset; history and statistics follow it
/// @param pattern searched in each cleaned line
/// @param then what must follow on one of the next lines, or null
/// @param pick which hit counts
/// @param lastLines the hit must lie within this many last raw lines; 0 for anywhere
/// @param block the excerpt that is stored with the hit, or null
/// @param tags free words; [Tag] lists those with a meaning
/// @param when the scope: whole-string patterns by fact; empty for everywhere
/// @param whenStep whole-string pattern on the name of the hit's step, or null
/// @param help Markdown: what it means and what to do, or null
/// @param issue address of the issue that tracks it, or null
/// @param examples lines (with line breaks where `then` is used) that must hit
/// @param counterexamples lines that must not
public record Rule(
    String name,
    String id,
    LinePattern pattern,
    @Nullable Then then,
    Pick pick,
    int lastLines,
    @Nullable Block block,
    List<String> tags,
    Map<Fact, String> when,
    @Nullable String whenStep,
    @Nullable String help,
    @Nullable String issue,
    List<String> examples,
    List<String> counterexamples) {
  public Rule {
    tags = List.copyOf(tags);
    // In the order of the facts, so that explanations are the same on every run.
    when = Collections.unmodifiableMap(new TreeMap<>(when));
    examples = List.copyOf(examples);
    counterexamples = List.copyOf(counterexamples);
  }

  /// Which of a rule's hits counts.
  public enum Pick {
    /// The first one; for compilers, whose later errors follow from it.
    FIRST,
    /// The last one; for test runners, whose summary comes at the end.
    LAST
  }

  /// A second pattern that must match soon after the first.
  ///
  /// @param pattern its groups are appended to the captures
  /// @param within how many raw lines after the hit it may stand, at least 1
  public record Then(LinePattern pattern, int within) {
    /// Where the file does not say it.
    public static final int DEFAULT_WITHIN = 20;

    /// Pending hits are kept this long, so it bounds memory.
    public static final int MAX_WITHIN = 200;
  }

  /// The lines that are stored as the hit's excerpt, beginning with the hit.
  ///
  /// @param until the first line that no longer belongs to it, or null
  /// @param max how many lines at most, the hit included
  public record Block(@Nullable LinePattern until, int max) {
    /// Where the file does not say it.
    public static final int DEFAULT_MAX = 60;

    /// The most lines an excerpt may have.
    public static final int MAX_MAX = 200;
  }

  /// How much a hit says.
  public enum Tier {
    /// It names a cause.
    SPECIFIC,
    /// It is a catch-all: better than nothing to look at, never evidence.
    GENERAL;

    /// The word in JSON: `specific`.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The tags that the program itself understands.
  public static final class Tag {
    public static final String TEST = "test";
    public static final String FLAKY = "flaky";
    public static final String INFRA = "infra";
    public static final String TIMEOUT = "timeout";
    public static final String CANCELLED = "cancelled";
    public static final String RETRIABLE = "retriable";
    public static final String CATCH_ALL = "catch-all";

    private Tag() {}
  }

  /// General if tagged `catch-all`, else specific.
  public Tier tier() {
    return tags.contains(Tag.CATCH_ALL) ? Tier.GENERAL : Tier.SPECIFIC;
  }

  /// Whether the first captures of its hits are names of failed tests.
  public boolean namesTests() {
    return tags.contains(Tag.TEST);
  }
}
