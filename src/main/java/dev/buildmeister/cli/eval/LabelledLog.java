package dev.buildmeister.cli.eval;

import java.util.Set;

/// A log of a corpus and the answer that is known of it.
///
/// @param id names it
/// @param file where it lies, below the corpus' folder
/// @param set which collection it is from
/// @param provider which CI wrote it
/// @param group its repository; logs of one resemble each other
/// @param duplicate whether another log is the same
/// @param passed whether its job passed, so that there is nothing to explain
/// @param located whether the label names lines
/// @param right the lines that answer, closing boilerplate apart
/// @param keyLines those that matter most; empty where nobody said
/// @param best the one line to show, 0 where nobody said
public record LabelledLog(
    String id,
    String file,
    String set,
    String provider,
    String group,
    boolean duplicate,
    boolean passed,
    boolean located,
    Set<Long> right,
    Set<Long> keyLines,
    long best) {
  public LabelledLog {
    right = Set.copyOf(right);
    keyLines = Set.copyOf(keyLines);
  }
}
