package dev.buildmeister.rules;

/// What a ruleset asks of the arbitration beyond the order of its rules: its table `[verdict]`.
///
/// @param preferFailingStep whether hits inside the failing step come before all others
/// @param quietIfSucceeded whether a job that succeeded gets no match, whatever hits in its log
/// @param generalBestLine whether the best error-like line of the failing step is a general verdict
///   where no rule hits
public record Policy(boolean preferFailingStep, boolean quietIfSucceeded, boolean generalBestLine) {
  /// That of a file without the table.
  public static final Policy PLAIN = new Policy(false, false, false);
}
