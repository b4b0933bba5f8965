package dev.buildmeister.cli;

import dev.buildmeister.cli.text.Columns;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.rules.Rule;
import dev.buildmeister.rules.Ruleset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `rules list`: all rules, in the order of their priority.
@Command(
    name = "list",
    description = "Lists the rules in the order of their priority.",
    exitCodeList = {"0:all is well"})
final class RulesList implements Callable<Integer> {
  private final Io io;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Another way to say --ruleset FILE, as for check.")
  @Nullable String file;

  @Mixin RulesetOption ruleset = new RulesetOption();

  RulesList(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    if (file != null && ruleset.file != null) {
      throw new UsageException("the ruleset is named twice; give FILE or --ruleset FILE");
    }
    ruleset.file = file == null ? ruleset.file : file;
    Ruleset rules = ruleset.load(io);
    int number = 0;
    for (Rule rule : rules.rules()) {
      number++;
      String tags = rule.tags().isEmpty() ? "" : " [" + String.join(", ", rule.tags()) + "]";
      String name = rule.name().equals(rule.id()) ? "" : " " + rule.name();
      io.println(
          String.format("%4d  ", number)
              + io.style().strong(Printable.of(rule.id()))
              + cut(name + ", " + rule.tier().word() + tags));
      io.println("      " + io.style().dim(cut(pattern(rule))));
    }
    return Exit.OK;
  }

  private static String pattern(Rule rule) {
    String then = rule.then() == null ? "" : "  then  " + rule.then().pattern().expression();
    return rule.pattern().expression() + then;
  }

  private String cut(String text) {
    int columns = io.columns();
    return Columns.cut(
        Printable.of(text), columns == Columns.UNLIMITED ? columns : Math.max(2, columns - 6));
  }
}
