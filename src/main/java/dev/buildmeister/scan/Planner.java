package dev.buildmeister.scan;

import dev.buildmeister.scan.syntax.Node;
import java.util.SortedSet;

/// Chooses by what a line is recognised as worth asking a pattern of.
final class Planner {
  // About two rare or three common characters: seldom enough at the start of a line.
  private static final double GOOD_PREFIX = 9;

  private Planner() {}

  static Plan plan(Node node) {
    boolean anyCase = Requirements.folds(node);
    Requirements requirements = Requirements.of(node, anyCase);
    SortedSet<String> prefix = requirements.prefix();
    SortedSet<String> required = requirements.required();
    boolean prefixKnown = requirements.anchored() && !prefix.contains("");
    double prefixScore = prefixKnown ? Rarity.of(prefix) : 0;
    if (prefixKnown
        && (required == null || prefixScore >= GOOD_PREFIX || prefixScore >= Rarity.of(required))) {
      return new Plan(Plan.Kind.ANCHORED, prefix.stream().toList(), anyCase);
    }
    if (required != null) {
      return new Plan(Plan.Kind.LITERALS, required.stream().toList(), anyCase);
    }
    return Plan.ALWAYS;
  }
}
