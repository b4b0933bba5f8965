package dev.buildmeister.rules;

import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.rules.Rule.Block;
import dev.buildmeister.rules.Rule.Pick;
import dev.buildmeister.scan.LinePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes a ruleset as TOML, keys in the order of the documentation, defaults left out.
final class RulesetWriter {
  private final StringBuilder out = new StringBuilder();

  String write(Ruleset ruleset) {
    policy(ruleset.policy());
    List<String> defaults = RuleIds.defaults(ruleset.rules().stream().map(Rule::name).toList());
    for (int i = 0; i < defaults.size(); i++) {
      rule(ruleset.rules().get(i), defaults.get(i));
    }
    ruleset.ignores().forEach(this::ignore);
    for (Extract extract : ruleset.extracts()) {
      head("extract");
      string("name", extract.name());
      string("pattern", extract.pattern().expression());
    }
    return out.toString();
  }

  private void policy(Policy policy) {
    if (!policy.equals(Policy.PLAIN)) {
      out.append("[verdict]\n");
    }
    if (policy.preferFailingStep()) {
      string("prefer", "failing-step");
    }
    if (policy.quietIfSucceeded()) {
      string("quiet", "succeeded");
    }
    if (policy.generalBestLine()) {
      string("general", "best-line");
    }
  }

  private void rule(Rule rule, String defaultId) {
    head("rule");
    string("name", rule.name());
    if (!rule.id().equals(defaultId)) {
      string("id", rule.id());
    }
    hits(rule);
    strings("tags", rule.tags());
    when(rule);
    if (rule.help() != null) {
      string("help", rule.help());
    }
    if (rule.issue() != null) {
      string("issue", rule.issue());
    }
    strings("examples", rule.examples());
    strings("counterexamples", rule.counterexamples());
  }

  /// What the rule looks for, and which of its hits counts.
  private void hits(Rule rule) {
    string(rule.pattern().literal() ? "literal" : "pattern", rule.pattern().expression());
    if (rule.then() != null) {
      string("then", rule.then().pattern().expression());
      out.append("within = ").append(rule.then().within()).append('\n');
    }
    if (rule.pick() != Pick.LAST) {
      string("pick", rule.pick().name().toLowerCase(Locale.ROOT));
    }
    if (rule.lastLines() > 0) {
      out.append("last_lines = ").append(rule.lastLines()).append('\n');
    }
    if (rule.block() != null) {
      out.append("block = ").append(block(rule.block())).append('\n');
    }
  }

  private static String block(Block block) {
    LinePattern until = block.until();
    return "{ "
        + (until == null ? "" : "until = " + quote(until.expression()) + ", ")
        + "max = "
        + block.max()
        + " }";
  }

  private void when(Rule rule) {
    Map<String, String> keys = new TreeMap<>();
    for (Map.Entry<Fact, String> each : rule.when().entrySet()) {
      keys.put(each.getKey().key(), each.getValue());
    }
    if (rule.whenStep() != null) {
      keys.put("step", rule.whenStep());
    }
    if (!keys.isEmpty()) {
      List<String> parts = new ArrayList<>();
      keys.forEach((key, value) -> parts.add(key + " = " + quote(value)));
      out.append("when = { ").append(String.join(", ", parts)).append(" }\n");
    }
  }

  private void ignore(Ignore ignore) {
    head("ignore");
    switch (ignore) {
      case Ignore.Line(LinePattern pattern) -> string("pattern", pattern.expression());
      case Ignore.Region(LinePattern start, LinePattern stop) -> {
        string("start", start.expression());
        string("stop", stop.expression());
      }
    }
  }

  private void head(String section) {
    out.append(out.isEmpty() ? "" : "\n").append("[[").append(section).append("]]\n");
  }

  private void string(String key, String value) {
    out.append(key).append(" = ").append(quote(value)).append('\n');
  }

  private void strings(String key, List<String> values) {
    if (!values.isEmpty()) {
      out.append(key)
          .append(" = [")
          .append(values.stream().map(RulesetWriter::quote).collect(Collectors.joining(", ")))
          .append("]\n");
    }
  }

  /// A literal string where TOML allows one, since patterns read best in it.
  private static String quote(String value) {
    if (value.chars().noneMatch(c -> c == '\'' || Character.isISOControl(c))) {
      return "'" + value + "'";
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
