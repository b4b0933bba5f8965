package dev.buildmeister.rules;

import java.util.List;

/// An ordered list of rules and what belongs to it. The order is the priority.
///
/// @param version which one it is
/// @param preferFailingStep whether hits inside the failing step come before all others
/// @param rules in the order of the file
/// @param ignores what is dropped before any rule looks
/// @param extracts facts to keep
public record Ruleset(
    RulesetVersion version,
    boolean preferFailingStep,
    List<Rule> rules,
    List<Ignore> ignores,
    List<Extract> extracts) {
  public Ruleset {
    rules = List.copyOf(rules);
    ignores = List.copyOf(ignores);
    extracts = List.copyOf(extracts);
  }
}
