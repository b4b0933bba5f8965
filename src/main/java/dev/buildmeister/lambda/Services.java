package dev.buildmeister.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.buildmeister.Classifier;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.job.JobId;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.RulesetStore;
import dev.buildmeister.store.ScanStore;
import dev.buildmeister.store.VerdictJson;
import dev.buildmeister.store.ViewStore;
import dev.buildmeister.store.WorkQueue;
import dev.buildmeister.work.Backfill;
import dev.buildmeister.work.ClassifyJob;
import dev.buildmeister.work.Lists;
import dev.buildmeister.work.Rearbitrate;
import dev.buildmeister.work.RulesetInUse;
import dev.buildmeister.work.ShortKeyLogs;
import dev.buildmeister.work.VerdictFeed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What all handlers stand on: the use cases over some stores, those of AWS or those of a laptop.
/// Thread-safe.
public final class Services {
  /// What no log and no job is called, looked for to see the stores answer.
  private static final JobId NOBODY = JobId.parse("buildmeister/priming/0");

  /// A log as CI writes them, with a line that many rules look at twice. About 1 MB.
  private static final String SAMPLE =
      """
      2026-01-01T00:00:00.0000000Z ##[group]Run make test
      2026-01-01T00:00:01.0000000Z + make test
      2026-01-01T00:00:02.0000000Z src/app.c:12:7: error: expected ';' before 'return'
      2026-01-01T00:00:03.0000000Z FAILED tests/test_app.py::test_start - AssertionError
      2026-01-01T00:00:04.0000000Z ##[error]Process completed with exit code 2.
      """
          .repeat(3000);

  private final Settings settings;
  private final CompiledRuleset given;
  private final Function<String, LogStore> logs;
  private final ScanStore scans;
  private final JobStore jobs;
  private final ViewStore views;
  private final RulesetInUse ruleset;
  private final Postponement postponement;
  private final Retry retry;
  private final InstantSource clock;
  private final JsonLog log;

  /// @param settings what is set
  /// @param given the ruleset to use until one is published
  /// @param logs the log store of a bucket
  /// @param views where the feed for analysts goes
  /// @param queue that the classifier is called by, null if that is not known
  /// @param retry for stores that are busy
  /// @param clock for times and deadlines
  /// @param out where log lines go
  public Services(
      Settings settings,
      CompiledRuleset given,
      Function<String, LogStore> logs,
      ScanStore scans,
      JobStore jobs,
      RulesetStore rulesets,
      ViewStore views,
      @Nullable WorkQueue queue,
      Retry retry,
      InstantSource clock,
      PrintStream out) {
    this.settings = settings;
    this.given = given;
    this.logs = bucket -> withShortKeys(logs.apply(bucket), settings.defaultRepo());
    this.scans = scans;
    this.jobs = jobs;
    this.views = views;
    this.retry = retry;
    this.clock = clock;
    this.log = new JsonLog(out, clock, settings.function());
    this.postponement = new Postponement(queue, log::problem);
    this.ruleset = new RulesetInUse(given, rulesets, retry, clock, log::problem);
  }

  private static LogStore withShortKeys(LogStore logs, @Nullable String defaultRepo) {
    return defaultRepo == null ? logs : new ShortKeyLogs(logs, defaultRepo);
  }

  /// When to begin nothing more.
  ///
  /// @param reserve what is left of an invocation's time for keeping what was done; of a short time
  ///   a fifth
  Instant deadline(Context context, Duration reserve) {
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
    Duration fifth = left.dividedBy(5);
    return clock.instant().plus(left).minus(fifth.compareTo(reserve) < 0 ? fifth : reserve);
  }

  Settings settings() {
    return settings;
  }

  InstantSource clock() {
    return clock;
  }

  JsonLog log() {
    return log;
  }

  /// Does once, for nobody, what an invocation does: scans a log in memory and asks each store.
  /// Writes nothing and never fails; a store that does not answer is a line in the log.
  void prime() {
    byte[] sample = SAMPLE.getBytes(StandardCharsets.UTF_8);
    try {
      String verdict =
          VerdictJson.line(
              NOBODY.logKey(),
              null,
              new Classifier(given, LogLimits.DEFAULT)
                  .classify(new ByteArrayInputStream(sample), JobFacts.UNKNOWN)
                  .verdict());
      Optional<JobItem> item = jobs.get(NOBODY);
      boolean isStored = logs.apply(settings.bucket()).head(NOBODY.logKey()).isPresent();
      log.info(
          "primed",
          Map.of("verdict_chars", verdict.length(), "found", item.isPresent() || isStored));
    } catch (IOException | RuntimeException e) {
      log.problem("priming: " + e.getMessage());
    }
  }

  ClassifyJob classify(String bucket) {
    return new ClassifyJob(
        ruleset, LogLimits.DEFAULT, logs.apply(bucket), scans, jobs, retry, clock);
  }

  Postponement postponement() {
    return postponement;
  }

  VerdictFeed feed() {
    return new VerdictFeed(views, retry);
  }

  Backfill backfill() {
    return new Backfill(
        ruleset, jobs, classify(settings.bucket()), retry, clock, settings.backfillThreads());
  }

  Lists lists() {
    return new Lists(jobs, retry, settings.tables());
  }

  Rearbitrate rearbitrate() {
    return new Rearbitrate(
        ruleset,
        logs.apply(settings.bucket()),
        scans,
        jobs,
        classify(settings.bucket()),
        retry,
        clock);
  }
}
