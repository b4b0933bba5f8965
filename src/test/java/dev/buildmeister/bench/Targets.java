package dev.buildmeister.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What was to be reached, and whether it was.
final class Targets {
  private final List<String> rows = new ArrayList<>();

  void atMost(double most, String what, double found) {
    add(what, found, "at most", most, found <= most);
  }

  void atLeast(double least, String what, double found) {
    add(what, found, "at least", least, found >= least);
  }

  private void add(String what, double found, String bound, double limit, boolean isReached) {
    rows.add(
        "%-58s %8.2f %9s %2.0f  %s"
            .formatted(what, found, bound, limit, isReached ? "reached" : "MISSED"));
  }

  /// A target that nothing can be said of.
  void unknown(String why) {
    rows.add(why);
  }

  void print(BenchOutput out) throws IOException {
    out.print("\ntargets");
    for (String row : rows) {
      out.print(row);
    }
  }
}
