package dev.buildmeister.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.buildmeister.aws.AwsBackend;
import dev.buildmeister.aws.AwsBackend.Backend;
import dev.buildmeister.aws.AwsStores;
import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.store.ChangeFeed;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobStatus;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.store.Json;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.StoredScan;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.TestClock;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.Verdict.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// From a log in S3 to the verdict on the job's item in DynamoDB, through the handler.
@ExtendWith(AwsBackend.class)
class OnAwsTest {
  private static final long SEED = Long.getLong("buildmeister.seed", 20260801L);
  private static final JobId JOB = JobId.parse("acme/app/42");

  private final TestClock clock = new TestClock();
  private final Retry retry =
      new Retry(5, Duration.ofMillis(5), Duration.ofMillis(50), new Random(SEED), Thread::sleep);
  private final Backend aws;
  private final AwsStores stores;
  private final Services services;
  private final String bucket;

  OnAwsTest(Backend aws) throws Exception {
    this.aws = aws;
    bucket = aws.bucket();
    Tables tables = aws.tables();
    stores = new AwsStores(aws.clients(), tables, bucket, clock);
    Settings settings =
        LocalFunctions.settings(
            Map.of(
                Settings.BUCKET,
                bucket,
                Settings.JOBS_TABLE,
                tables.jobs(),
                Settings.TABLE,
                tables.own()));
    services =
        new Services(
            settings,
            CompiledRuleset.compile(RulesetFile.parse(LocalFunctions.RULES, "rules", 1)),
            stores::logs,
            stores.scans(),
            stores.jobs(),
            stores.rulesets(),
            stores.views(),
            null,
            retry,
            clock,
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
  }

  private void putLog(String key, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    // The server closes connections that are idle, and an upload finds out only then.
    var _ =
        retry.call(
            () -> stores.logs().put(key, new ByteArrayInputStream(bytes.toByteArray()), Map.of()));
  }

  private void arrives(String key) {
    String event =
        Json.object(
            json -> {
              json.writeStringField("source", "aws.s3");
              json.writeStringField("detail-type", "Object Created");
              json.writeObjectFieldStart("detail");
              json.writeObjectFieldStart("bucket");
              json.writeStringField("name", bucket);
              json.writeEndObject();
              json.writeObjectFieldStart("object");
              json.writeStringField("key", key);
              json.writeEndObject();
              json.writeEndObject();
            });
    try {
      assertThat(
              Function.CLASSIFY.invoke(
                  services, event, clock.instant().plus(Duration.ofMinutes(1))))
          .isEqualTo("{\"classified\":1}");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private JobItem item(JobId job) {
    return retry.call(() -> stores.jobs().get(job)).orElseThrow();
  }

  @Test
  void aLogBecomesAVerdictOnTheItem() throws IOException {
    putLog(JOB.logKey(), "start\nFAILED a.py\n");
    arrives(JOB.logKey());

    assertThat(item(JOB).state()).contains(State.MATCHED);
    assertThat(item(JOB).match())
        .contains(new Match("failed", "FAILED a.py", 2, List.of("a.py"), List.of()));
    StoredScan scan = stores.scans().get(JOB.scanKey()).orElseThrow();
    assertThat(scan.of(item(JOB))).isPresent();
    assertThat(scan.scan().lines()).isEqualTo(2);
  }

  @Test
  void threeReplaysInAnyOrderWithWebhooksBetweenGiveOneVerdict() throws Exception {
    List<String> items = new ArrayList<>();
    List<JobId> ofRounds = new ArrayList<>();
    for (int round = 0; round < 6; round++) {
      JobId ofRound = JobId.parse("acme/app/" + (100 + round));
      ofRounds.add(ofRound);
      putLog(ofRound.logKey(), "start\nFAILED a.py\n");
      List<Runnable> steps =
          new ArrayList<>(Collections.nCopies(3, () -> arrives(ofRound.logKey())));
      steps.add(() -> put(ofRound, JobUpdate.of(1, JobStatus.QUEUED)));
      steps.add(
          () -> put(ofRound, JobUpdate.of(1, JobStatus.IN_PROGRESS).with(Detail.NAME, "test")));
      steps.add(
          () ->
              put(
                  ofRound,
                  JobUpdate.completed(1, Conclusion.FAILURE, TestClock.START)
                      .with(Detail.BRANCH, "main")));
      Collections.shuffle(steps, new Random(SEED + round));
      run(steps, round % 2 == 0);
    }
    // Whatever came last, the facts of a verdict that lacked them come by the change feed.
    tellChanges();

    for (JobId ofRound : ofRounds) {
      String item =
          item(ofRound)
              .attributes()
              .without(List.of(Tables.LOG_MODIFIED, Tables.ATTEMPTED_LOG))
              .json()
              .replace("scan/" + ofRound, "scan/JOB");
      items.add(item);
      assertThat(item(ofRound).match().map(Match::rule)).as("seed %d", SEED).contains("on main");
      assertThat(stores.scans().get(ofRound.scanKey()).orElseThrow().of(item(ofRound))).isPresent();
    }
    assertThat(items).as("seed %d", SEED).containsOnly(items.getFirst());
    assertThat(stores.jobs().todo(9, 99)).isEmpty();
  }

  private static void run(List<Runnable> steps, boolean atOnce) throws Exception {
    if (!atOnce) {
      steps.forEach(Runnable::run);
      return;
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (Runnable step : steps) {
        running.add(threads.submit(step));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
  }

  private void tellChanges() {
    Instant deadline = clock.instant().plus(Duration.ofMinutes(1));
    int quiet = 0;
    while (quiet < 3) {
      ChangeFeed.Batch batch = retry.call(() -> stores.changes().read("test", 100));
      for (ChangeFeed.Change change : batch.changes()) {
        var _ = services.lists().follow(change);
        var _ = services.rearbitrate().run(change, deadline);
      }
      retry.run(() -> stores.changes().commit("test", batch.position()));
      quiet = batch.changes().isEmpty() ? quiet + 1 : 0;
    }
  }

  @Test
  void aLogThatIsNotThereYetIsPending() {
    put(JOB, JobUpdate.completed(1, Conclusion.FAILURE, clock.instant()));
    arrives(JOB.logKey());

    assertThat(item(JOB).state()).contains(State.LOG_PENDING);
  }

  @Test
  void aFailedJobThatAnotherProgramWroteIsListedOnceItsChangeIsTold() {
    Map<String, AttributeValue> item =
        Map.of(
            Tables.JOB_KEY,
            AttributeValue.fromS("acme/app/77"),
            Tables.STATUS,
            AttributeValue.fromS("completed"),
            Tables.CONCLUSION,
            AttributeValue.fromS("failure"),
            Tables.COMPLETED_AT,
            AttributeValue.fromS("2026-08-01T10:00:00.000Z"),
            "head_branch",
            AttributeValue.fromS("main"),
            "labels",
            AttributeValue.fromL(List.of(AttributeValue.fromBool(true))));
    aws.putForeign(services.settings().tables().jobs(), item);
    assertThat(stores.jobs().todo(9, 1)).isEmpty();
    tellChanges();

    JobId foreign = JobId.parse("acme/app/77");
    assertThat(stores.jobs().todo(9, 1)).extracting(JobItem::id).containsExactly(foreign);
    assertThat(stores.jobs().ofBranch("acme/app", "main", null, 9).items())
        .extracting(JobItem::id)
        .containsExactly(foreign);
  }

  @Test
  void aMissingBucketIsNamed() throws IOException {
    Instant deadline = clock.instant().plus(Duration.ofMinutes(1));
    String event =
        "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{\"bucket\":{\"name\":"
            + "\"no-such-bucket-here\"},\"object\":{\"key\":\"log/acme/app/42\"}}}";

    for (int i = 1; i < JobItem.MAX_ATTEMPTS; i++) {
      assertThatThrownBy(() -> Function.CLASSIFY.invoke(services, event, deadline))
          .hasMessageContaining("no-such-bucket-here")
          .hasMessageContaining("try " + i + " of 5");
    }
    var _ = Function.CLASSIFY.invoke(services, event, deadline);
    assertThat(item(JOB).state()).contains(State.SCAN_FAILED);
    assertThat(item(JOB).attributes().text(Tables.REASON).orElseThrow())
        .contains("no-such-bucket-here");
  }

  private void put(JobId job, JobUpdate update) {
    var _ = retry.call(() -> stores.jobs().putFacts(job, update));
  }
}
