package dev.buildmeister.cli;

import dev.buildmeister.cli.report.LogResult;
import dev.buildmeister.cli.report.Words;
import dev.buildmeister.cli.text.Columns;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.Rule;
import dev.buildmeister.verdict.ScanRecord;
import dev.buildmeister.verdict.ScanRecord.Hit;
import dev.buildmeister.verdict.ScanRecord.PatternHits;
import dev.buildmeister.verdict.ScanRecord.StepHits;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `rules test`: which rules hit which lines, whoever wins.
@Command(
    name = "test",
    description =
        "Shows which rules hit which lines of logs, whoever wins and whatever their scope; of a"
            + " rule's hits in one step, the first and the last.",
    exitCodeList = {
      "0:each log is hit by a rule",
      "1:at least one is not",
      "3:at least one log cannot be read; this comes before 1"
    })
final class RulesTest implements Callable<Integer> {
  private final Io io;
  private int exit = Exit.OK;

  @Parameters(paramLabel = "FILE|DIR|-", arity = "1..*", description = "Logs.")
  List<String> logs = new ArrayList<>();

  @Mixin RulesetOption ruleset = new RulesetOption();
  @Mixin ScanOptions scan = new ScanOptions();
  @Mixin JobsOption jobs = new JobsOption();

  RulesTest(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    CompiledRuleset rules = ruleset.compiled(io);
    int threads = jobs.jobs();
    List<LogSource> sources = LogFinder.find(logs, "rules test");
    Iterator<LogSource> next = sources.iterator();
    new Judge(scan.classifier(rules), JobFacts.UNKNOWN, scan.timeLimit(io), io)
        .judgeAll(
            sources,
            threads,
            result -> {
              next.next().complain(io);
              exit = Math.max(exit, show(result, rules));
              io.flush();
            });
    return exit;
  }

  private int show(LogResult result, CompiledRuleset rules) {
    return switch (result) {
      case LogResult.Explained(var file, var record, var verdict) ->
          show(file, record, rules, verdict.ruleId());
      case LogResult.Unexplained(var file, var record, _) -> show(file, record, rules, null);
      case LogResult.Unreadable(var file, var reason) -> {
        io.complain(Printable.of(file + ": " + reason));
        yield Exit.UNREADABLE;
      }
    };
  }

  private int show(String file, ScanRecord record, CompiledRuleset rules, @Nullable String winner) {
    int hitting = 0;
    io.println(io.style().strong(Printable.of(file)));
    for (int i = 0; i < rules.ruleset().rules().size(); i++) {
      PatternHits hits = record.hits().get(rules.probeKey(i));
      if (hits != null) {
        hitting++;
        Rule rule = rules.ruleset().rules().get(i);
        String mark = rule.id().equals(winner) ? "> " : "  ";
        io.println(cut(mark + rule.id() + ": " + Words.count(hits.count(), "line")));
        hits.steps().forEach(this::lines);
      }
    }
    io.println(
        "  " + Words.count(hitting, "rule") + " of " + rules.ruleset().rules().size() + " hit");
    return hitting == 0 ? Exit.NO : Exit.OK;
  }

  private void lines(StepHits step) {
    line(step.first());
    if (step.last().lineNum() != step.first().lineNum()) {
      line(step.last());
    }
  }

  private void line(Hit hit) {
    io.println(cut(String.format("%8d: ", hit.lineNum()) + hit.line()));
  }

  private String cut(String text) {
    return Columns.cut(Printable.of(text), io.columns());
  }
}
