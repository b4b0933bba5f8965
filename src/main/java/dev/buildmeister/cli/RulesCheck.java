package dev.buildmeister.cli;

import dev.buildmeister.cli.report.Words;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.rules.Fault;
import dev.buildmeister.rules.Rule;
import dev.buildmeister.rules.Ruleset;
import dev.buildmeister.rules.RulesetException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `rules check`: all that is wrong with a ruleset.
@Command(
    name = "check",
    description = "Prints all faults of a ruleset and runs its examples.",
    footer = {
      "",
      "Exit codes: 0 all is well, 1 an example fails, 2 the file has faults.",
    })
final class RulesCheck implements Callable<Integer> {
  private final Io io;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Default: $BUILDMEISTER_RULESET, else the shipped rules.")
  @Nullable String file;

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
        io.println(io.style().bad(Printable.of(name + ":" + fault)));
      }
      io.println(Words.count(e.faults().size(), "fault"));
      return Exit.USAGE;
    }
    for (String shadow : Shadows.of(rules.rules())) {
      io.println(io.style().unsure("warning: ") + Printable.of(name + ": " + shadow));
    }
    return examples(name, rules);
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
        io.println(io.style().bad(Printable.of(name + ": rule '" + rule.id() + "': " + failure)));
      }
    }
    String counts =
        Words.count(rules.rules().size(), "rule")
            + ", "
            + Words.count(examples, "example")
            + ", "
            + Words.count(counterexamples, "counterexample");
    if (failing == 0) {
      io.println(name + ": " + counts + ", " + io.style().good("no faults"));
      return Exit.OK;
    }
    io.println(name + ": " + counts + ", " + failing + " of them failing");
    return Exit.NO;
  }
}
