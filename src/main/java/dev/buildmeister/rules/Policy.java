package dev.buildmeister.rules;

/// What a ruleset asks of the arbitration beyond the order of its rules: its table `[verdict]`.
///
/// @param preferFailingStep whether hits inside the failing step come before all others
/// @param quietIfSucceeded whether a job that succeeded gets no match, whatever hits in its log
public record Policy(boolean preferFailingStep, boolean quietIfSucceeded) {
  /// That of a file without the table.
  public static final Policy PLAIN = new Policy(false, false);
}
