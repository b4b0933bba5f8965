package dev.buildmeister.cli;

import dev.buildmeister.rules.Rule;
import dev.buildmeister.scan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds rules that can never win, because one before them hits wherever they do.
final class Shadows {
  private Shadows() {}

  /// One sentence for each.
  ///
  /// @param plans what is known of each rule's pattern
  static List<String> of(List<Rule> rules, List<Plan> plans) {
    List<String> sentences = new ArrayList<>();
    for (int later = 1; later < rules.size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        if (!applies(rules.get(earlier), rules.get(later))) {
          continue;
        }
        boolean same = rules.get(earlier).pattern().equals(rules.get(later).pattern());
        if (same || holds(plans.get(earlier), plans.get(later))) {
          sentences.add(
              "rule '"
                  + rules.get(later).id()
                  + "' can never win: '"
                  + rules.get(earlier).id()
                  + (same
                      ? "' before it has the same pattern and applies wherever it does"
                      : "' before it looks for a text that is in each of its lines, and applies"
                          + " wherever it does"));
          break;
        }
      }
    }
    return sentences;
  }

  /// Whether each line that the later pattern hits holds a text that the earlier one looks for, and
  /// nothing but it.
  private static boolean holds(Plan earlier, Plan later) {
    return earlier.exact()
        && !later.literals().isEmpty()
        && (earlier.anyCase() || !later.anyCase())
        && later.literals().stream()
            .allMatch(
                text -> {
                  String line = earlier.anyCase() ? asciiLower(text) : text;
                  return earlier.literals().stream().anyMatch(line::contains);
                });
  }

  private static String asciiLower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.setCharAt(i, c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c);
    }
    return lower.toString();
  }

  private static boolean applies(Rule earlier, Rule later) {
    return (earlier.then() == null
            || (earlier.then().equals(later.then()) && earlier.pattern().equals(later.pattern())))
        && (earlier.lastLines() == 0
            || (earlier.lastLines() == later.lastLines()
                && earlier.pick() == later.pick()
                && earlier.pattern().equals(later.pattern())))
        && isPartOf(earlier.when(), later.when())
        && (earlier.whenStep() == null || earlier.whenStep().equals(later.whenStep()));
  }

  private static <K, V> boolean isPartOf(Map<K, V> part, Map<K, V> whole) {
    return whole.entrySet().containsAll(part.entrySet());
  }
}
