package dev.buildmeister.job;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is known of a job beside its log. Facts arrive late or never, so each may be unknown, and a
/// rule scoped on an unknown fact is not judged rather than guessed.
///
/// Immutable and thread-safe.
public final class JobFacts {
  /// The facts a rule's `when` may ask for; `step` is not here, it is known from the log.
  public enum Fact {
    HOST,
    REPO,
    BRANCH,
    WORKFLOW,
    JOB,
    CONCLUSION;

    /// The key in `ruleset.toml` and in `--job`: `repo`.
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Reads [#key] back; empty if there is no such fact.
    public static Optional<Fact> of(String key) {
      return Arrays.stream(values()).filter(fact -> fact.key().equals(key)).findFirst();
    }

    /// All keys, for error messages.
    public static List<String> keys() {
      return Arrays.stream(values()).map(Fact::key).toList();
    }
  }

  /// Nothing is known.
  public static final JobFacts UNKNOWN = new JobFacts(new EnumMap<>(Fact.class));

  private final Map<Fact, String> values;

  private JobFacts(Map<Fact, String> values) {
    this.values = values;
  }

  /// These facts and one more, which replaces what was known of it.
  public JobFacts with(Fact fact, String value) {
    EnumMap<Fact, String> copy = new EnumMap<>(Fact.class);
    copy.putAll(values);
    copy.put(fact, value);
    return new JobFacts(copy);
  }

  /// The value of a fact, empty if unknown.
  public Optional<String> get(Fact fact) {
    return Optional.ofNullable(values.get(fact));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JobFacts facts && facts.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
