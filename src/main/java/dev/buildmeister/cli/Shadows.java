package dev.buildmeister.cli;

import dev.buildmeister.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds rules that can never win, because one before them hits wherever they do.
final class Shadows {
  private Shadows() {}

  /// One sentence for each.
  static List<String> of(List<Rule> rules) {
    List<String> sentences = new ArrayList<>();
    for (int later = 1; later < rules.size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        if (covers(rules.get(earlier), rules.get(later))) {
          sentences.add(
              "rule '"
                  + rules.get(later).id()
                  + "' can never win: '"
                  + rules.get(earlier).id()
                  + "' before it has the same pattern and applies wherever it does");
          break;
        }
      }
    }
    return sentences;
  }

  private static boolean covers(Rule earlier, Rule later) {
    return earlier.pattern().equals(later.pattern())
        && (earlier.then() == null || earlier.then().equals(later.then()))
        && (earlier.lastLines() == 0
            || (earlier.lastLines() == later.lastLines() && earlier.pick() == later.pick()))
        && isPartOf(earlier.when(), later.when())
        && (earlier.whenStep() == null || earlier.whenStep().equals(later.whenStep()));
  }

  private static <K, V> boolean isPartOf(Map<K, V> part, Map<K, V> whole) {
    return whole.entrySet().containsAll(part.entrySet());
  }
}
