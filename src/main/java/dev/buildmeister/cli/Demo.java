package dev.buildmeister.cli;

import dev.buildmeister.Classifier;
import dev.buildmeister.cli.text.Columns;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.job.JobId;
import dev.buildmeister.local.LocalStores;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.ShippedRuleset;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.store.Retry;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.work.ClassifyJob;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `demo`: sample logs through the use case that the handlers call, from the log store to the table
/// of verdicts.
@Command(
    name = "demo",
    description =
        "Puts sample logs of several CI providers into a fresh store, classifies them as the"
            + " service would, and shows what is then in the store.",
    exitCodeList = {"0:all is well"})
final class Demo implements Callable<Integer> {
  private static final long FIRST_ID = 1001;
  private static final String GAP = "  ";
  private static final int RESULT = 8;
  private static final int STATE = 8;
  private static final int MIN_ROOM = 12;

  /// So much of the lines is shown before a job or a rule is shown whole.
  private static final int LINE = 40;

  /// As for logs of any size, though the samples are small.
  private static final Duration TIME_LIMIT = Duration.ofMinutes(10);

  /// The samples are fragments that the rules are tested with, by the host that such jobs run on.
  private static final Map<String, List<String>> SAMPLES =
      Map.of(
          "github.com",
              List.of(
                  "github-pytest-assert",
                  "github-go-test",
                  "github-javac-gradle-first",
                  "github-jest",
                  "github-tsc-annotated",
                  "github-exit-137",
                  "github-runner-shutdown",
                  "github-passing-error-words"),
          "gitlab.com", List.of("gitlab-maven", "gitlab-rspec", "gitlab-timestamps-phpunit"),
          "circleci.com", List.of("circleci-cargo-test", "circleci-eslint", "circleci-mocha"));

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
    TimeLimit limit = new TimeLimit(TIME_LIMIT, clock);
    CompiledRuleset ruleset = CompiledRuleset.compile(ShippedRuleset.load());
    try (LocalStores stores = LocalStores.open(directory, clock)) {
      List<JobId> jobs = new ArrayList<>();
      for (String host : List.of("github.com", "gitlab.com", "circleci.com")) {
        for (String sample : SAMPLES.getOrDefault(host, List.of())) {
          jobs.add(put(stores, host, FIRST_ID + jobs.size(), sample, clock.instant()));
        }
      }
      ClassifyJob classify =
          new ClassifyJob(
              new Classifier(ruleset, LogLimits.DEFAULT),
              ruleset.ruleset().version(),
              stores.logs(),
              stores.scans(),
              stores.jobs(),
              retry(),
              clock);
      jobs.forEach(job -> classify.run(job, limit.deadline()));
      show(jobs.stream().map(job -> stores.jobs().get(job).orElseThrow()).toList());
    }
  }

  private static Retry retry() {
    return new Retry(
        5,
        Duration.ofMillis(20),
        Duration.ofSeconds(1),
        RandomGenerator.getDefault(),
        Thread::sleep);
  }

  /// A job ends and its log arrives.
  private static JobId put(LocalStores stores, String host, long id, String sample, Instant now)
      throws IOException {
    FixtureLog fixture = read(sample);
    String repo = fixture.facts().get(Fact.REPO).orElse("acme/app");
    JobId job =
        new JobId(host, host.equals("circleci.com") ? "gh/" + repo : repo, Long.toString(id));
    Conclusion conclusion =
        fixture.facts().get(Fact.CONCLUSION).map(Conclusion::of).orElse(Conclusion.FAILURE);
    JobUpdate update =
        JobUpdate.completed(1, conclusion, now)
            .with(Detail.NAME, fixture.facts().get(Fact.JOB).orElse(sample))
            .with(Detail.BRANCH, fixture.facts().get(Fact.BRANCH).orElse("main"));
    var _ = stores.jobs().putFacts(job, update);
    var _ =
        stores.logs().put(job.logKey(), new ByteArrayInputStream(gzip(fixture.log())), Map.of());
    return job;
  }

  private static FixtureLog read(String sample) throws IOException {
    String name = "demo/" + sample + ".log";
    try (InputStream in = Classifier.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + name + " in the jar; build it again");
      }
      return FixtureLog.read(name, in.readAllBytes());
    }
  }

  private static byte[] gzip(byte[] log) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(log);
    }
    return bytes.toByteArray();
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

  private static int width(List<JobItem> items, Function<JobItem, String> text) {
    return items.stream().mapToInt(item -> Columns.width(text.apply(item))).max().orElse(0);
  }
}
