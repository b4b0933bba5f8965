package dev.buildmeister.rules;

import java.util.List;

/// An ordered list of rules and what belongs to it. The order is the priority.
///
/// @param version which one it is
/// @param policy what it asks of the arbitration beyond that order
/// @param rules in the order of the file
/// @param ignores what is dropped before any rule looks
/// @param extracts facts to keep
public record Ruleset(
    RulesetVersion version,
    Policy policy,
    List<Rule> rules,
    List<Ignore> ignores,
    List<Extract> extracts) {
  public Ruleset {
    rules = List.copyOf(rules);
    ignores = List.copyOf(ignores);
    extracts = List.copyOf(extracts);
  }
}
