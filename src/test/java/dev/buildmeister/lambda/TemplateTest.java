package dev.buildmeister.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.buildmeister.job.JobId;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobRows;
import dev.buildmeister.store.Tables;
import dev.buildmeister.verdict.Verdict;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// `template.yaml` says what the code says.
class TemplateTest {
  /// The ways to deploy; see docs/deploy.md.
  static final List<Map<String, String>> WAYS = PermissionsTest.WAYS;

  private static final Template PLAIN = Template.with(Map.of());
  private static final JobId JOB = JobId.parse("acme/app/42");

  @Test
  void theHandlersOfTheNativeProgramAreAllItsFunctions() {
    Set<Function> found = new TreeSet<>();
    PLAIN
        .functions()
        .forEach(
            (id, properties) -> {
              assertThat(properties.path("Runtime").asText()).as(id).isEqualTo("provided.al2023");
              assertThat(properties.path("SnapStart").path("ApplyOn").asText()).isEqualTo("None");
              found.add(Function.of(properties.path("Handler").asText()).orElseThrow());
            });
    assertThat(found).containsExactly(Function.values());
  }

  @Test
  void theHandlersOfTheJarAreTheClassesOfTheSameFunctions() throws ReflectiveOperationException {
    Template jvm = Template.with(Map.of("Program", "jvm"));
    for (Map.Entry<String, JsonNode> each : jvm.functions().entrySet()) {
      JsonNode properties = each.getValue();
      assertThat(properties.path("Runtime").asText()).isEqualTo("java25");
      assertThat(properties.path("SnapStart").path("ApplyOn").asText())
          .isEqualTo("PublishedVersions");
      Class<?> handler = Class.forName(properties.path("Handler").asText());
      assertThat(RequestStreamHandler.class).isAssignableFrom(handler);
      assertThat(Modifier.isPublic(handler.getConstructor().getModifiers())).isTrue();
      String word = PLAIN.function(each.getKey()).path("Handler").asText();
      assertThat(handler.getSimpleName()).isEqualToIgnoringCase(word + "Handler");
    }
  }

  @Test
  void theEnvironmentIsExactlyWhatIsReadAndNotSetByLambda() {
    Set<String> read =
        Settings.VARIABLES.stream()
            .filter(name -> !name.startsWith("AWS_"))
            .collect(Collectors.toCollection(TreeSet::new));
    PLAIN
        .functions()
        .forEach((id, properties) -> assertThat(environment(properties).keySet()).isEqualTo(read));
  }

  @Test
  void settingsReadNoVariableThatIsNotListed() {
    Set<String> asked = new HashSet<>();
    Map<String, String> environment =
        new HashMap<>(Map.of(Settings.BUCKET, "logs", Settings.REGION, "eu-central-1")) {
          private static final long serialVersionUID = 1L;

          @Override
          public String getOrDefault(Object name, String otherwise) {
            asked.add((String) name);
            return super.getOrDefault(name, otherwise);
          }
        };
    var _ = Settings.of(environment);
    assertThat(asked).isEqualTo(Set.copyOf(Settings.VARIABLES));
  }

  @ParameterizedTest
  @FieldSource("WAYS")
  void theSettingsOfEachFunctionAreWhatTheParametersSay(Map<String, String> parameters) {
    Template template = Template.with(parameters);
    template
        .functions()
        .forEach(
            (id, properties) -> {
              Map<String, String> environment = environment(properties);
              environment.put(Settings.REGION, "eu-central-1");
              Settings settings = Settings.of(environment);
              assertThat(settings.bucket())
                  .isEqualTo(parameters.getOrDefault("ExistingLogBucket", "logbucket"));
              assertThat(settings.tables().jobs())
                  .isEqualTo(
                      parameters.getOrDefault(
                          "ExistingJobTable",
                          parameters.getOrDefault("NewJobTable", Tables.DEFAULT.jobs())));
              assertThat(settings.tables().own())
                  .isEqualTo(parameters.getOrDefault("NewOwnTable", Tables.DEFAULT.own()));
              assertThat(settings.tables().classification())
                  .isEqualTo(Tables.DEFAULT.classification());
              assertThat(settings.listed())
                  .as("the template's default is the program's")
                  .isEqualTo(JobRows.KEPT);
              assertThat(settings.defaultRepo()).isNull();
              assertThat(settings.ruleset()).isNull();
            });
  }

  @ParameterizedTest
  @FieldSource("WAYS")
  void nothingRefersToWhatIsNotMade(Map<String, String> parameters) {
    Template.with(parameters).checkAll();
  }

  @Test
  void whatATeamAlreadyHasIsNotMadeAgain() {
    Template template =
        Template.with(Map.of("ExistingLogBucket", "theirs", "ExistingJobTable", "their-jobs"));
    assertThat(template.isMade("LogBucket")).isFalse();
    assertThat(template.isMade("JobTable")).isFalse();
    assertThat(template.isMade("ChangesFunction")).as("without a stream").isFalse();
    assertThatThrownBy(() -> template.properties("JobTable")).hasMessageContaining("JobTable");
    Template withStream =
        Template.with(
            Map.of("ExistingJobTable", "their-jobs", "ExistingJobTableStream", "the-arn"));
    assertThat(
            withStream
                .properties("ChangesFunction")
                .path("Events")
                .path("Changes")
                .path("Properties")
                .path("Stream")
                .asText())
        .isEqualTo("the-arn");
  }

  @Test
  void theKeysOfTheTablesAreThoseOfTheOneDefinition() {
    assertKeys(PLAIN.properties("JobTable"), Tables.JOB_KEY);
    assertKeys(PLAIN.properties("OwnTable"), Tables.PK, Tables.SK);
    assertThat(PLAIN.properties("OwnTable").path("TimeToLiveSpecification"))
        .isEqualTo(json("{'AttributeName': '" + Tables.EXPIRES_AT + "', 'Enabled': 'true'}"));
    assertThat(PLAIN.properties("JobTable").has("TimeToLiveSpecification")).isFalse();
    assertThat(PLAIN.properties("JobTable").path("StreamSpecification"))
        .isEqualTo(json("{'StreamViewType': 'NEW_AND_OLD_IMAGES'}"));
  }

  private static void assertKeys(JsonNode table, String... keys) {
    List<String> types = List.of("HASH", "RANGE");
    List<JsonNode> schema = new ArrayList<>();
    List<JsonNode> attributes = new ArrayList<>();
    for (int i = 0; i < keys.length; i++) {
      schema.add(json("{'AttributeName': '" + keys[i] + "', 'KeyType': '" + types.get(i) + "'}"));
      attributes.add(json("{'AttributeName': '" + keys[i] + "', 'AttributeType': 'S'}"));
    }
    assertThat(table.path("KeySchema")).containsExactlyElementsOf(schema);
    assertThat(table.path("AttributeDefinitions")).containsExactlyElementsOf(attributes);
    assertThat(table.has("GlobalSecondaryIndexes")).isFalse();
    assertThat(table.path("BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
    assertThat(table.path("DeletionProtectionEnabled").asText()).isEqualTo("true");
    assertThat(table.path("PointInTimeRecoverySpecification"))
        .isEqualTo(json("{'PointInTimeRecoveryEnabled': 'true'}"));
  }

  @Test
  void whatHoldsDataOutlivesTheStack() {
    for (String id : List.of("LogBucket", "JobTable", "OwnTable")) {
      JsonNode resource = Template.file().path("Resources").path(id);
      assertThat(resource.path("DeletionPolicy").asText()).as(id).isEqualTo("Retain");
      assertThat(resource.path("UpdateReplacePolicy").asText()).as(id).isEqualTo("Retain");
    }
  }

  @Test
  void aMessageIsInvisibleForSixTimesTheTimeOfItsFunction() {
    JsonNode queue = PLAIN.properties("LogQueue");
    JsonNode classify = PLAIN.function("ClassifyFunction");
    assertThat(queue.path("VisibilityTimeout").asInt())
        .isGreaterThanOrEqualTo(6 * classify.path("Timeout").asInt());
    assertThat(classify.path("Timeout").asInt()).isPositive();
  }

  @Test
  void aMessageThatFailsNowAndThenIsNoOldMessage() {
    JsonNode queue = PLAIN.properties("LogQueue");
    int tries = queue.path("RedrivePolicy").path("maxReceiveCount").asInt();
    assertThat(Postponement.delay(tries).toSeconds())
        .isLessThanOrEqualTo(queue.path("VisibilityTimeout").asInt());
    long seconds =
        IntStream.range(1, tries).mapToLong(i -> Postponement.delay(i).toSeconds()).sum();
    assertThat(seconds)
        .as("the last try comes before the alarm")
        .isLessThan(PLAIN.properties("OldestMessageAlarm").path("Threshold").asInt());
  }

  @Test
  void aLogIsGivenUpAfterTheTryThatWritesThatItFailed() {
    JsonNode redrive = PLAIN.properties("LogQueue").path("RedrivePolicy");
    assertThat(redrive.path("maxReceiveCount").asInt()).isEqualTo(JobItem.MAX_ATTEMPTS + 1);
    assertThat(redrive.path("deadLetterTargetArn").asText()).isEqualTo("LogDeadLetters.Arn");
  }

  @Test
  void oneBadMessageOrChangeDoesNotRepeatTheOthers() {
    JsonNode logs = event("ClassifyFunction", "Logs");
    assertThat(logs.path("Queue").asText()).isEqualTo("LogQueue.Arn");
    assertThat(logs.path("FunctionResponseTypes")).isEqualTo(json("['ReportBatchItemFailures']"));
    assertThat(logs.path("BatchSize").asInt()).isBetween(1, 10);
    JsonNode changes = event("ChangesFunction", "Changes");
    assertThat(changes.path("FunctionResponseTypes"))
        .isEqualTo(json("['ReportBatchItemFailures']"));
    assertThat(changes.path("BisectBatchOnFunctionError").asText()).isEqualTo("true");
    assertThat(changes.path("MaximumRetryAttempts").asInt()).as("no limit").isEqualTo(-1);
    assertThat(changes.path("MaximumRecordAgeInSeconds").asLong())
        .as("longer than the function itself tries, and not as long as the stream keeps it")
        .isBetween(2 * ChangesHandler.PATIENCE.toSeconds(), Duration.ofHours(23).toSeconds());
    assertThat(changes.path("DestinationConfig").path("OnFailure").path("Destination").asText())
        .isEqualTo("ChangeDeadLetters.Arn");
  }

  @Test
  void theQueueDoesNotStartMoreThanIsReserved() {
    int reserved = PLAIN.function("ClassifyFunction").path("ReservedConcurrentExecutions").asInt();
    assertThat(
            event("ClassifyFunction", "Logs")
                .path("ScalingConfig")
                .path("MaximumConcurrency")
                .asInt())
        .as("some are left for those who call by hand")
        .isBetween(1, reserved - 2);
    Template without = Template.with(Map.of("ReserveConcurrency", "false"));
    without
        .functions()
        .forEach((_, each) -> assertThat(each.has("ReservedConcurrentExecutions")).isFalse());
  }

  @Test
  void whatArrivesBelowThePrefixesOfLogsComesToTheClassifier() throws IOException {
    JsonNode rule = PLAIN.properties("LogArrived");
    JsonNode pattern = rule.path("EventPattern");
    JsonNode event =
        new ObjectMapper().readTree(Path.of("fixtures/events/eventbridge-created.json").toFile());
    assertThat(texts(pattern.path("source"))).contains(event.path("source").asText());
    assertThat(texts(pattern.path("detail-type"))).contains(event.path("detail-type").asText());
    assertThat(texts(pattern.path("detail").path("bucket").path("name")))
        .containsExactly("logbucket");
    List<String> prefixes = new ArrayList<>();
    pattern
        .path("detail")
        .path("object")
        .path("key")
        .forEach(each -> prefixes.add(each.path("prefix").asText()));
    assertThat(prefixes).containsExactly(prefix(JOB.logKey()), prefix(JOB.tempLogKey()));
    assertThat(rule.path("Targets").path(0).path("Arn").asText()).isEqualTo("LogQueue.Arn");
  }

  @Test
  void theBucketIsPrivateEncryptedAndCleansUp() {
    JsonNode bucket = PLAIN.properties("LogBucket");
    assertThat(bucket.path("PublicAccessBlockConfiguration"))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.asText()).isEqualTo("true"))
        .hasSize(4);
    assertThat(bucket.toString()).contains("\"SSEAlgorithm\":\"AES256\"");
    assertThat(bucket.has("VersioningConfiguration")).isFalse();
    assertThat(
            bucket
                .path("NotificationConfiguration")
                .path("EventBridgeConfiguration")
                .path("EventBridgeEnabled")
                .asText())
        .isEqualTo("true");
    Set<String> expiring = new HashSet<>();
    boolean parts = false;
    for (JsonNode rule : bucket.path("LifecycleConfiguration").path("Rules")) {
      if (rule.path("ExpirationInDays").asInt() > 0) {
        expiring.add(rule.path("Prefix").asText());
      }
      parts |= rule.has("AbortIncompleteMultipartUpload") && !rule.has("Prefix");
    }
    assertThat(parts).as("uploads that broke off are removed").isTrue();
    assertThat(expiring)
        .containsExactlyInAnyOrder(
            prefix(JOB.logKey()), prefix(JOB.tempLogKey()), prefix(JOB.scanKey()));
  }

  @Test
  void allQueuesAreEncrypted() {
    assertThat(PLAIN.all("AWS::SQS::Queue"))
        .hasSize(3)
        .allSatisfy(
            (id, queue) ->
                assertThat(queue.path("SqsManagedSseEnabled").asText()).as(id).isEqualTo("true"));
  }

  @Test
  void aFunctionHasAUrlOnlyIfAskedForAndOnlyForThoseWhoMay() {
    assertThat(PLAIN.all("AWS::Lambda::Url")).isEmpty();
    Template asked = Template.with(Map.of("FunctionUrl", "iam"));
    assertThat(asked.all("AWS::Lambda::Url"))
        .hasSize(1)
        .allSatisfy((_, url) -> assertThat(url.path("AuthType").asText()).isEqualTo("AWS_IAM"));
    assertThat(asked.all("AWS::Lambda::Permission")).isEmpty();
    assertThat(Template.file().toString()).doesNotContain("FunctionUrlConfig", "\"NONE\"");
  }

  @Test
  void everyFunctionHasAVersionOfItsOwnForEachRevision() {
    Template template = Template.with(Map.of("Revision", "0123456789abcdef"));
    template
        .functions()
        .forEach(
            (id, properties) -> {
              assertThat(properties.path("AutoPublishAlias").asText()).as(id).isEqualTo("live");
              assertThat(properties.path("AutoPublishCodeSha256").asText())
                  .as(id)
                  .isEqualTo("0123456789abcdef");
            });
    assertThat(Template.file().path("Parameters").path("Revision").has("Default")).isFalse();
  }

  @Test
  void theBackfillTakesAsManyThreadsAsTheTemplateAllows() {
    String most =
        Template.file().path("Parameters").path("BackfillThreads").path("MaxValue").asText();
    Map<String, String> environment =
        new TreeMap<>(Map.of(Settings.BUCKET, "logs", Settings.REGION, "eu-central-1"));
    environment.put(Settings.BACKFILL_THREADS, most);
    assertThat(Settings.of(environment).backfillThreads()).hasToString(most);
    environment.put(Settings.BACKFILL_THREADS, Integer.toString(Integer.parseInt(most) + 1));
    assertThatThrownBy(() -> Settings.of(environment)).hasMessageContaining("from 1 to " + most);
  }

  @Test
  void theBackfillRunsAlone() {
    JsonNode target = PLAIN.properties("BackfillTimer").path("Target");
    assertThat(target.path("Arn").asText()).isEqualTo("BackfillFunction.Alias");
    JsonNode backfill = PLAIN.function("BackfillFunction");
    assertThat(backfill.path("ReservedConcurrentExecutions").asText()).isEqualTo("1");
    assertThat(backfill.path("EventInvokeConfig").path("MaximumRetryAttempts").asText())
        .isEqualTo("0");
  }

  @Test
  void alarmsAskForMetricsAsTheLogNamesThem() {
    PLAIN
        .all("AWS::CloudWatch::Alarm")
        .values()
        .forEach(
            alarm ->
                alarm
                    .path("Metrics")
                    .forEach(
                        each -> {
                          JsonNode metric = each.path("MetricStat").path("Metric");
                          if (metric.path("Namespace").asText().equals(JsonLog.NAMESPACE)) {
                            assertThat(metric.path("MetricName").asText())
                                .isIn(JsonLog.FAILED, JsonLog.JOBS);
                            assertThat(metric.path("Dimensions").findValuesAsText("Name"))
                                .containsExactly("function", "state");
                            assertThat(metric.path("Dimensions").path(1).path("Value").asText())
                                .isIn(JsonLog.FAILED_STATE, Verdict.State.SCAN_FAILED.name());
                          }
                        }));
  }

  /// `{ $.message = "backfill" }` and `$.left` are looked up in the line that the log prints.
  @Test
  void theMetricOfWhatIsLeftIsReadFromTheLineThatTheBackfillPrints(@TempDir Path directory)
      throws Exception {
    JsonNode line;
    try (LocalFunctions functions = new LocalFunctions(directory, Map.of())) {
      var _ = functions.invoke(new BackfillHandler(functions.services), "{}");
      line = json(functions.lines().strip().replace("'", "`"));
    }
    JsonNode filter = PLAIN.properties("BackfillLeft");
    assertThat(filter.path("FilterPattern").asText())
        .isEqualTo("{ $.message = \"" + line.path("message").asText() + "\" }");
    JsonNode metric = filter.path("MetricTransformations").path(0);
    assertThat(member(line, metric.path("MetricValue").asText()).isIntegralNumber()).isTrue();
    JsonNode dimension = metric.path("Dimensions").path(0);
    assertThat(member(line, dimension.path("Value").asText()).isTextual()).isTrue();
    JsonNode alarm = PLAIN.properties("BackfillBehindAlarm");
    assertThat(alarm.path("MetricName")).isEqualTo(metric.path("MetricName"));
    assertThat(alarm.path("Namespace")).isEqualTo(metric.path("MetricNamespace"));
    assertThat(alarm.path("Dimensions").path(0).path("Name")).isEqualTo(dimension.path("Key"));
  }

  /// @param path `$.name`
  private static JsonNode member(JsonNode line, String path) {
    assertThat(path).startsWith("$.");
    return line.path(path.substring(2));
  }

  @Test
  void everyFunctionPrintsWhereLinesExpire() {
    PLAIN
        .functions()
        .forEach(
            (id, properties) -> {
              String group = properties.path("LoggingConfig").path("LogGroup").asText();
              assertThat(group)
                  .isEqualTo("/aws/lambda/" + properties.path("FunctionName").asText());
              assertThat(PLAIN.all("AWS::Logs::LogGroup").values())
                  .anySatisfy(
                      logs -> {
                        assertThat(logs.path("LogGroupName").asText()).isEqualTo(group);
                        assertThat(logs.path("RetentionInDays").asInt()).isPositive();
                      });
            });
  }

  @Test
  void alarmsGoOffForWhatAPersonShouldKnowAndGoToTheTopic() {
    String topic = "arn:aws:sns:eu-central-1:111122223333:ops";
    Map<String, JsonNode> alarms =
        Template.with(Map.of("AlarmTopic", topic)).all("AWS::CloudWatch::Alarm");
    Set<String> metrics =
        alarms.values().stream()
            .flatMap(TemplateTest::metrics)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(metrics)
        .containsExactlyInAnyOrder(
            "ApproximateNumberOfMessagesVisible LogDeadLetters.QueueName",
            "ApproximateNumberOfMessagesVisible ChangeDeadLetters.QueueName",
            "ApproximateAgeOfOldestMessage LogQueue.QueueName",
            "NumberOfMessagesDeleted LogQueue.QueueName",
            "IteratorAge ci-changes",
            "Errors ci-classify",
            "Errors ci-backfill",
            "Errors ci-changes",
            "Throttles ci-classify",
            "Throttles ci-backfill",
            "Throttles ci-changes",
            "left ci-backfill",
            "failed_items ci-classify ERROR",
            "failed_items ci-backfill ERROR",
            "failed_items ci-changes ERROR",
            "jobs ci-classify SCAN_FAILED",
            "jobs ci-backfill SCAN_FAILED");
    assertThat(alarms)
        .allSatisfy(
            (_, alarm) -> assertThat(texts(alarm.path("AlarmActions"))).containsExactly(topic));
    assertThat(PLAIN.all("AWS::CloudWatch::Alarm"))
        .hasSameSizeAs(alarms)
        .allSatisfy((_, alarm) -> assertThat(alarm.has("AlarmActions")).isFalse());
  }

  private static Stream<String> metrics(JsonNode alarm) {
    List<JsonNode> metrics = new ArrayList<>(List.of(alarm));
    alarm.path("Metrics").forEach(each -> metrics.add(each.path("MetricStat").path("Metric")));
    return metrics.stream()
        .filter(each -> each.has("MetricName"))
        .map(
            each ->
                each.path("MetricName").asText()
                    + each.path("Dimensions")
                        .valueStream()
                        .map(dimension -> " " + dimension.path("Value").asText())
                        .collect(Collectors.joining()));
  }

  @ParameterizedTest
  @FieldSource("WAYS")
  void theDashboardIsJson(Map<String, String> parameters) {
    JsonNode body =
        json(
            Template.with(parameters)
                .properties("Dashboard")
                .path("DashboardBody")
                .asText()
                .replace('\'', '`'));
    assertThat(body.path("widgets")).hasSizeGreaterThan(5);
  }

  @Test
  void noParameterAndNoVariableTakesASecret() {
    Set<String> names = new TreeSet<>(Settings.VARIABLES);
    Template.file().path("Parameters").fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .allSatisfy(
            name -> assertThat(name).doesNotContainPattern("(?i)secret|token|password|credential"));
    Template.file()
        .path("Parameters")
        .forEach(parameter -> assertThat(parameter.has("NoEcho")).isFalse());
  }

  private static JsonNode event(String function, String name) {
    return PLAIN.properties(function).path("Events").path(name).path("Properties");
  }

  private static Map<String, String> environment(JsonNode function) {
    Map<String, String> environment = new TreeMap<>();
    function
        .path("Environment")
        .path("Variables")
        .properties()
        .forEach(each -> environment.put(each.getKey(), each.getValue().asText()));
    return environment;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static String prefix(String key) {
    return key.substring(0, key.indexOf('/') + 1);
  }

  /// @param text with `'` for `"`
  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
