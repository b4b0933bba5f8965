package dev.buildmeister.cli;

import dev.buildmeister.cli.report.LogResult;
import dev.buildmeister.cli.report.Words;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.ShippedRuleset;
import dev.buildmeister.verdict.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `rules diff`: what another ruleset would change.
@Command(
    name = "diff",
    description = "Prints every verdict that changes from one ruleset to another.",
    exitCodeList = {
      "0:nothing changes",
      "1:a verdict changes",
      "3:at least one log cannot be read; this comes before 1"
    })
final class RulesDiff implements Callable<Integer> {
  private final Io io;

  @Parameters(index = "0", paramLabel = "OLD", description = "A ruleset, or 'shipped'.")
  String oldRules = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "A ruleset, or 'shipped'.")
  String newRules = "";

  @Parameters(index = "2..*", arity = "1..*", paramLabel = "FILE|DIR", description = "Logs.")
  List<String> logs = new ArrayList<>();

  @Mixin JobOption job = new JobOption();
  @Mixin ScanOptions scan = new ScanOptions();
  @Mixin JobsOption jobs = new JobsOption();

  RulesDiff(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    if (logs.contains("-")) {
      throw new UsageException("diff reads each log twice, so it takes files, not -");
    }
    int threads = jobs.jobs();
    Judge before = judge(oldRules);
    Judge after = judge(newRules);
    List<LogSource> sources = LogFinder.find(logs);
    Counts counts = new Counts();
    try (Progress progress = new Progress(io, sources.size())) {
      InOrder.run(
          sources,
          threads,
          log -> new Pair(before.judge(log), after.judge(log)),
          pair -> {
            compare(pair, counts);
            progress.step();
          });
    }
    io.println(Words.count(sources.size(), "log") + ": " + counts.inWords());
    return counts.unreadable > 0 ? Exit.UNREADABLE : counts.changed > 0 ? Exit.NO : Exit.OK;
  }

  private Judge judge(String file) throws Exception {
    return new Judge(
        scan.classifier(
            CompiledRuleset.compile(
                file.equals("shipped") ? ShippedRuleset.load() : RulesetOption.read(file))),
        job.facts(),
        io);
  }

  private record Pair(LogResult before, LogResult after) {}

  private static final class Counts {
    int changed;
    int gained;
    int lost;
    int unreadable;

    String inWords() {
      return changed
          + " changed ("
          + gained
          + " explained now, "
          + lost
          + " no longer), "
          + unreadable
          + " unreadable";
    }
  }

  private void compare(Pair pair, Counts counts) {
    if (pair.before() instanceof LogResult.Unreadable(String file, String reason)) {
      counts.unreadable++;
      io.complain(Printable.of(file + ": " + reason));
      return;
    }
    List<Object> before = essence(pair.before());
    List<Object> after = essence(pair.after());
    if (before.equals(after)) {
      return;
    }
    counts.changed++;
    counts.gained += before.isEmpty() ? 1 : 0;
    counts.lost += after.isEmpty() ? 1 : 0;
    String from = place(pair.before());
    String to = place(pair.after());
    String what = from.equals(to) ? from + ", other captures" : from + " → " + to;
    io.println(Printable.of(pair.before().file() + ": " + what));
    io.flush();
  }

  /// What makes a verdict the same; empty if there is none.
  private static List<Object> essence(LogResult result) {
    if (result instanceof LogResult.Explained explained) {
      Match match = explained.verdict().match();
      return List.of(explained.verdict().ruleId(), match.lineNum(), match.captures());
    }
    return List.of();
  }

  private static String place(LogResult result) {
    return result instanceof LogResult.Explained explained
        ? explained.verdict().ruleId() + ":" + explained.verdict().match().lineNum()
        : result.state().name();
  }
}
