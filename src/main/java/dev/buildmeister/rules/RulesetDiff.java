package dev.buildmeister.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// What differs between two rulesets, rule by rule, and what that means for verdicts that are
/// there: whether the logs are needed again, or the scan records will do.
///
/// Rules are the same if their ids are. A rule that gets another id is one removed and one added.
///
/// @param added rules of the new ruleset only, in its order
/// @param removed rules of the old ruleset only, in its order
/// @param changed rules of both that differ, in the new ruleset's order
/// @param others what differs besides the rules
/// @param newKeys what the new ruleset asks of a scan record and those made by the old one lack,
///   see [CompiledRuleset#scanKeys]
public record RulesetDiff(
    List<Rule> added,
    List<Rule> removed,
    List<Change> changed,
    Set<Section> others,
    Set<String> newKeys) {
  public RulesetDiff {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
    others = Collections.unmodifiableSet(new TreeSet<>(others));
    newKeys = Collections.unmodifiableSet(new TreeSet<>(newKeys));
  }

  /// One way in which a rule may differ.
  public enum Aspect {
    /// What is looked for in the log: `pattern`, `then`, `block`, and `pick` where the scan has to
    /// know it. Only this may need the log again; see [RulesetDiff#isNewPattern].
    PATTERN,
    /// Its place among the rules that both rulesets have. Of rules that changed places, as few as
    /// possible are called moved.
    ORDER,
    /// Its name.
    NAME,
    /// Where it applies: `when`.
    SCOPE,
    /// Which of its hits counts, of those that are recorded: `pick`, `last_lines`.
    CHOICE,
    /// Its tags.
    TAGS,
    /// What people are told: `help`, `issue`.
    HELP,
    /// `examples` and `counterexamples`, which no verdict depends on.
    EXAMPLES
  }

  /// What a ruleset has besides rules.
  public enum Section {
    /// `[verdict]`.
    VERDICT,
    /// `[[ignore]]`.
    IGNORE,
    /// `[[extract]]`.
    EXTRACT
  }

  /// What has to be done so that verdicts are those of the new ruleset; each includes those before.
  public enum Effect {
    /// Nothing: the same logs get the same verdicts.
    NONE,
    /// Judge the scan records again.
    JUDGE,
    /// Scan the logs again.
    SCAN
  }

  /// A rule that both rulesets have, and that differs.
  ///
  /// @param before as it was
  /// @param after as it is
  /// @param aspects in what, at least one
  public record Change(Rule before, Rule after, Set<Aspect> aspects) {
    public Change {
      aspects = Collections.unmodifiableSet(EnumSet.copyOf(aspects));
    }
  }

  /// Compares two rulesets; neither needs to be compiled.
  public static RulesetDiff between(Ruleset before, Ruleset after) {
    Map<String, Rule> old = new LinkedHashMap<>();
    before.rules().forEach(rule -> old.put(rule.id(), rule));
    Set<String> moved = moved(before, after);
    List<Rule> added = new ArrayList<>();
    List<Change> changed = new ArrayList<>();
    for (Rule rule : after.rules()) {
      Rule was = old.remove(rule.id());
      if (was == null) {
        added.add(rule);
        continue;
      }
      Set<Aspect> aspects = aspects(was, rule);
      if (moved.contains(rule.id())) {
        aspects.add(Aspect.ORDER);
      }
      if (!aspects.isEmpty()) {
        changed.add(new Change(was, rule, aspects));
      }
    }
    Set<String> newKeys = new TreeSet<>(CompiledRuleset.scanKeys(after));
    newKeys.removeAll(CompiledRuleset.recordKeys(before));
    return new RulesetDiff(
        added, List.copyOf(old.values()), changed, others(before, after), newKeys);
  }

  /// Whether nothing differs.
  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && others.isEmpty();
  }

  /// Whether the old ruleset did not look for what this rule of the new one looks for.
  public boolean isNewPattern(Rule rule) {
    return newKeys.contains(Probe.of(rule).key());
  }

  /// What the difference asks for. Facts that a new `[[extract]]` keeps are in no verdict, so they
  /// ask for nothing.
  ///
  /// [Effect#JUDGE] has one exception, which cannot be told from rulesets: a log with more hits
  /// than the budget of its scan (8 Mi characters in all, where each that is kept counts 64 more).
  /// There steps in the middle, first captures and lines of excerpts were given up for the hits of
  /// all probes together. So where rules were removed or the probes stand in another order, a scan
  /// might keep others, and its verdict might differ from judging again. Other scopes and tags
  /// alone make no difference: a scan would give up the same.
  public Effect effect() {
    if (!newKeys.isEmpty()) {
      return Effect.SCAN;
    }
    boolean judged =
        !added.isEmpty()
            || !removed.isEmpty()
            || others.contains(Section.VERDICT)
            || changed.stream()
                .flatMap(change -> change.aspects().stream())
                .anyMatch(aspect -> aspect != Aspect.EXAMPLES);
    return judged ? Effect.JUDGE : Effect.NONE;
  }

  private static Set<Aspect> aspects(Rule before, Rule after) {
    Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    if (!Probe.of(before).equals(Probe.of(after))) {
      aspects.add(Aspect.PATTERN);
    }
    if (!before.name().equals(after.name())) {
      aspects.add(Aspect.NAME);
    }
    if (!before.when().equals(after.when())
        || !Objects.equals(before.whenStep(), after.whenStep())) {
      aspects.add(Aspect.SCOPE);
    }
    if (before.pick() != after.pick() || before.lastLines() != after.lastLines()) {
      aspects.add(Aspect.CHOICE);
    }
    if (!before.tags().equals(after.tags())) {
      aspects.add(Aspect.TAGS);
    }
    if (!Objects.equals(before.help(), after.help())
        || !Objects.equals(before.issue(), after.issue())) {
      aspects.add(Aspect.HELP);
    }
    if (!before.examples().equals(after.examples())
        || !before.counterexamples().equals(after.counterexamples())) {
      aspects.add(Aspect.EXAMPLES);
    }
    return aspects;
  }

  private static Set<Section> others(Ruleset before, Ruleset after) {
    Set<Section> others = EnumSet.noneOf(Section.class);
    if (!before.policy().equals(after.policy())) {
      others.add(Section.VERDICT);
    }
    if (!before.ignores().equals(after.ignores())) {
      others.add(Section.IGNORE);
    }
    if (!before.extracts().equals(after.extracts())) {
      others.add(Section.EXTRACT);
    }
    return others;
  }

  /// The ids of the rules that moved: those outside a longest run of common rules whose order is
  /// the same in both.
  private static Set<String> moved(Ruleset before, Ruleset after) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < before.rules().size(); i++) {
      places.put(before.rules().get(i).id(), i);
    }
    List<String> common = after.rules().stream().map(Rule::id).filter(places::containsKey).toList();
    BitSet stay = longestRise(common.stream().mapToInt(places::get).toArray());
    Set<String> moved = new TreeSet<>();
    for (int i = 0; i < common.size(); i++) {
      if (!stay.get(i)) {
        moved.add(common.get(i));
      }
    }
    return moved;
  }

  /// The places of a longest increasing subsequence of distinct numbers, by patience sorting
  /// (Fredman 1975), in n log n steps.
  private static BitSet longestRise(int[] numbers) {
    int[] tops = new int[numbers.length];
    int[] topPlaces = new int[numbers.length];
    int[] previous = new int[numbers.length];
    int length = 0;
    for (int i = 0; i < numbers.length; i++) {
      int pile = -1 - Arrays.binarySearch(tops, 0, length, numbers[i]);
      tops[pile] = numbers[i];
      topPlaces[pile] = i;
      previous[i] = pile == 0 ? -1 : topPlaces[pile - 1];
      length = Math.max(length, pile + 1);
    }
    BitSet rise = new BitSet();
    for (int i = length == 0 ? -1 : topPlaces[length - 1]; i >= 0; i = previous[i]) {
      rise.set(i);
    }
    return rise;
  }
}
