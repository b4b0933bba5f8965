package dev.buildmeister.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.rules.RulesetException;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.TestClock;
import dev.buildmeister.store.WorkQueue;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.Verdict.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyHandlerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EVENTS = Path.of("fixtures", "events");

  private final LocalFunctions functions;

  ClassifyHandlerTest(@TempDir Path directory) throws RulesetException {
    functions = new LocalFunctions(directory, Map.of());
  }

  @AfterEach
  void close() {
    functions.close();
  }

  private String classify(String fixture) throws IOException {
    return functions.classify(Files.readString(EVENTS.resolve(fixture)));
  }

  private Optional<State> state(String key) {
    return functions.stores.jobs().get(JobId.parse(key)).flatMap(JobItem::state);
  }

  @Test
  void aNotificationOfS3IsClassified() throws IOException {
    functions.putLog("log/acme/app/1001", "FAILED a.py\n");

    assertThat(classify("s3-put.json")).isEqualTo("{\"classified\":1}");
    assertThat(state("acme/app/1001")).contains(State.MATCHED);
  }

  @Test
  void aKeyOfANotificationIsDecoded() throws IOException {
    functions.putLog("log/gitlab.com!acme/app/1009", "FAILED a.py\n");

    assertThat(classify("s3-multipart-encoded-key.json")).isEqualTo("{\"classified\":1}");
    assertThat(state("gitlab.com!acme/app/1009")).contains(State.MATCHED);
  }

  @Test
  void aKeyOfEventBridgeIsTakenAsItIs() throws IOException {
    functions.putLog("log/circleci.com!gh/acme/app/1012", "FAILED a.py\n");

    assertThat(classify("eventbridge-created.json")).isEqualTo("{\"classified\":1}");
    assertThat(state("circleci.com!gh/acme/app/1012")).contains(State.MATCHED);
  }

  @Test
  void theLogsOfTheDefaultRepositoryMayLieAtTheirIdAlone(@TempDir Path directory) throws Exception {
    try (LocalFunctions ofAcme =
        new LocalFunctions(directory, Map.of(Settings.DEFAULT_REPO, "acme/app"))) {
      ofAcme.putLog("log/1", "FAILED a.py\n");
      ofAcme.putLog("temp_logs/2", "FAILED a.py\n");
      var _ = ofAcme.classify(eventOf("log/1"));
      var _ = ofAcme.classify(eventOf("temp_logs/2"));
      String byHand = ofAcme.classify("{\"job_id\": \"1\", \"dry_run\": true}");

      assertThat(JSON.readTree(byHand).path("state").asText()).isEqualTo("MATCHED");
      for (String job : new String[] {"acme/app/1", "acme/app/2"}) {
        assertThat(ofAcme.stores.jobs().get(JobId.parse(job)).flatMap(JobItem::state))
            .as(job)
            .contains(State.MATCHED);
      }
    }
  }

  private static String eventOf(String key) throws IOException {
    return Files.readString(EVENTS.resolve("s3-put.json")).replace("log/acme/app/1001", key);
  }

  @Test
  void deletionsTestEventsAndOtherObjectsAreNothingToDo() throws IOException {
    for (String fixture :
        new String[] {
          "s3-delete.json",
          "s3-test-event.json",
          "eventbridge-deleted.json",
          "eventbridge-other-object.json"
        }) {
      assertThat(classify(fixture)).as(fixture).isEqualTo("{\"classified\":0}");
    }
    assertThat(state("acme/app/1001")).isEmpty();
  }

  @Test
  void ofABatchOnlyTheBadMessagesComeAgain() throws IOException {
    functions.putLog("log/acme/app/1004", "FAILED a.py\n");

    JsonNode answer = JSON.readTree(classify("sqs-partly-bad.json"));
    assertThat(answer.findValuesAsText("itemIdentifier")).containsExactly("m2", "m3");
    assertThat(state("acme/app/1004")).contains(State.MATCHED);
    assertThat(functions.lines()).contains("message m2: the event is not JSON");
  }

  @Test
  void aFailedMessageComesAgainSoonAndThenLaterAndLater() throws IOException {
    functions.queue.send("no JSON at all");
    for (int seconds : new int[] {15, 60, 240, 960, 1800}) {
      List<WorkQueue.Message> received = functions.queue.receive(1, Duration.ofMinutes(30));
      String answer = functions.classify(event(received.getFirst()));
      assertThat(answer).contains(received.getFirst().id());

      functions.clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(functions.queue.receive(1, Duration.ofMinutes(30))).isEmpty();
      functions.clock.advance(Duration.ofMillis(1));
    }
    assertThat(functions.queue.receive(1, Duration.ofMinutes(30))).hasSize(1);
  }

  @Test
  void aMessageThatCannotBePostponedIsStillNamedInTheAnswer() throws IOException {
    functions.stores.close();

    assertThat(classify("sqs-partly-bad.json")).contains("m1", "m2", "m3");
    assertThat(functions.lines()).contains("message m2 comes again only in a while: ");
  }

  /// As Lambda delivers it.
  private static String event(WorkQueue.Message message) {
    ObjectNode event = JSON.createObjectNode();
    ObjectNode record =
        event
            .putArray("Records")
            .addObject()
            .put("eventSource", "aws:sqs")
            .put("messageId", message.id())
            .put("receiptHandle", message.receipt())
            .put("body", message.body());
    record
        .putObject("attributes")
        .put("ApproximateReceiveCount", Integer.toString(message.attempts()));
    return event.toString();
  }

  @Test
  void aWholeBatchMayBeDone() throws IOException {
    functions.putLog("log/acme/app/1002", "FAILED a.py\n");
    functions.putLog("log/acme/app/1003", "all is well\n");

    assertThat(classify("sqs-batch.json")).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(state("acme/app/1003")).contains(State.NO_MATCH);
  }

  @Test
  void aLogIsNotBegunWhenHalfOfTheTimeIsGone() throws IOException {
    functions.putLog("log/acme/app/1002", "FAILED a.py\n");
    functions.putLog("log/acme/app/1003", "FAILED b.py\n");
    functions.perLog = Duration.ofSeconds(31);

    assertThat(JSON.readTree(classify("sqs-batch.json")).findValuesAsText("itemIdentifier"))
        .containsExactly("m2");
    assertThat(state("acme/app/1002")).contains(State.MATCHED);
    assertThat(state("acme/app/1003")).isEmpty();
  }

  @Test
  void aFolderThatAConsoleMadeIsNoLog() throws IOException {
    assertThat(functions.classify(eventOf("log/acme/"))).isEqualTo("{\"classified\":0}");
  }

  @Test
  void aDryRunSaysTheVerdictAndWritesNothing() throws IOException {
    functions.putLog("log/acme/app/1001", "FAILED a.py\n");

    JsonNode answer = JSON.readTree(classify("direct.json"));
    assertThat(answer.path("rule").asText()).isEqualTo("failed");
    assertThat(functions.stores.jobs().get(JobId.parse("acme/app/1001"))).isEmpty();
    assertThat(functions.stores.scans().get("scan/acme/app/1001")).isEmpty();
  }

  @Test
  void anHttpQueryIsAnsweredWithAStatus() throws IOException {
    functions.putLog("log/acme/app/1005", "FAILED a.py\n");

    JsonNode good = JSON.readTree(classify("http-query.json"));
    assertThat(good.path("statusCode").asInt()).isEqualTo(200);
    assertThat(JSON.readTree(good.path("body").asText()).path("line").asText())
        .isEqualTo("FAILED a.py");
    JsonNode bad = JSON.readTree(classify("http-without-job.json"));
    assertThat(bad.path("statusCode").asInt()).isEqualTo(400);
    assertThat(bad.path("body").asText()).contains("job_id is missing; expected");
  }

  @Test
  void anHttpRequestWithALongBodyIsAnsweredByItsQuery() throws IOException {
    functions.putLog("log/acme/app/1005", "FAILED a.py\n");
    ObjectNode event = (ObjectNode) JSON.readTree(EVENTS.resolve("http-query.json").toFile());
    String answer = functions.classify(event.put("body", "x".repeat(5 << 20)).toString());

    assertThat(JSON.readTree(answer).path("statusCode").asInt()).isEqualTo(200);
  }

  /// DynamoDB allows 32 levels.
  @Test
  void anItemThatIsAsDeepAsItMayBeIsNoBadEvent() throws IOException {
    ObjectNode event =
        (ObjectNode) JSON.readTree(EVENTS.resolve("stream-facts-arrived.json").toFile());
    ObjectNode image = (ObjectNode) event.path("Records").path(0).path("dynamodb").path("NewImage");
    ObjectNode level = image.putObject("theirs");
    for (int i = 1; i < 32; i++) {
      level = level.putObject("M").putObject("deeper");
    }
    level.put("S", "at last");

    assertThat(functions.invoke(new ChangesHandler(functions.services), event.toString()))
        .isEqualTo("{\"batchItemFailures\":[]}");
  }

  @Test
  void anEventOfUnknownShapeSaysWhatWasExpected() {
    assertThatThrownBy(() -> classify("unknown.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of no shape that is known; expected an S3 notification");
  }

  @Test
  void factsOfTheLogsMetadataCount() throws IOException {
    functions.putLog("log/acme/app/1001", "FAILED a.py\n", Map.of("branch", "main"));
    var _ = classify("s3-put.json");

    assertThat(item().match().map(Match::rule)).contains("on main");
    assertThat(item().attributes().texts(Tables.NOTES)).isEmpty();
  }

  @Test
  void whereAFactIsMissingTheVerdictIsReachedAgainWhenItComes() throws IOException {
    functions.putLog("log/acme/app/1001", "FAILED a.py\n");
    var _ = classify("s3-put.json");
    assertThat(item().attributes().texts(Tables.NOTES)).containsExactly("SCOPE_UNKNOWN");
    var _ =
        functions
            .stores
            .jobs()
            .putFacts(
                item().id(),
                JobUpdate.completed(1, Conclusion.FAILURE, TestClock.START)
                    .with(Detail.BRANCH, "main"));

    String answer =
        functions.invoke(
            new ChangesHandler(functions.services),
            Files.readString(EVENTS.resolve("stream-facts-arrived.json")));
    assertThat(answer).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(item().match().map(Match::rule)).contains("on main");
    assertThat(item().attributes().texts(Tables.NOTES)).isEmpty();
  }

  @Test
  void aVerdictFromALogOfARunningJobIsNotReachedByWhatTheFinishedLogSays() throws IOException {
    functions.putLog("temp_logs/acme/app/1001", "FAILED a.py\n");
    var _ = functions.classify("{\"repo\":\"acme/app\",\"job_id\":\"1001\",\"temp_log\":true}");
    assertThat(item().attributes().texts(Tables.NOTES)).containsExactly("SCOPE_UNKNOWN");
    functions.clock.advance(Duration.ofSeconds(2));
    functions.putLog("log/acme/app/1001", "all is well\n", Map.of("branch", "other"));
    var _ =
        functions
            .stores
            .jobs()
            .putFacts(
                item().id(),
                JobUpdate.completed(1, Conclusion.FAILURE, TestClock.START)
                    .with(Detail.BRANCH, "main"));
    var _ =
        functions.invoke(
            new ChangesHandler(functions.services),
            Files.readString(EVENTS.resolve("stream-facts-arrived.json")));

    assertThat(item().match().map(Match::rule)).contains("on main");
  }

  @Test
  void aChangedVerdictIsToldToTheFeedOnce() throws IOException {
    functions.putLog("log/acme/app/1001", "FAILED a.py\n");
    var _ = classify("s3-put.json");
    String event = Files.readString(EVENTS.resolve("stream-facts-arrived.json"));
    for (int i = 0; i < 2; i++) {
      var _ = functions.invoke(new ChangesHandler(functions.services), event);
    }

    String feed =
        new String(
            functions.stores.views().get("feed/unknown/111-111.jsonl").orElseThrow().bytes(),
            StandardCharsets.UTF_8);
    assertThat(feed.lines()).hasSize(1);
    JsonNode line = JSON.readTree(feed);
    assertThat(line.path("job").asText()).isEqualTo("acme/app/1001");
    assertThat(line.path("branch").asText()).isEqualTo("main");
    assertThat(line.path("sequence").asText()).isEqualTo("0".repeat(37) + "111");
    assertThat(line.path("state").asText()).isEqualTo("MATCHED");
  }

  /// The change of the fixture, with the time of its making.
  private String factsArrived(Instant at) throws IOException {
    JsonNode event = JSON.readTree(EVENTS.resolve("stream-facts-arrived.json").toFile());
    ((ObjectNode) event.path("Records").path(0).path("dynamodb"))
        .put("ApproximateCreationDateTime", at.getEpochSecond());
    return event.toString();
  }

  /// A job on main that was judged before that was known.
  private void aJobThatLacksItsBranch() throws IOException {
    functions.putLog("log/acme/app/1001", "FAILED a.py\n");
    var _ = classify("s3-put.json");
    var _ =
        functions
            .stores
            .jobs()
            .putFacts(
                item().id(),
                JobUpdate.completed(1, Conclusion.FAILURE, TestClock.START)
                    .with(Detail.BRANCH, "main"));
  }

  @Test
  void aFeedThatCannotBeWrittenKeepsNoVerdictBackAndComesAgain() throws Exception {
    aJobThatLacksItsBranch();
    functions.breakViews();

    String answer =
        functions.invoke(
            new ChangesHandler(functions.services), factsArrived(functions.clock.instant()));
    assertThat(answer).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"111\"}]}");
    assertThat(item().match().map(Match::rule)).contains("on main");
    assertThat(functions.lines()).contains("feed of 111 (acme/app/1001): ");
  }

  @Test
  void aFeedThatCannotBeWrittenForHoursIsGivenUpWithTheNamesOfItsJobs() throws Exception {
    functions.breakViews();

    String answer =
        functions.invoke(
            new ChangesHandler(functions.services),
            factsArrived(functions.clock.instant().minus(ChangesHandler.PATIENCE).minusSeconds(1)));
    assertThat(answer).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(functions.lines()).contains("feed of 111 (acme/app/1001): ");
  }

  @Test
  void aDamagedScanRecordIsAsNone() throws Exception {
    aJobThatLacksItsBranch();
    functions.breakScans();

    String answer =
        functions.invoke(
            new ChangesHandler(functions.services), factsArrived(functions.clock.instant()));
    assertThat(answer).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(item().match().map(Match::rule)).contains("on main");
  }

  @Test
  void theBackfillTakesWhatIsLeftAndSaysSo() throws IOException {
    for (int i = 1; i <= 3; i++) {
      JobId job = JobId.parse("acme/app/" + i);
      var _ =
          functions
              .stores
              .jobs()
              .putFacts(job, JobUpdate.completed(1, Conclusion.FAILURE, TestClock.START));
      functions.putLog(job.logKey(), i == 1 ? "all is well\n" : "FAILED a.py\n");
    }

    String answer =
        functions.invoke(
            new BackfillHandler(functions.services),
            Files.readString(EVENTS.resolve("schedule.json")));
    assertThat(answer)
        .isEqualTo(
            "{\"MATCHED\":2,\"NO_MATCH\":1,\"failed\":0,\"left\":0,\"skipped\":0,\"more\":false}");
  }

  @Test
  void aClassifiedJobIsOneLineWithItsMetrics() throws IOException {
    functions.putLog("log/acme/app/1001", "FAILED a.py\n");
    var _ = classify("s3-put.json");

    JsonNode line = JSON.readTree(functions.lines());
    assertThat(line.path("job").asText()).isEqualTo("acme/app/1001");
    assertThat(line.path("bytes").asInt()).isEqualTo(12);
    assertThat(line.path("_aws").path("CloudWatchMetrics").get(0).path("Dimensions").toString())
        .isEqualTo("[[\"function\",\"state\"]]");
  }

  @Test
  void aMessageThatFailsIsALineWithAMetric() throws IOException {
    var _ = classify("sqs-partly-bad.json");

    JsonNode line =
        JSON.readTree(
            functions
                .lines()
                .lines()
                .filter(each -> each.contains("m2"))
                .findFirst()
                .orElseThrow());
    assertThat(line.path("level").asText()).isEqualTo("ERROR");
    assertThat(line.path("state").asText()).isEqualTo(JsonLog.FAILED_STATE);
    assertThat(line.path(JsonLog.FAILED).asInt()).isEqualTo(1);
    JsonNode metrics = line.path("_aws").path("CloudWatchMetrics").path(0);
    assertThat(metrics.path("Namespace").asText()).isEqualTo(JsonLog.NAMESPACE);
    assertThat(metrics.path("Dimensions").toString()).isEqualTo("[[\"function\",\"state\"]]");
    assertThat(metrics.path("Metrics").findValuesAsText("Name")).containsExactly(JsonLog.FAILED);
  }

  private JobItem item() {
    return functions.stores.jobs().get(JobId.parse("acme/app/1001")).orElseThrow();
  }
}
