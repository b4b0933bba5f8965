package dev.buildmeister.cli;

import dev.buildmeister.cli.report.GithubReport;
import dev.buildmeister.cli.report.GitlabReport;
import dev.buildmeister.cli.report.JsonReport;
import dev.buildmeister.cli.report.ListReport;
import dev.buildmeister.cli.report.LogResult;
import dev.buildmeister.cli.report.Report;
import dev.buildmeister.cli.report.TextReport;
import dev.buildmeister.cli.report.Words;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `classify`: logs in, verdicts out.
@Command(
    name = "classify",
    description = "Says why jobs failed: finds the line of each log that explains it.",
    exitCodeList = {
      "0:each log is explained by a rule",
      "1:at least one is not",
      "3:at least one log cannot be read; this comes before 1"
    })
final class Classify implements Callable<Integer> {
  private static final List<String> FORMATS = List.of("text", "json", "jsonl", "github", "gitlab");

  private final Io io;

  @Parameters(
      paramLabel = "FILE|DIR|-",
      arity = "1..*",
      description =
          "Logs, plain, gzip or zstd; directories, in which *.log, *.gz, *.zst and *.txt are"
              + " looked for; or - for the standard input.")
  List<String> logs = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "text|json|jsonl|github|gitlab",
      description = "Text for people, or a format for programs. Default: ${DEFAULT-VALUE}.",
      defaultValue = "text")
  String format = "text";

  @Mixin RulesetOption ruleset = new RulesetOption();
  @Mixin JobOption job = new JobOption();
  @Mixin ScanOptions scan = new ScanOptions();
  @Mixin JobsOption jobs = new JobsOption();

  Classify(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    if (!FORMATS.contains(format)) {
      throw new UsageException(
          "--format is '" + Printable.of(format) + "'; give one of " + String.join(", ", FORMATS));
    }
    int threads = jobs.jobs();
    Judge judge =
        new Judge(scan.classifier(ruleset.compiled(io)), job.facts(), scan.timeLimit(io), io);
    List<LogSource> sources = LogFinder.find(logs, "classify");
    Report report = report(sources);
    Tally tally = new Tally();
    Iterator<LogSource> next = sources.iterator();
    judge.judgeAll(
        sources,
        threads,
        result -> {
          tally.add(result);
          LogSource log = next.next();
          if (!isShownTwice(sources, result)) {
            log.complain(io);
          }
          if (sources.size() > 1) {
            complain(result);
          }
          report.log(result);
        });
    report.end();
    return tally.exit();
  }

  /// Says what to do about a log of which there was nothing to read, which is easily overlooked
  /// among others.
  private void complain(LogResult result) {
    if (result instanceof LogResult.Unexplained(var file, var scan, var verdict)) {
      Words.next(file, scan, verdict.notes())
          .ifPresent(next -> io.complain(Printable.of(file + ": " + next)));
    }
  }

  /// Whether the one who reads stderr reads the same in the report of this one log.
  private boolean isShownTwice(List<LogSource> sources, LogResult result) {
    return format.equals("text")
        && sources.size() == 1
        && io.isTerminal()
        && io.errColumns() > 0
        && !(result instanceof LogResult.Unreadable);
  }

  private Report report(List<LogSource> sources) {
    return switch (format) {
      case "json" -> JsonReport.array(io);
      case "jsonl" -> JsonReport.lines(io);
      case "github" -> new GithubReport(io);
      case "gitlab" -> new GitlabReport(io);
      default ->
          sources.size() == 1
              ? new TextReport(io, ruleset.words(io) + job.words(), sources.getFirst()::remark)
              : new ListReport(io);
    };
  }

  /// The exit code: an unreadable log counts for more than one without a rule.
  private static final class Tally {
    private int exit = Exit.OK;

    void add(LogResult result) {
      exit =
          Math.max(
              exit,
              switch (result) {
                case LogResult.Explained _ -> Exit.OK;
                case LogResult.Unexplained _ -> Exit.NO;
                case LogResult.Unreadable _ -> Exit.UNREADABLE;
              });
    }

    int exit() {
      return exit;
    }
  }
}
