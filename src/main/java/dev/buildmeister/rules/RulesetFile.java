package dev.buildmeister.rules;

import dev.buildmeister.rules.Rule.Pick;
import dev.buildmeister.scan.LinePattern;
import dev.buildmeister.scan.PatternException;
import dev.buildmeister.scan.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// Reads and writes `ruleset.toml`.
public final class RulesetFile {
  private RulesetFile() {}

  /// Reads a ruleset.
  ///
  /// @param text the file's content
  /// @param file its name, for messages
  /// @param seq see [RulesetVersion]
  /// @throws RulesetException with every fault of the file
  public static Ruleset parse(String text, String file, long seq) throws RulesetException {
    TomlParseResult toml = Toml.parse(text);
    List<Fault> faults = new ArrayList<>();
    toml.errors()
        .forEach(
            e ->
                faults.add(
                    new Fault(
                        "",
                        e.position().line(),
                        e.position().column(),
                        String.valueOf(e.getMessage()),
                        "")));
    List<Rule> rules = new ArrayList<>();
    TomlArray entries = toml.getArrayOrEmpty("rule");
    for (int i = 0; i < entries.size(); i++) {
      TomlTable entry = entries.getTable(i);
      String name = entry.getString("name", () -> "");
      String pattern = entry.getString("pattern", () -> "");
      try {
        TextPattern.compile(LinePattern.regex(pattern));
      } catch (PatternException e) {
        faults.add(new Fault("rule '" + name + "'", 1, 1, e.reason(), e.hint()));
      }
      rules.add(
          new Rule(
              name,
              name,
              LinePattern.regex(pattern),
              null,
              Pick.LAST,
              0,
              null,
              List.of(),
              Map.of(),
              null,
              null,
              null,
              List.of(),
              List.of()));
    }
    if (!faults.isEmpty()) {
      throw new RulesetException(file, faults);
    }
    return new Ruleset(RulesetVersion.of(seq, text), false, rules, List.of(), List.of());
  }
}
