package dev.buildmeister.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives rules without an id one: the name, and for the second and third rule of that name `-2`,
/// `-3` and so on.
///
/// A default id depends on the names of the file alone, never on the ids that other rules say they
/// have: writing an id down, or changing one, must not move another rule's history. For the same
/// reason a number that another rule has as its name is passed over.
final class RuleIds {
  private RuleIds() {}

  /// The default id of each rule.
  ///
  /// @param names the names of all rules in the order of the file, those with an id of their own
  ///   too
  static List<String> defaults(List<String> names) {
    Set<String> taken = new HashSet<>(names);
    Map<String, Integer> last = new HashMap<>();
    List<String> ids = new ArrayList<>(names.size());
    for (String name : names) {
      int number = last.getOrDefault(name, 0) + 1;
      if (number > 1) {
        while (!taken.add(name + "-" + number)) {
          number++;
        }
      }
      last.put(name, number);
      ids.add(number == 1 ? name : name + "-" + number);
    }
    return ids;
  }
}
