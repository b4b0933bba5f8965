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
    description = {
      "Puts sample logs of several CI providers into a fresh store, classifies them as the",
      "service would, and shows what is then in the store."
    })
final class Demo implements Callable<Integer> {
  private static final long FIRST_ID = 1001;

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
    int jobs = width(items, item -> item.id().itemKey());
    int rules = width(items, Demo::rule);
    String head =
        Columns.pad("JOB", jobs) + "  RESULT    VERDICT   " + Columns.pad("RULE", rules) + "  LINE";
    io.println(io.style().dim(head));
    items.forEach(item -> show(item, jobs, rules));
    long explained = items.stream().filter(item -> item.match().isPresent()).count();
    io.println("");
    io.println(items.size() + " jobs: " + explained + " explained by a rule");
  }

  private void show(JobItem item, int jobs, int rules) {
    boolean matched = item.match().isPresent();
    String job = Columns.pad(Printable.of(item.id().itemKey()), jobs);
    String result = Columns.pad(item.conclusion().map(Conclusion::word).orElse("?"), 8);
    String state = item.state().map(Enum::name).orElse("none");
    String line = item.match().map(match -> match.lineNum() + ": " + match.line()).orElse("");
    String head = job + "  " + result + "  ";
    String tail = "  " + Printable.of(Columns.pad(rule(item), rules)) + "  " + Printable.of(line);
    int room = io.columns() == Columns.UNLIMITED ? 160 : io.columns() - Columns.width(head) - 8;
    io.println(
        head
            + (matched ? io.style().bad(state) + " " : io.style().good(state))
            + Columns.cut(tail, Math.max(20, room)).stripTrailing());
  }

  private static String rule(JobItem item) {
    return item.match().map(Match::rule).orElse("");
  }

  private static int width(List<JobItem> items, Function<JobItem, String> text) {
    return items.stream().mapToInt(item -> Columns.width(text.apply(item))).max().orElse(0);
  }
}
