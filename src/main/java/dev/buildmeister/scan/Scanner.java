package dev.buildmeister.scan;

import java.nio.charset.StandardCharsets;

/// Asks all patterns of a set of one line after another. Not thread-safe.
///
/// The reference form of a line is its bytes decoded as UTF-8 with replacement, and the answers are
/// those of re2j on that text.
public final class Scanner {
  private final PatternSet set;
  private final int[] hits;
  private final int[][] groups;
  private String text = "";

  Scanner(PatternSet set) {
    this.set = set;
    this.hits = new int[set.size()];
    this.groups = new int[set.size()][];
  }

  /// Scans one cleaned line, `line[from..to)`, without its line end.
  ///
  /// @return how many patterns hit; what they are is told until the next call
  public int scan(byte[] line, int from, int to) {
    text = new String(line, from, to - from, StandardCharsets.UTF_8);
    int count = 0;
    for (int number = 0; number < set.size(); number++) {
      int[] found = set.pattern(number).find(text);
      if (found != null) {
        hits[count] = number;
        groups[count] = found;
        count++;
      }
    }
    return count;
  }

  /// The number of the pattern of the hit at this position; hits come in ascending order.
  public int pattern(int hit) {
    return hits[hit];
  }

  /// Where the match and its groups lie in [#text], as [TextPattern#find] gives them.
  public int[] groups(int hit) {
    return groups[hit];
  }

  /// The line that was scanned last, decoded.
  public String text() {
    return text;
  }
}
