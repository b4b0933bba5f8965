package dev.buildmeister.cli;

import dev.buildmeister.cli.report.Words;
import dev.buildmeister.cli.text.Columns;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.CompiledRuleset.Role;
import dev.buildmeister.rules.Fault;
import dev.buildmeister.rules.Rule;
import dev.buildmeister.rules.Ruleset;
import dev.buildmeister.rules.RulesetException;
import dev.buildmeister.scan.Plan;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rules check`: all that is wrong with a ruleset.
@Command(
    name = "check",
    description = "Prints all faults of a ruleset and runs its examples.",
    exitCodeList = {
      "0:no faults; warnings are none",
      "1:an example fails",
      "2:the command line is wrong, or the file has faults"
    })
final class RulesCheck implements Callable<Integer> {
  private static final int INDENT = 4;

  private final Io io;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Default: $BUILDMEISTER_RULESET, else the shipped rules.")
  @Nullable String file;

  @Option(
      names = "--cost",
      description = "Also list how each rule's pattern is searched, and how often each way.")
  boolean cost;

  RulesCheck(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    RulesetOption option = new RulesetOption();
    option.file = file;
    String name = option.name(io);
    Ruleset rules;
    try {
      rules = option.load(io);
    } catch (RulesetException e) {
      for (Fault fault : e.faults()) {
        Wrap.println(io, "", INDENT, name + ":" + fault + quotes(fault), io.style()::bad);
      }
      io.println(Words.count(e.faults().size(), "fault"));
      return Exit.USAGE;
    }
    for (String shadow : Shadows.of(rules.rules(), plans(rules))) {
      Wrap.println(io, "", INDENT, "warning: " + name + ": " + shadow, io.style()::unsure);
    }
    int exit = examples(name, rules);
    if (cost) {
      cost(CompiledRuleset.compile(rules));
    }
    return exit;
  }

  /// What to do about the commonest fault of a file that is no TOML.
  private static String quotes(Fault fault) {
    return fault.message().startsWith("Invalid escape sequence")
        ? "; in single quotes a backslash is itself: pattern = '\\s'"
        : "";
  }

  /// What is looked for in a line before the pattern itself is asked.
  private void cost(CompiledRuleset rules) {
    Map<Plan.Kind, Integer> counts = new EnumMap<>(Plan.Kind.class);
    for (int i = 0; i < rules.ruleset().rules().size(); i++) {
      Plan plan = rules.patterns().plan(pattern(rules, i));
      counts.merge(plan.kind(), 1, Integer::sum);
      String line = rules.ruleset().rules().get(i).id() + ": " + plan;
      io.println("  " + Columns.cut(Printable.of(line), Math.max(2, io.columns() - 2)));
    }
    counts.forEach(
        (kind, count) ->
            io.println(
                Columns.pad(kind.name(), 10)
                    + Words.count(count, "rule")
                    + switch (kind) {
                      case ANCHORED -> ", looked at on lines with the right beginning";
                      case LITERALS -> ", looked at on lines with one of the texts";
                      case ALWAYS -> ", looked at on every line: the dear ones";
                    }));
  }

  private static List<Plan> plans(Ruleset rules) {
    CompiledRuleset compiled = CompiledRuleset.compile(rules);
    return IntStream.range(0, rules.rules().size())
        .mapToObj(i -> compiled.patterns().plan(pattern(compiled, i)))
        .toList();
  }

  /// The number in the set of patterns of a rule's own.
  private static int pattern(CompiledRuleset rules, int rule) {
    for (int i = 0; i < rules.patterns().size(); i++) {
      if (rules.role(i) instanceof Role.ProbeHit(int probe)
          && rules.probes().get(probe).key().equals(rules.probeKey(rule))) {
        return i;
      }
    }
    throw new IllegalStateException("rule " + rule + " has no pattern");
  }

  private int examples(String name, Ruleset rules) {
    int failing = 0;
    int examples = 0;
    int counterexamples = 0;
    for (Rule rule : rules.rules()) {
      examples += rule.examples().size();
      counterexamples += rule.counterexamples().size();
      List<String> failures = new RuleExamples(rules, rule).failures();
      failing += failures.size();
      for (String failure : failures) {
        Wrap.println(
            io, "", INDENT, name + ": rule '" + rule.id() + "': " + failure, io.style()::bad);
      }
    }
    String counts =
        Words.count(rules.rules().size(), "rule")
            + ", "
            + Words.count(examples, "example")
            + ", "
            + Words.count(counterexamples, "counterexample");
    if (failing == 0) {
      Wrap.println(io, "", INDENT, name + ": " + counts + ", no faults", io.style()::good);
      return Exit.OK;
    }
    String failed = name + ": " + counts + ", " + failing + " of them failing";
    Wrap.println(io, "", INDENT, failed, part -> part);
    return Exit.NO;
  }
}
