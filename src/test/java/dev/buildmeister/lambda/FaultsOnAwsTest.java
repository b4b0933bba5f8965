package dev.buildmeister.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.buildmeister.aws.AwsBackend;
import dev.buildmeister.aws.AwsBackend.Backend;
import dev.buildmeister.aws.AwsClients;
import dev.buildmeister.aws.AwsStores;
import dev.buildmeister.aws.FaultyServer;
import dev.buildmeister.aws.FaultyServer.Answer;
import dev.buildmeister.aws.FaultyServer.Request;
import dev.buildmeister.aws.FaultyServer.Server;
import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.JobUpdate.Detail;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The handler on AWS where something is wrong there: throttled, forbidden, missing, or a log that
/// no try can deal with. Waiting is done by the test's clock.
@ExtendWith(AwsBackend.class)
class FaultsOnAwsTest {
  private static final long SEED = Long.getLong("buildmeister.seed", 20260801L);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int JOBS = 5;
  private static final Duration BASE = Duration.ofMillis(50);
  private static final Duration CAP = Duration.ofSeconds(2);
  private static final Duration TIME = Duration.ofMinutes(5);

  private final FaultyServer s3;
  private final FaultyServer dynamo;
  private final AwsClients clients;
  private final AwsStores straight;
  private final String bucket;
  private final Tables tables;
  private final TestClock clock = new TestClock();
  private final List<Duration> waits = new ArrayList<>();
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final Random chance = new Random(SEED);

  FaultsOnAwsTest(Backend aws) {
    this.s3 = new FaultyServer(aws.endpoint("S3"));
    this.dynamo = new FaultyServer(aws.endpoint("DynamoDb"));
    this.clients = aws.clients(Map.of("S3", s3.uri(), "DynamoDb", dynamo.uri()));
    this.bucket = aws.bucket();
    this.tables = aws.tables();
    this.straight = new AwsStores(aws.clients(), tables, bucket, clock);
  }

  @AfterEach
  void close() {
    s3.close();
    dynamo.close();
  }

  private Services services(Tables names, int attempts, Duration base) throws Exception {
    AwsStores stores = new AwsStores(clients, names, bucket, clock);
    return new Services(
        LocalFunctions.settings(
            Map.of(
                Settings.BUCKET,
                bucket,
                Settings.JOBS_TABLE,
                names.jobs(),
                Settings.TABLE,
                names.own())),
        CompiledRuleset.compile(RulesetFile.parse(LocalFunctions.RULES, "rules", 1)),
        stores::logs,
        stores.scans(),
        stores.jobs(),
        stores.rulesets(),
        stores.views(),
        null,
        new Retry(
            attempts,
            base,
            CAP,
            new Random(SEED),
            time -> {
              waits.add(time);
              clock.advance(time);
            }),
        clock,
        new PrintStream(lines, true, StandardCharsets.UTF_8));
  }

  private Services services() throws Exception {
    return services(tables, 6, BASE);
  }

  private static JobId job(int i) {
    return JobId.parse("acme/app/" + i);
  }

  private List<JobId> logs() {
    List<JobId> jobs = new ArrayList<>();
    for (int i = 1; i <= JOBS; i++) {
      byte[] text = ("start\nFAILED a" + i + ".py\n").getBytes(StandardCharsets.UTF_8);
      JobId job = job(i);
      jobs.add(job);
      var _ = patient().call(() -> put(job, text));
      var _ =
          straight
              .jobs()
              .putFacts(
                  job,
                  JobUpdate.completed(1, Conclusion.FAILURE, TestClock.START)
                      .with(Detail.BRANCH, "main"));
    }
    return jobs;
  }

  private Object put(JobId job, byte[] text) {
    return straight.logs().put(job.logKey(), new ByteArrayInputStream(text), Map.of());
  }

  private static Retry patient() {
    return new Retry(6, BASE, CAP, new Random(SEED), Thread::sleep);
  }

  /// As SQS gives them; the messages that failed.
  private List<String> deliver(Services services, List<JobId> jobs, Instant end)
      throws IOException {
    ObjectNode event = JSON.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (JobId job : jobs) {
      ObjectNode created = JSON.createObjectNode();
      created.put("source", "aws.s3").put("detail-type", "Object Created");
      created.putObject("detail").putObject("bucket").put("name", bucket);
      ((ObjectNode) created.path("detail")).putObject("object").put("key", job.logKey());
      records
          .addObject()
          .put("eventSource", "aws:sqs")
          .put("messageId", job.itemKey())
          .put("body", created.toString());
    }
    return failures(Function.CLASSIFY.invoke(services, event.toString(), end));
  }

  private static List<String> failures(String answer) throws IOException {
    List<String> failed = new ArrayList<>();
    for (JsonNode each : JSON.readTree(answer).path("batchItemFailures")) {
      failed.add(each.path("itemIdentifier").asText());
    }
    return failed;
  }

  private List<String> deliver(Services services, List<JobId> jobs) throws IOException {
    return deliver(services, jobs, clock.instant().plus(TIME));
  }

  private JobItem item(JobId job) {
    return straight.jobs().get(job).orElseThrow();
  }

  private String lines() {
    return lines.toString(StandardCharsets.UTF_8);
  }

  /// DynamoDB that is short of capacity: whole requests, and of batches all but the first row.
  private Optional<Answer> shortOfCapacity(Request request, Server server) throws IOException {
    if (chance.nextInt(100) < 12) {
      return Optional.of(Answer.json(400, "ProvisionedThroughputExceededException"));
    }
    return request.what().endsWith("BatchWriteItem") && chance.nextInt(100) < 40
        ? Optional.of(firstRowOnly(request, server))
        : Optional.empty();
  }

  private static Answer firstRowOnly(Request request, Server server) throws IOException {
    JsonNode asked = JSON.readTree(request.body());
    String table = asked.path("RequestItems").fieldNames().next();
    ArrayNode rows = (ArrayNode) asked.path("RequestItems").path(table);
    ArrayNode left = JSON.createArrayNode();
    for (int i = rows.size() - 1; i > 0; i--) {
      left.add(rows.remove(i));
    }
    var _ =
        server.ask(
            new Request(
                request.what(),
                request.method(),
                request.path(),
                request.headers(),
                JSON.writeValueAsBytes(asked)));
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode unprocessed = answer.putObject("UnprocessedItems");
    if (!left.isEmpty()) {
      unprocessed.set(table, left);
    }
    return Answer.of(200, "application/x-amz-json-1.0", answer.toString());
  }

  private Optional<Answer> slowDown() {
    return chance.nextInt(100) < 20 ? Optional.of(Answer.xml(503, "SlowDown")) : Optional.empty();
  }

  @Test
  void underThrottlingEveryLogGetsItsVerdictAndNothingIsLost() throws Exception {
    List<JobId> jobs = logs();
    dynamo.fail(this::shortOfCapacity);
    s3.fail((_, _) -> slowDown());
    Services services = services();
    List<JobId> left = jobs;
    for (int round = 0; round < 5 && !left.isEmpty(); round++) {
      List<String> failed = deliver(services, left);
      left = jobs.stream().filter(job -> failed.contains(job.itemKey())).toList();
    }

    assertThat(left).as("seed %d", SEED).isEmpty();
    for (JobId job : jobs) {
      assertThat(item(job).state()).as("seed %d, %s", SEED, job).contains(State.MATCHED);
      assertThat(straight.scans().get(job.scanKey()).orElseThrow().of(item(job))).isPresent();
    }
    assertThat(straight.jobs().todo(99, 99)).isEmpty();
    assertThat(straight.jobs().ofBranch("acme/app", "main", null, 99).items())
        .extracting(JobItem::id)
        .containsExactlyInAnyOrderElementsOf(jobs);
    assertThat(waits).as("seed %d", SEED).isNotEmpty();
    assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(Duration.ZERO, CAP));
    // Spread at random: hardly any two are the same.
    assertThat(new HashSet<>(waits).size()).isGreaterThan(waits.size() / 2);
  }

  @Test
  void whereEverythingIsThrottledTheBatchEndsInTimeAndNamesEveryMessage() throws Exception {
    List<JobId> jobs = logs();
    dynamo.fail((_, _) -> Optional.of(Answer.json(400, "ThrottlingException")));
    Services services = services();
    Instant end = clock.instant().plus(TIME);

    assertThat(deliver(services, jobs, end))
        .containsExactlyElementsOf(jobs.stream().map(JobId::itemKey).toList());
    assertThat(clock.instant()).isBefore(end);
    assertThat(lines()).contains("message acme/app/1: ").contains("table " + tables.jobs());

    dynamo.heal();
    assertThat(deliver(services, jobs)).isEmpty();
    assertThat(jobs).allSatisfy(job -> assertThat(item(job).state()).contains(State.MATCHED));
  }

  @Test
  void nearItsDeadlineABusyStoreIsNotWaitedForBeyondIt() throws Exception {
    List<JobId> jobs = logs();
    dynamo.fail((_, _) -> Optional.of(Answer.json(400, "ThrottlingException")));
    // Would wait for half a minute for each.
    Services services = services(tables, 30, CAP);
    Instant end = clock.instant().plusSeconds(60);

    assertThat(deliver(services, jobs, end)).hasSize(JOBS);
    assertThat(clock.instant()).isBefore(end);
    assertThat(dynamo.asked()).isNotEmpty();
  }

  @Test
  void rowsThatWereNotTakenAreWrittenAgain() throws Exception {
    List<JobId> jobs = logs();
    List<String> batches = new ArrayList<>();
    dynamo.fail(
        (request, server) -> {
          if (request.what().endsWith("BatchWriteItem")) {
            batches.add(request.text());
            return batches.size() % 2 == 1
                ? Optional.of(firstRowOnly(request, server))
                : Optional.empty();
          }
          return Optional.empty();
        });

    assertThat(deliver(services(), jobs.subList(0, 1))).isEmpty();
    assertThat(batches).hasSizeGreaterThan(1);
    assertThat(item(job(1)).state()).contains(State.MATCHED);
    assertThat(straight.jobs().todo(99, 99)).extracting(JobItem::id).doesNotContain(job(1));
  }

  @Test
  void aPoisonLogIsTriedFiveTimesAndThenGivenUpWithTheReason() throws Exception {
    List<JobId> jobs = logs().subList(0, 1);
    // Each try is counted, and ends before its verdict is written, as if the process had ended.
    dynamo.fail(
        (request, _) ->
            request.what().endsWith("UpdateItem") && request.text().contains("classified_at")
                ? Optional.of(Answer.json(500, "InternalServerError"))
                : Optional.empty());
    Services services = services();
    for (int i = 1; i <= JobItem.MAX_ATTEMPTS; i++) {
      assertThat(deliver(services, jobs)).as("try %d", i).hasSize(1);
      assertThat(item(job(1)).attempts()).isEqualTo(i);
      assertThat(item(job(1)).state()).isEmpty();
    }
    dynamo.heal();

    assertThat(deliver(services, jobs)).isEmpty();
    assertThat(item(job(1)).state()).contains(State.SCAN_FAILED);
    assertThat(item(job(1)).attributes().text(Tables.REASON))
        .contains("given up after " + JobItem.MAX_ATTEMPTS + " tries");
    assertThat(straight.jobs().todo(99, 99)).extracting(JobItem::id).doesNotContain(job(1));
  }

  @Test
  void aLogThatAlwaysBreaksOffIsScanFailedWithTheReason() throws Exception {
    List<JobId> jobs = logs().subList(0, 1);
    s3.fail(
        (request, server) ->
            request.what().startsWith("GET")
                ? Optional.of(server.ask(request).brokenOff(7))
                : Optional.empty());

    fifthTryEnds(jobs);
    assertThat(item(job(1)).state()).contains(State.SCAN_FAILED);
    assertThat(item(job(1)).attributes().text(Tables.REASON)).isPresent();
    assertThat(waits).as("read again").isNotEmpty();
  }

  /// Each try before it has failed, so that the message comes again.
  private void fifthTryEnds(List<JobId> jobs) throws Exception {
    Services services = services();
    for (int i = 1; i < JobItem.MAX_ATTEMPTS; i++) {
      assertThat(deliver(services, jobs)).hasSize(1);
      assertThat(lines()).contains("try " + i + " of " + JobItem.MAX_ATTEMPTS);
      assertThat(item(job(1)).state()).isEmpty();
    }
    assertThat(deliver(services, jobs)).as(lines()).isEmpty();
  }

  @Test
  void aPermissionThatIsMissingIsNamedInTheLog() throws Exception {
    List<JobId> jobs = logs().subList(0, 1);
    dynamo.fail(
        (request, _) ->
            request.what().endsWith("UpdateItem")
                ? Optional.of(Answer.json(400, "AccessDeniedException"))
                : Optional.empty());

    assertThat(deliver(services(), jobs)).hasSize(1);
    assertThat(lines())
        .contains("table " + tables.jobs())
        .contains("allow it in the function's policy")
        .contains("AccessDeniedException");
  }

  @Test
  void aBucketThatMayNotBeReadIsNamedOnTheItem() throws Exception {
    List<JobId> jobs = logs().subList(0, 1);
    s3.fail(
        (request, _) ->
            request.what().startsWith("GET")
                ? Optional.of(Answer.xml(403, "AccessDenied"))
                : Optional.empty());

    fifthTryEnds(jobs);
    assertThat(item(job(1)).state()).contains(State.SCAN_FAILED);
    assertThat(item(job(1)).attributes().text(Tables.REASON).orElseThrow())
        .contains("get " + job(1).logKey() + " in bucket " + bucket)
        .contains("allow it in the function's policy");
  }

  @Test
  void aTableThatIsMissingIsNamedInTheLog() throws Exception {
    List<JobId> jobs = logs().subList(0, 1);
    Services services =
        services(new Tables("no-such-jobs", tables.own(), "classification"), 6, BASE);

    assertThat(deliver(services, jobs)).hasSize(1);
    assertThat(lines()).contains("table no-such-jobs").contains("there is no such table");
    assertThat(waits).as("waiting does not help").isEmpty();
  }

  @Test
  void aTableOfAnotherKeyIsNamedInTheLog() throws Exception {
    List<JobId> jobs = logs().subList(0, 1);
    Services services = services(new Tables(tables.own(), tables.own(), "classification"), 6, BASE);

    assertThat(deliver(services, jobs)).hasSize(1);
    assertThat(lines()).contains("table " + tables.own()).contains("key");
  }

  @Test
  void ofABatchOnlyTheMessageOfUnknownShapeComesAgain() throws Exception {
    List<JobId> jobs = logs().subList(0, 1);
    String good =
        JSON.writeValueAsString(
            "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{\"bucket\":"
                + "{\"name\":\""
                + bucket
                + "\"},\"object\":{\"key\":\""
                + jobs.getFirst().logKey()
                + "\"}}}");
    String event =
        "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"messageId\":\"odd\",\"body\":\"{}\"},"
            + "{\"eventSource\":\"aws:sqs\",\"messageId\":\"good\",\"body\":"
            + good
            + "}]}";

    assertThat(failures(Function.CLASSIFY.invoke(services(), event, clock.instant().plus(TIME))))
        .containsExactly("odd");
    assertThat(lines()).contains("message odd: ").contains("expected an S3 notification");
    assertThat(item(job(1)).state()).contains(State.MATCHED);
  }
}
