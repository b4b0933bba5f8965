package dev.buildmeister.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.aws.AwsBackend;
import dev.buildmeister.aws.AwsBackend.Backend;
import dev.buildmeister.aws.AwsStores;
import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetFile;
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
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// From a log in S3 to the verdict on the job's item in DynamoDB, through the handler.
@ExtendWith(AwsBackend.class)
class OnAwsTest {
  private static final long SEED = Long.getLong("buildmeister.seed", 20260801L);
  private static final JobId JOB = JobId.parse("acme/app/42");

  private final TestClock clock = new TestClock();
  private final Retry retry =
      new Retry(5, Duration.ofMillis(5), Duration.ofMillis(50), new Random(SEED), Thread::sleep);
  private final AwsStores stores;
  private final Services services;
  private final String bucket;

  OnAwsTest(Backend aws) throws Exception {
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

  private void putLog(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    // The server closes connections that are idle, and an upload finds out only then.
    var _ =
        retry.call(
            () ->
                stores
                    .logs()
                    .put(JOB.logKey(), new ByteArrayInputStream(bytes.toByteArray()), Map.of()));
  }

  private void arrives() {
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
              json.writeStringField("key", JOB.logKey());
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

  private JobItem item() {
    return retry.call(() -> stores.jobs().get(JOB)).orElseThrow();
  }

  @Test
  void aLogBecomesAVerdictOnTheItem() throws IOException {
    putLog("start\nFAILED a.py\n");
    arrives();

    assertThat(item().state()).contains(State.MATCHED);
    assertThat(item().match())
        .contains(new Match("failed", "FAILED a.py", 2, List.of("a.py"), List.of()));
    StoredScan scan = stores.scans().get(JOB.scanKey()).orElseThrow();
    assertThat(scan.of(item())).isPresent();
    assertThat(scan.scan().lines()).isEqualTo(2);
  }

  @Test
  void threeReplaysInAnyOrderWithWebhooksBetweenGiveOneVerdict() throws IOException {
    Optional<String> expected = Optional.empty();
    for (int round = 0; round < 6; round++) {
      putLog("start\nFAILED a.py\n");
      List<Runnable> steps = new ArrayList<>(Collections.nCopies(3, this::arrives));
      steps.add(() -> put(JobUpdate.of(1, JobStatus.QUEUED)));
      steps.add(() -> put(JobUpdate.of(1, JobStatus.IN_PROGRESS).with(Detail.NAME, "test")));
      steps.add(
          () ->
              put(
                  JobUpdate.completed(1, Conclusion.FAILURE, TestClock.START)
                      .with(Detail.BRANCH, "main")));
      Collections.shuffle(steps, new Random(SEED + round));
      steps.forEach(Runnable::run);
      arrives();

      assertThat(item().match().map(Match::rule)).as("seed %d", SEED + round).contains("on main");
      String item = item().attributes().without(List.of(Tables.LOG_MODIFIED)).json();
      assertThat(item).as("seed %d", SEED + round).isEqualTo(expected.orElse(item));
      expected = Optional.of(item);
      assertThat(stores.jobs().todo(9, 99)).isEmpty();
    }
  }

  @Test
  void aLogThatIsNotThereYetIsPending() {
    arrives();

    assertThat(item().state()).contains(State.LOG_PENDING);
  }

  @Test
  void aMissingBucketIsNamed() throws IOException {
    Instant deadline = clock.instant().plus(Duration.ofMinutes(1));
    String event =
        "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{\"bucket\":{\"name\":"
            + "\"no-such-bucket-here\"},\"object\":{\"key\":\"log/acme/app/42\"}}}";
    var _ = Function.CLASSIFY.invoke(services, event, deadline);

    assertThat(item().state()).contains(State.SCAN_FAILED);
    assertThat(item().attributes().text(Tables.REASON).orElseThrow())
        .contains("no-such-bucket-here");
  }

  private void put(JobUpdate update) {
    var _ = retry.call(() -> stores.jobs().putFacts(JOB, update));
  }
}
