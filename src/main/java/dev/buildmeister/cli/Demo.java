package dev.buildmeister.cli;

import dev.buildmeister.cli.text.Columns;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.lambda.Function;
import dev.buildmeister.lambda.Services;
import dev.buildmeister.local.LocalStores;
import dev.buildmeister.rules.ShippedRuleset;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.verdict.Match;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `demo`: sample logs through the same handler that runs on Lambda, from the log store to the
/// table of verdicts.
@Command(
    name = "demo",
    description =
        "Puts sample logs of several CI providers into a fresh store, classifies them as the"
            + " service would, and shows what is then in the store.",
    exitCodeList = {"0:all is well"})
final class Demo implements Callable<Integer> {
  private static final String GAP = "  ";
  private static final int RESULT = 8;
  private static final int STATE = 8;
  private static final int MIN_ROOM = 12;

  /// So much of the lines is shown before a job or a rule is shown whole.
  private static final int LINE = 40;

  /// As for logs of any size, though the samples are small.
  private static final Duration TIME_LIMIT = Duration.ofMinutes(10);

  private final Io io;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the store in this new or empty directory. Default: thrown away.")
  @Nullable String data;

  Demo(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    if (data == null) {
      runIn(DemoDirectory.temporary());
    } else {
      runIn(DemoDirectory.at(LogFinder.path(data)));
      io.println("The store is in " + Printable.of(data));
    }
    return Exit.OK;
  }

  private void runIn(DemoDirectory directory) throws IOException {
    try (directory) {
      run(directory.path());
      directory.done();
    }
  }

  private void run(Path directory) throws IOException {
    InstantSource clock = io.clock();
    Instant deadline = clock.instant().plus(TIME_LIMIT);
    try (LocalStores stores = LocalStores.open(directory, clock)) {
      List<JobId> jobs = DemoStore.fill(stores, clock.instant());
      Services services =
          LocalServices.over(stores, ShippedRuleset.compiled(), clock, LocalServices.SILENT);
      for (JobId job : jobs) {
        var _ = Function.CLASSIFY.invoke(services, LocalServices.created(job.logKey()), deadline);
      }
      show(jobs.stream().map(job -> stores.jobs().get(job).orElseThrow()).toList());
    }
  }

  private void show(List<JobItem> items) {
    Widths widths =
        Widths.of(
            width(items, item -> item.id().itemKey()), width(items, Demo::rule), io.columns());
    io.println(
        io.style()
            .dim(row(widths, "JOB", "RESULT", Columns.pad("VERDICT", STATE), "RULE", "LINE")));
    for (JobItem item : items) {
      String state = Columns.pad(item.state().map(Enum::name).orElse("none"), STATE);
      io.println(
          row(
              widths,
              item.id().itemKey(),
              item.conclusion().map(Conclusion::word).orElse("?"),
              item.match().isPresent() ? io.style().bad(state) : io.style().good(state),
              rule(item),
              item.match().map(match -> match.lineNum() + ": " + match.line()).orElse("")));
    }
    long explained = items.stream().filter(item -> item.match().isPresent()).count();
    io.println("");
    io.println(items.size() + " jobs: " + explained + " explained by a rule");
  }

  private static String row(
      Widths widths, String job, String result, String state, String rule, String line) {
    String row =
        Columns.pad(Columns.end(Printable.of(job), widths.job), widths.job)
            + GAP
            + Columns.pad(result, RESULT)
            + GAP
            + state
            + GAP
            + Columns.pad(Columns.cut(Printable.of(rule), widths.rule), widths.rule)
            + GAP
            + Columns.cut(Printable.of(line), widths.line);
    return row.stripTrailing();
  }

  /// The columns of the table whose contents are of any length.
  ///
  /// @param job width of the jobs' keys
  /// @param rule width of the rules' names
  /// @param line width of the lines
  record Widths(int job, int rule, int line) {
    /// Where there is no room for all, the line has half of what there is, or as much as says
    /// something; then jobs and rules are shown whole, then more of the line.
    ///
    /// @param job width of the longest key
    /// @param rule width of the longest name
    /// @param columns width of the terminal, or [Columns#UNLIMITED]
    static Widths of(int job, int rule, int columns) {
      if (columns == Columns.UNLIMITED) {
        return new Widths(job, rule, columns);
      }
      int room = Math.max(MIN_ROOM, columns - RESULT - STATE - 4 * GAP.length());
      int line = Math.max(room - job - rule, Math.min(LINE, room / 2));
      int left = room - line;
      int jobs = Math.min(job, Math.max(left - rule, left / 2));
      return new Widths(jobs, Math.min(rule, left - jobs), line);
    }
  }

  private static String rule(JobItem item) {
    return item.match().map(Match::rule).orElse("");
  }

  private static int width(List<JobItem> items, java.util.function.Function<JobItem, String> text) {
    return items.stream().mapToInt(item -> Columns.width(text.apply(item))).max().orElse(0);
  }
}
