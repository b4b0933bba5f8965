package dev.buildmeister.rules;

import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.scan.LinePattern;
import dev.buildmeister.scan.PatternException;
import dev.buildmeister.scan.PatternSet;
import dev.buildmeister.scan.TextPattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A ruleset that is ready to scan with: all that is looked for in a line as one [PatternSet], and
/// the meaning of each of its numbers.
///
/// Immutable and thread-safe.
public final class CompiledRuleset {
  /// What a record has that says how the log says that its job ended.
  private static final String OUTCOME = "outcome";

  /// What a record has that holds the best error-like line. The number is that of the way in which
  /// lines are scored: with another one the logs are needed again.
  private static final String BEST_LINE = "best-line-1";

  private final Ruleset ruleset;
  private final List<CompiledProbe> probes;
  private final List<Scope> scopes;
  private final List<Role> roles;
  private final PatternSet patterns;
  private final List<String> keys;
  private final Set<String> scanKeys;
  private final Set<String> recordKeys;

  private CompiledRuleset(
      Ruleset ruleset,
      List<CompiledProbe> probes,
      List<Scope> scopes,
      List<Role> roles,
      PatternSet patterns) {
    this.ruleset = ruleset;
    this.probes = List.copyOf(probes);
    this.scopes = List.copyOf(scopes);
    this.roles = List.copyOf(roles);
    this.patterns = patterns;
    this.keys = ruleset.rules().stream().map(rule -> Probe.of(rule).key()).toList();
    this.scanKeys = scanKeys(ruleset);
    this.recordKeys = recordKeys(ruleset);
  }

  /// What a hit of one of the patterns means.
  public sealed interface Role {
    /// A probe hit; `number` is its place in [#probes].
    record ProbeHit(int number) implements Role {}

    /// The line never explains anything.
    record IgnoredLine() implements Role {}

    /// The line opens an ignored region.
    record RegionStart(int region) implements Role {}

    /// The line closes an ignored region, if that one is open.
    record RegionStop(int region) implements Role {}

    /// The line holds a fact worth keeping.
    record ExtractHit(String name) implements Role {}

    /// The line looks like an error.
    record ErrorLike() implements Role {}

    /// A private key begins after the line.
    record KeyBegin() implements Role {}

    /// The private key ends with the line.
    record KeyEnd() implements Role {}
  }

  /// A probe with its further patterns compiled.
  ///
  /// @param key [Probe#key]
  /// @param probe what is looked for
  /// @param then compiled, or null
  /// @param until compiled, or null
  public record CompiledProbe(
      String key, Probe probe, @Nullable TextPattern then, @Nullable TextPattern until) {}

  /// When a rule applies.
  ///
  /// @param facts whole-string patterns by fact
  /// @param step whole-string pattern on the step's name, or null
  public record Scope(Map<Fact, TextPattern> facts, @Nullable TextPattern step) {
    public Scope {
      facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }
  }

  /// Compiles a ruleset that was read by [RulesetFile], which has checked every pattern.
  ///
  /// @throws IllegalArgumentException if a pattern is bad after all
  public static CompiledRuleset compile(Ruleset ruleset) {
    List<LinePattern> all = new ArrayList<>();
    List<Role> roles = new ArrayList<>();
    List<CompiledProbe> probes = new ArrayList<>();
    for (Probe probe : new LinkedHashSet<>(ruleset.rules().stream().map(Probe::of).toList())) {
      roles.add(new Role.ProbeHit(probes.size()));
      all.add(probe.pattern());
      probes.add(compile(probe));
    }
    addIgnores(ruleset.ignores(), all, roles);
    for (Extract extract : ruleset.extracts()) {
      all.add(extract.pattern());
      roles.add(new Role.ExtractHit(extract.name()));
    }
    for (LinePattern errorLike : BestLineRule.ERROR_LIKE) {
      all.add(errorLike);
      roles.add(new Role.ErrorLike());
    }
    all.add(LinePattern.regex("-----BEGIN [A-Z0-9 ]*PRIVATE KEY"));
    roles.add(new Role.KeyBegin());
    all.add(LinePattern.regex("-----END [A-Z0-9 ]*PRIVATE KEY"));
    roles.add(new Role.KeyEnd());
    List<Scope> scopes = ruleset.rules().stream().map(CompiledRuleset::scope).toList();
    try {
      return new CompiledRuleset(ruleset, probes, scopes, roles, PatternSet.compile(all));
    } catch (PatternException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void addIgnores(List<Ignore> ignores, List<LinePattern> all, List<Role> roles) {
    int regions = 0;
    for (Ignore ignore : ignores) {
      switch (ignore) {
        case Ignore.Line(LinePattern pattern) -> {
          all.add(pattern);
          roles.add(new Role.IgnoredLine());
        }
        case Ignore.Region(LinePattern start, LinePattern stop) -> {
          all.add(start);
          roles.add(new Role.RegionStart(regions));
          all.add(stop);
          roles.add(new Role.RegionStop(regions));
          regions++;
        }
      }
    }
  }

  private static CompiledProbe compile(Probe probe) {
    return new CompiledProbe(
        probe.key(),
        probe,
        probe.then() == null ? null : text(probe.then().pattern()),
        probe.block() == null || probe.block().until() == null
            ? null
            : text(probe.block().until()));
  }

  private static Scope scope(Rule rule) {
    Map<Fact, TextPattern> facts = new EnumMap<>(Fact.class);
    rule.when().forEach((fact, expression) -> facts.put(fact, text(LinePattern.regex(expression))));
    return new Scope(
        facts, rule.whenStep() == null ? null : text(LinePattern.regex(rule.whenStep())));
  }

  private static TextPattern text(LinePattern pattern) {
    try {
      return TextPattern.compile(pattern);
    } catch (PatternException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// The ruleset as it was written.
  public Ruleset ruleset() {
    return ruleset;
  }

  /// What is looked for, each once.
  public List<CompiledProbe> probes() {
    return probes;
  }

  /// When the rule at this place of the ruleset applies.
  public Scope scope(int rule) {
    return scopes.get(rule);
  }

  /// The key under which a scan record holds the hits of the rule at this place.
  public String probeKey(int rule) {
    return keys.get(rule);
  }

  /// What a scan record must have been made with to be judged by this ruleset: the keys of all
  /// probes, and one of all that is ignored, since a line that is dropped gives no hit; `outcome`
  /// if the ruleset wants to know how the log says that its job ended, which old records do not
  /// tell.
  public Set<String> scanKeys() {
    return scanKeys;
  }

  /// What a scan record that is made with this ruleset can be asked for; more than [#scanKeys]
  /// where more is recorded than this ruleset needs.
  public Set<String> recordKeys() {
    return recordKeys;
  }

  /// The same of a ruleset that is not compiled.
  static Set<String> recordKeys(Ruleset ruleset) {
    Set<String> keys = new TreeSet<>(scanKeys(ruleset));
    keys.add(OUTCOME);
    return Collections.unmodifiableSet(keys);
  }

  /// [#scanKeys] of a ruleset that is not compiled.
  static Set<String> scanKeys(Ruleset ruleset) {
    Set<String> keys = new TreeSet<>();
    ruleset.rules().forEach(rule -> keys.add(Probe.of(rule).key()));
    keys.add("ignore-" + key(ruleset.ignores()));
    if (ruleset.policy().quietIfSucceeded()) {
      keys.add(OUTCOME);
    }
    if (ruleset.policy().generalBestLine()) {
      keys.add(BEST_LINE);
    }
    return Collections.unmodifiableSet(keys);
  }

  private static String key(List<Ignore> ignores) {
    KeyParts parts = new KeyParts();
    for (Ignore ignore : ignores) {
      switch (ignore) {
        case Ignore.Line(LinePattern pattern) -> parts.add("line").add(pattern);
        case Ignore.Region(LinePattern start, LinePattern stop) ->
            parts.add("region").add(start).add(stop);
      }
    }
    return parts.key();
  }

  /// All patterns, for a scanner.
  public PatternSet patterns() {
    return patterns;
  }

  /// What a hit of the pattern with this number means.
  public Role role(int pattern) {
    return roles.get(pattern);
  }
}
