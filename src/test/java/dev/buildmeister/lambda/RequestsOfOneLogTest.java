package dev.buildmeister.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.aws.AwsBackend;
import dev.buildmeister.aws.AwsBackend.Backend;
import dev.buildmeister.aws.AwsStores;
import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.store.Correction;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.TestClock;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// What one log costs, request by request, from the event to the verdict. docs/cost.md counts
/// these.
@ExtendWith(AwsBackend.class)
class RequestsOfOneLogTest {
  private static final String[] WITH_ROWS = {
    "GetObject", "UpdateItem", "HeadObject", "UpdateItem", "BatchWriteItem", "GetItem", "PutObject"
  };

  private final TestClock clock = new TestClock();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final AwsStores calm;
  private final Services services;
  private final Retry retry =
      new Retry(5, Duration.ofMillis(5), Duration.ofMillis(50), new Random(1), Thread::sleep);

  RequestsOfOneLogTest(Backend aws) throws Exception {
    String bucket = aws.bucket();
    Tables tables = aws.tables();
    calm = new AwsStores(aws.clients(), tables, bucket, clock);
    AwsStores stores = new AwsStores(aws.clients(counting()), tables, bucket, clock);
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
    // The look for a newer ruleset, once in 30 seconds, is not of one log.
    classify("acme/app/0", "all is well\n");
  }

  private ExecutionInterceptor counting() {
    return new ExecutionInterceptor() {
      @Override
      public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        requests.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
      }
    };
  }

  /// An upload that is tried again counts once: the test's server closes connections that are idle,
  /// which an upload finds out too late.
  private List<String> requests() {
    List<String> counted = new ArrayList<>();
    for (String request : requests) {
      boolean again = !counted.isEmpty() && counted.getLast().equals("PutObject");
      if (!again || !request.equals("PutObject")) {
        counted.add(request);
      }
    }
    return counted;
  }

  private LogStore.Head put(String job, String text) {
    String key = JobId.parse(job).logKey();
    byte[] log = text.getBytes(StandardCharsets.UTF_8);
    return retry.call(() -> calm.logs().put(key, new ByteArrayInputStream(log), Map.of()));
  }

  private void classify(String job, String text) throws IOException {
    var _ = put(job, text);
    arrives(job);
  }

  private void arrives(String job) throws IOException {
    requests.clear();
    String event =
        "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{\"bucket\":"
            + "{\"name\":\""
            + services.settings().bucket()
            + "\"},\"object\":{\"key\":\"log/"
            + job
            + "\"}}}";
    assertThat(
            Function.CLASSIFY.invoke(services, event, clock.instant().plus(Duration.ofMinutes(1))))
        .isEqualTo("{\"classified\":1}");
  }

  private void known(String job, Conclusion conclusion) {
    JobUpdate facts =
        JobUpdate.completed(1, conclusion, TestClock.START)
            .with(Detail.BRANCH, "main")
            .with(Detail.COMMIT, "c0ffee");
    var _ = retry.call(() -> calm.jobs().putFacts(JobId.parse(job), facts));
  }

  @Test
  void aFailedJobThatIsKnownIsTwoUpdatesItsRowsAndOneLook() throws IOException {
    known("acme/app/1", Conclusion.FAILURE);
    classify("acme/app/1", "FAILED a.py\n");

    assertThat(requests()).containsExactly(WITH_ROWS);
    assertThat(calm.jobs().get(JobId.parse("acme/app/1")).orElseThrow().state())
        .contains(State.MATCHED);
    assertThat(calm.jobs().todo(9, 99)).isEmpty();
  }

  @Test
  void aLogThatComesAgainIsOneUpdateMoreThatDoesNotHold() throws IOException {
    known("acme/app/2", Conclusion.FAILURE);
    classify("acme/app/2", "FAILED a.py\n");
    arrives("acme/app/2");

    List<String> more = new ArrayList<>(List.of(WITH_ROWS));
    more.add(1, "UpdateItem");
    assertThat(requests()).isEqualTo(more);
  }

  @Test
  void aLogThatIsNotYoungNeedsNoLookWhetherItWasReplaced() throws IOException {
    known("acme/app/8", Conclusion.FAILURE);
    clock.advance(Duration.between(clock.instant(), Instant.now()).plusHours(1));
    classify("acme/app/8", "FAILED a.py\n");

    assertThat(requests()).doesNotContain("HeadObject").contains("PutObject");
  }

  @Test
  void aJobThatPassedIsTheSame() throws IOException {
    known("acme/app/3", Conclusion.SUCCESS);
    classify("acme/app/3", "all is well\n");

    assertThat(requests()).containsExactly(WITH_ROWS);
  }

  @Test
  void aJobOfWhichNothingIsKnownIsTwoUpdates() throws IOException {
    classify("acme/app/4", "FAILED a.py\n");

    assertThat(requests())
        .containsExactly("GetObject", "UpdateItem", "HeadObject", "UpdateItem", "PutObject");
  }

  @Test
  void aVerdictThatTheItemHasNoRoomForIsOneUpdateMore() throws IOException {
    known("acme/app/5", Conclusion.FAILURE);
    JobUpdate more = JobUpdate.completed(1, Conclusion.FAILURE, TestClock.START);
    for (Detail detail : List.of(Detail.URL, Detail.AUTHOR, Detail.NAME, Detail.FAILURE_REASON)) {
      more = more.with(detail, "d".repeat(500));
    }
    JobUpdate facts = more;
    var _ = retry.call(() -> calm.jobs().putFacts(JobId.parse("acme/app/5"), facts));
    classify("acme/app/5", "FAILED " + "x".repeat(3000) + "\n");

    assertThat(requests())
        .containsExactly(
            "GetObject",
            "UpdateItem",
            "HeadObject",
            "UpdateItem",
            "UpdateItem",
            "BatchWriteItem",
            "GetItem",
            "PutObject");
  }

  @Test
  void aVerdictThatMayNotReplaceAPersonsWordIsTwoUpdatesOfWhichOneDoesNotHold() throws IOException {
    known("acme/app/6", Conclusion.FAILURE);
    classify("acme/app/6", "FAILED a.py\n");
    var _ =
        retry.call(
            () ->
                calm.jobs()
                    .correct(
                        JobId.parse("acme/app/6"),
                        new Correction("ann", clock.instant(), null, null, null, "no")));
    arrives("acme/app/6");

    assertThat(requests())
        .containsExactly("GetObject", "UpdateItem", "UpdateItem", "HeadObject", "UpdateItem");
  }

  @Test
  void theTryThatLeavesNoneChangesTheListToDo() throws IOException {
    known("acme/app/7", Conclusion.FAILURE);
    Instant modified = put("acme/app/7", "FAILED a.py\n").modified();
    for (int i = 1; i < JobItem.MAX_ATTEMPTS; i++) {
      var _ = retry.call(() -> calm.jobs().attempt(JobId.parse("acme/app/7"), modified));
    }
    arrives("acme/app/7");

    assertThat(requests())
        .containsExactly(
            "GetObject",
            "UpdateItem",
            "UpdateItem",
            "BatchWriteItem",
            "GetItem",
            "HeadObject",
            "UpdateItem",
            "BatchWriteItem",
            "GetItem",
            "PutObject");
  }
}
