package dev.buildmeister.rules;

import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.rules.Rule.Block;
import dev.buildmeister.rules.Rule.Pick;
import dev.buildmeister.rules.Rule.Then;
import dev.buildmeister.scan.LinePattern;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// Reads the tables of a ruleset file and gathers everything that is wrong with them.
final class RulesetReader {
  /// With `pick = 'first'` every hit within the last lines has to be kept until the log ends.
  private static final int MAX_FIRST_LAST_LINES = 1000;

  private static final int MAX_LAST_LINES = 10_000_000;
  private static final int MAX_RULES = 5000;
  private static final String STEP = "step";
  private static final List<String> SECTIONS = List.of("verdict", "rule", "ignore", "extract");
  private static final List<String> RULE_KEYS =
      List.of(
          "name",
          "id",
          "pattern",
          "literal",
          "then",
          "within",
          "pick",
          "last_lines",
          "block",
          "tags",
          "when",
          "help",
          "issue",
          "examples",
          "counterexamples");

  private final TomlTable file;
  private final Faults faults;

  RulesetReader(TomlTable file, Faults faults) {
    this.file = file;
    this.faults = faults;
  }

  Ruleset read(RulesetVersion version) {
    Entry root = new Entry(file, null, "", faults);
    root.refuseUnknown(SECTIONS);
    Entry verdict = root.table("verdict");
    List<Rule> rules = rules();
    Policy policy = verdict == null ? Policy.PLAIN : policy(verdict);
    if (verdict != null && policy.generalBestLine()) {
      refuseTakenByGeneral(verdict, rules);
    }
    return new Ruleset(version, policy, rules, ignores(), extracts());
  }

  private static Policy policy(Entry verdict) {
    verdict.refuseUnknown(List.of("prefer", "quiet", "general"));
    return new Policy(
        asksFor(verdict, "prefer", "failing-step"),
        asksFor(verdict, "quiet", "succeeded"),
        asksFor(verdict, "general", "best-line"));
  }

  private static void refuseTakenByGeneral(Entry verdict, List<Rule> rules) {
    String id = BestLineRule.RULE.id();
    if (rules.stream().anyMatch(rule -> rule.id().equals(id))) {
      verdict.fault(
          "general",
          "the id '" + id + "' is that of a rule and of 'general' too",
          "give the rule another id");
    }
  }

  /// Whether a key is there; it has one value, which says in words what is asked for.
  private static boolean asksFor(Entry verdict, String key, String value) {
    String found = verdict.text(key);
    if (found != null && !found.equals(value)) {
      verdict.fault(key, "'" + key + "' is '" + found + "'", "it can only be '" + value + "'");
    }
    return found != null;
  }

  private List<Entry> entries(String section) {
    Object value = file.get(List.of(section));
    List<Entry> entries = new ArrayList<>();
    if (value instanceof TomlArray array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i) instanceof TomlTable table) {
          Object name = table.get(List.of("name"));
          String label =
              section.equals("rule") && name instanceof String text && !text.isBlank()
                  ? "rule '" + text + "'"
                  : "[[" + section + "]] " + (i + 1);
          entries.add(new Entry(table, array.inputPositionOf(i), label, faults));
        }
      }
      if (entries.size() == array.size()) {
        return entries;
      }
    }
    if (value != null) {
      faults.add(
          "",
          file.inputPositionOf(List.of(section)),
          "'" + section + "' must be a list of tables",
          "write [[" + section + "]] above each");
    }
    return entries;
  }

  private List<Rule> rules() {
    List<Entry> entries = entries("rule");
    if (entries.size() > MAX_RULES) {
      entries
          .get(MAX_RULES)
          .fault("name", "the file has " + entries.size() + " rules", "the limit is " + MAX_RULES);
    }
    if (entries.isEmpty()) {
      faults.missing("", null, "there is no rule", "write at least one [[rule]]");
    }
    List<String> ids = ids(entries);
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Rule rule = rule(entries.get(i), ids.get(i));
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  /// The id of each rule: the one it says it has, else its default.
  private static List<String> ids(List<Entry> entries) {
    List<String> ids =
        RuleIds.defaults(entries.stream().map(entry -> entry.quietName("name")).toList());
    Map<String, Entry> owners = new HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      if (!entries.get(i).has("id") && !ids.get(i).isEmpty()) {
        owners.put(ids.get(i), entries.get(i));
      }
    }
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      String id = entry.has("id") ? entry.name("id") : null;
      if (id != null) {
        Entry owner = owners.putIfAbsent(id, entry);
        if (owner != null) {
          refuseTaken(id, entry, owner);
        }
        ids.set(i, id);
      }
    }
    return ids;
  }

  private static void refuseTaken(String id, Entry entry, Entry owner) {
    entry.fault(
        "id",
        "the id '"
            + id
            + "' is "
            + (owner.has("id") ? "that" : "the default id")
            + " of "
            + owner.where(),
        owner.has("id")
            ? "ids are unique"
            : "ids are unique; choose another, or write an id into that rule too");
  }

  // Longer than other methods: each key is read once, in the order of the documentation, and all of
  // them before a fault of one can end it. In two halves it would only hand thirteen values on.
  private @Nullable Rule rule(Entry entry, String id) {
    entry.refuseUnknown(RULE_KEYS);
    String name = entry.name("name");
    if (name == null && !entry.has("name")) {
      entry.missing("'name' is missing", "every rule needs one");
    }
    LinePattern pattern = trigger(entry);
    Pick pick = pick(entry);
    Then then = then(entry);
    Block block = block(entry);
    int lastLines = lastLines(entry, pick);
    List<String> tags = tags(entry);
    Entry when = entry.table("when");
    Map<Fact, String> scope = when == null ? Map.of() : scope(when);
    LinePattern step = when == null ? null : when.pattern(STEP);
    String help = entry.text("help");
    String issue = issue(entry);
    List<String> examples = entry.strings("examples");
    List<String> counterexamples = entry.strings("counterexamples");
    if (name == null || pattern == null) {
      return null;
    }
    return new Rule(
        name,
        id,
        pattern,
        then,
        pick,
        lastLines,
        block,
        tags,
        scope,
        step == null ? null : step.expression(),
        help,
        issue,
        examples,
        counterexamples);
  }

  private static @Nullable LinePattern trigger(Entry entry) {
    if (entry.has("pattern") && entry.has("literal")) {
      entry.fault("literal", "there are both 'pattern' and 'literal'", "keep one");
    } else if (!entry.has("pattern") && !entry.has("literal")) {
      entry.missing("'pattern' is missing", "write pattern = '…' (RE2) or literal = '…'");
    }
    LinePattern pattern = entry.pattern("pattern");
    return pattern == null ? entry.literal("literal") : pattern;
  }

  private static Pick pick(Entry entry) {
    String pick = entry.text("pick");
    if (pick == null || pick.equals("last")) {
      return Pick.LAST;
    }
    if (!pick.equals("first")) {
      entry.fault("pick", "'pick' is '" + pick + "'", "it must be 'first' or 'last'");
    }
    return Pick.FIRST;
  }

  private static @Nullable Then then(Entry entry) {
    LinePattern pattern = entry.pattern("then");
    int within = entry.integer("within", 1, Then.MAX_WITHIN, Then.DEFAULT_WITHIN);
    if (entry.has("within") && !entry.has("then")) {
      entry.fault("within", "'within' without 'then'", "it says how soon 'then' must match");
    }
    return pattern == null ? null : new Then(pattern, within);
  }

  private static @Nullable Block block(Entry entry) {
    Entry block = entry.table("block");
    if (block == null) {
      return null;
    }
    block.refuseUnknown(List.of("until", "max"));
    return new Block(
        block.pattern("until"), block.integer("max", 1, Block.MAX_MAX, Block.DEFAULT_MAX));
  }

  private static int lastLines(Entry entry, Pick pick) {
    int lastLines = entry.integer("last_lines", 1, MAX_LAST_LINES, 0);
    if (pick == Pick.FIRST && lastLines > MAX_FIRST_LAST_LINES) {
      entry.fault(
          "last_lines",
          "'last_lines' is " + lastLines + " with pick = 'first'",
          "it must be at most " + MAX_FIRST_LAST_LINES + " then");
    }
    return lastLines;
  }

  private static List<String> tags(Entry entry) {
    List<String> tags = entry.strings("tags");
    for (String tag : tags) {
      if (tag.isBlank() || tag.length() > 64 || tag.chars().anyMatch(Character::isISOControl)) {
        entry.fault("tags", "a tag is blank, over 64 characters, or has control characters", "");
      }
    }
    if (new HashSet<>(tags).size() < tags.size()) {
      entry.fault("tags", "a tag stands twice", "");
    }
    return tags;
  }

  private static Map<Fact, String> scope(Entry when) {
    List<String> known = new ArrayList<>(Fact.keys());
    known.add(STEP);
    when.refuseUnknown(known);
    Map<Fact, String> scope = new EnumMap<>(Fact.class);
    for (Fact fact : Fact.values()) {
      LinePattern pattern = when.pattern(fact.key());
      if (pattern != null) {
        scope.put(fact, pattern.expression());
      }
    }
    return scope;
  }

  private static @Nullable String issue(Entry entry) {
    String issue = entry.text("issue");
    if (issue != null && !issue.startsWith("https://") && !issue.startsWith("http://")) {
      entry.fault("issue", "'issue' is not an http or https address", "");
    }
    return issue;
  }

  private List<Ignore> ignores() {
    List<Ignore> ignores = new ArrayList<>();
    for (Entry entry : entries("ignore")) {
      entry.refuseUnknown(List.of("pattern", "start", "stop"));
      boolean line = entry.has("pattern");
      boolean region = entry.has("start") || entry.has("stop");
      if (line == region || (region && !(entry.has("start") && entry.has("stop")))) {
        entry.missing("an ignore entry has either 'pattern', or 'start' and 'stop'", "");
      }
      LinePattern pattern = entry.pattern("pattern");
      LinePattern start = entry.pattern("start");
      LinePattern stop = entry.pattern("stop");
      if (pattern != null) {
        ignores.add(new Ignore.Line(pattern));
      } else if (start != null && stop != null) {
        ignores.add(new Ignore.Region(start, stop));
      }
    }
    return ignores;
  }

  private List<Extract> extracts() {
    List<Extract> extracts = new ArrayList<>();
    for (Entry entry : entries("extract")) {
      entry.refuseUnknown(List.of("name", "pattern"));
      String name = entry.name("name");
      LinePattern pattern = entry.pattern("pattern");
      if (!entry.has("name") || !entry.has("pattern")) {
        entry.missing("an extract entry has 'name' and 'pattern'", "");
      }
      if (name != null && pattern != null) {
        extracts.add(new Extract(name, pattern));
      }
    }
    return extracts;
  }
}
