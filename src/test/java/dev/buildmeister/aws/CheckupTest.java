package dev.buildmeister.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.aws.AwsBackend.Backend;
import dev.buildmeister.aws.Checkup.Subject;
import dev.buildmeister.aws.FaultyServer.Answer;
import dev.buildmeister.aws.Finding.Level;
import dev.buildmeister.store.Tables;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// What a check-up says of what is wrong on AWS: real faults on the servers, and missing
/// permissions, which they do not know, from a server in front.
@ExtendWith(AwsBackend.class)
class CheckupTest {
  private static final String EVENTBRIDGE_ON =
      "<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>";
  private static final String EVENTBRIDGE_OFF = "<NotificationConfiguration/>";

  private final Backend aws;
  private final FaultyServer s3;
  private final FaultyServer dynamo;
  private final FaultyServer sqs;
  private final AwsClients clients;
  private final String bucket;
  private String notifications = EVENTBRIDGE_ON;

  CheckupTest(Backend aws) {
    this.aws = aws;
    this.s3 = new FaultyServer(aws.endpoint("S3"));
    this.dynamo = new FaultyServer(aws.endpoint("DynamoDb"));
    this.sqs = new FaultyServer(aws.endpoint("Sqs"));
    this.clients = aws.clients(Map.of("S3", s3.uri(), "DynamoDb", dynamo.uri(), "Sqs", sqs.uri()));
    this.bucket = aws.bucket();
    // S3Proxy has no notifications.
    s3.fail(
        (request, _) ->
            request.path().contains("?notification")
                ? Optional.of(Answer.of(200, "application/xml", notifications))
                : Optional.empty());
  }

  @AfterEach
  void close() {
    List.of(s3, dynamo, sqs).forEach(FaultyServer::close);
  }

  private List<Finding> check(Subject subject) {
    List<Finding> findings = new ArrayList<>();
    new Checkup(clients, subject, InstantSource.system()).run(findings::add);
    return findings;
  }

  private List<Finding> check(Tables tables) {
    return check(new Subject(bucket, tables, null, List.of()));
  }

  private static Finding of(List<Finding> findings, String check) {
    return findings.stream().filter(each -> each.check().equals(check)).findFirst().orElseThrow();
  }

  private static Tables missing() {
    return new Tables("no-jobs", "no-own", "classification");
  }

  private String queue(Map<QueueAttributeName, String> attributes) {
    return clients
        .sqs()
        .createQueue(create -> create.queueName("q" + UUID.randomUUID()).attributes(attributes))
        .queueUrl();
  }

  private String arn(String url) {
    return clients
        .sqs()
        .getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
  }

  private String queue(String deadArn, int receives, int visibility) {
    return queue(
        Map.of(
            QueueAttributeName.REDRIVE_POLICY,
            "{\"deadLetterTargetArn\":\"" + deadArn + "\",\"maxReceiveCount\":" + receives + "}",
            QueueAttributeName.VISIBILITY_TIMEOUT,
            Integer.toString(visibility)));
  }

  @Test
  void whatIsAsTheTemplateMakesItIsOk() {
    Tables tables = aws.tables();
    clients
        .dynamo()
        .updateTimeToLive(
            set ->
                set.tableName(tables.own())
                    .timeToLiveSpecification(
                        ttl -> ttl.enabled(true).attributeName(Tables.EXPIRES_AT)));
    AwsStores stores = new AwsStores(clients, tables, bucket, InstantSource.system());
    var _ =
        stores
            .logs()
            .put("log/acme/app/1", new ByteArrayInputStream(new byte[] {'a', '\n'}), Map.of());
    var _ = stores.rulesets().publish("[[rule]]\nname = 'a'\npattern = 'a'\n", "ann", "");
    String prefix = "/test/" + UUID.randomUUID() + "/";
    Parameters.put(aws, prefix + "hook", "SecureString", "s3cr3t-value");
    String queue = arn(queue(arn(queue(Map.of())), 6, 1800));
    dynamo.fail(
        (request, _) ->
            request.what().endsWith(".DescribeContinuousBackups")
                ? Optional.of(
                    Answer.of(
                        200,
                        "application/x-amz-json-1.0",
                        "{\"ContinuousBackupsDescription\":{\"PointInTimeRecoveryDescription\":"
                            + "{\"PointInTimeRecoveryStatus\":\"ENABLED\"}}}"))
                : Optional.empty());

    List<Finding> findings =
        check(new Subject(bucket, tables, queue, List.of("ssm:" + prefix + "hook")));

    assertThat(findings)
        .extracting(Finding::check)
        .containsExactly(
            "account",
            "bucket",
            "logs",
            "events",
            "jobs",
            "stream",
            "recovery",
            "own",
            "expiry",
            "recovery",
            "published",
            "queue",
            "redrive",
            "secret");
    assertThat(findings).allSatisfy(each -> assertThat(each.level()).isEqualTo(Level.OK));
    assertThat(findings).allSatisfy(each -> assertThat(each.next()).isEmpty());
    assertThat(findings.toString()).doesNotContain("s3cr3t-value");
    assertThat(of(findings, "published").text()).contains("of 1 rules, by ann");
  }

  @Test
  void whatIsMissingIsNamedWithWhatToDo() {
    List<Finding> findings =
        check(
            new Subject(
                "no-such-bucket-here",
                missing(),
                "no-such-queue",
                List.of("ssm:/test/none", "test/none", "ssm:/test/NONE")));

    assertThat(of(findings, "bucket").text()).isEqualTo("there is no bucket no-such-bucket-here");
    assertThat(of(findings, "jobs").text()).isEqualTo("there is no table no-jobs");
    assertThat(of(findings, "jobs").next()).contains("BUILDMEISTER_JOBS_TABLE");
    assertThat(of(findings, "own").text()).isEqualTo("there is no table no-own");
    assertThat(of(findings, "queue").text()).contains("there is no queue no-such-queue");
    assertThat(findings.stream().filter(each -> each.check().equals("secret")))
        .extracting(Finding::text)
        .satisfiesExactly(
            text -> assertThat(text).isEqualTo("there is no ssm:/test/none"),
            text -> assertThat(text).isEqualTo("there is no test/none"),
            text -> assertThat(text).contains("'NONE' is not 1 to 64 of a-z 0-9 -"));
    assertThat(findings)
        .filteredOn(each -> !each.check().equals("account"))
        .allSatisfy(
            each -> {
              assertThat(each.level()).isEqualTo(Level.FAULT);
              assertThat(each.next()).isNotEmpty();
            });
  }

  @Test
  void aTableOfAnotherKeyIsAFaultThatNamesBothKeys() {
    String name = "t" + UUID.randomUUID();
    aws.create(name, Optional.empty(), ScalarAttributeType.N, "job_id");
    String own = "t" + UUID.randomUUID();
    aws.create(own, Optional.empty(), ScalarAttributeType.S, "PK");

    List<Finding> findings = check(new Tables(name, own, "classification"));

    assertThat(of(findings, "jobs").level()).isEqualTo(Level.FAULT);
    assertThat(of(findings, "jobs").text())
        .isEqualTo("table " + name + " has the key job_id (N), and dynamoKey (S) is needed");
    assertThat(of(findings, "own").text())
        .isEqualTo("table " + own + " has the key PK (S), and PK (S), SK (S) is needed");
  }

  @Test
  void aTableWithoutAStreamIsAWarningThatSaysWhatIsLost() {
    String name = "t" + UUID.randomUUID();
    aws.create(name, Optional.empty(), ScalarAttributeType.S, Tables.JOB_KEY);

    Finding stream = of(check(new Tables(name, "no-own", "classification")), "stream");

    assertThat(stream.level()).isEqualTo(Level.WARNING);
    assertThat(stream.text())
        .contains("after its log was read")
        .contains("no occurrences and no feed");
    assertThat(stream.next()).contains("NEW_AND_OLD_IMAGES");
  }

  @Test
  void aStreamOfKeysOnlyIsAFault() {
    String name = "t" + UUID.randomUUID();
    aws.create(name, Optional.of(StreamViewType.KEYS_ONLY), ScalarAttributeType.S, Tables.JOB_KEY);

    Finding stream = of(check(new Tables(name, "no-own", "classification")), "stream");

    assertThat(stream.level()).isEqualTo(Level.FAULT);
    assertThat(stream.text()).contains("KEYS_ONLY").contains("new and old images are needed");
  }

  @Test
  void rowsThatNeverExpireAreAWarning() {
    Finding expiry = of(check(aws.tables()), "expiry");

    assertThat(expiry.level()).isEqualTo(Level.WARNING);
    assertThat(expiry.next()).contains("AttributeName=expires_at");
  }

  @Test
  void aBucketThatDoesNotTellOfNewLogsIsAFault() {
    notifications = EVENTBRIDGE_OFF;

    Finding events = of(check(missing()), "events");

    assertThat(events.level()).isEqualTo(Level.FAULT);
    assertThat(events.next()).contains("put-bucket-notification-configuration --bucket " + bucket);
  }

  @Test
  void aBucketThatTellsOthersIsNotToLoseThem() {
    notifications =
        "<NotificationConfiguration><QueueConfiguration><Queue>arn:aws:sqs:eu-central-1:1:theirs"
            + "</Queue><Event>s3:ObjectCreated:*</Event></QueueConfiguration>"
            + "</NotificationConfiguration>";

    Finding events = of(check(missing()), "events");

    assertThat(events.text()).contains("it tells arn:aws:sqs:eu-central-1:1:theirs");
    assertThat(events.next())
        .contains("docs/deploy.md")
        .doesNotContain("put-bucket-notification-configuration");
  }

  @Test
  void anEmptyBucketIsAWarning() {
    assertThat(of(check(missing()), "logs").level()).isEqualTo(Level.WARNING);
  }

  @Test
  void aQueueWithoutDeadLettersIsAFault() {
    List<Finding> findings = check(new Subject(bucket, missing(), queue(Map.of()), List.of()));

    assertThat(of(findings, "queue").level()).isEqualTo(Level.FAULT);
    assertThat(of(findings, "queue").text()).contains("no queue of dead letters");
    assertThat(findings).extracting(Finding::check).doesNotContain("redrive");
  }

  @Test
  void aQueueThatGivesUpTooEarlyOrShowsMessagesTooSoonIsAWarning() {
    String queue = queue(arn(queue(Map.of())), 3, 30);
    List<Finding> findings = check(new Subject(bucket, missing(), queue, List.of()));

    assertThat(of(findings, "queue").level()).isEqualTo(Level.WARNING);
    assertThat(of(findings, "queue").text()).contains("30 s only");
    assertThat(of(findings, "redrive").level()).isEqualTo(Level.WARNING);
    assertThat(of(findings, "redrive").text()).contains("before 5 tries");
    assertThat(of(findings, "redrive").next()).isEqualTo("set maxReceiveCount to 6");
  }

  @Test
  void deadLettersAreAWarning() {
    String dead = queue(Map.of());
    var _ = clients.sqs().sendMessage(send -> send.queueUrl(dead).messageBody("x"));
    String queue = queue(arn(dead), 6, 1800);

    Finding redrive = of(check(new Subject(bucket, missing(), queue, List.of())), "redrive");

    assertThat(redrive.level()).isEqualTo(Level.WARNING);
    assertThat(redrive.text()).startsWith("1 dead letters");
    assertThat(redrive.next()).contains("start-message-move-task --source-arn " + arn(dead));
  }

  @Test
  void withoutAQueueItsLineSaysHowToNameOne() {
    Finding queue = of(check(missing()), "queue");

    assertThat(queue.level()).isEqualTo(Level.WARNING);
    assertThat(queue.next()).contains("--queue");
  }

  @Test
  void aRulesetThatThisVersionCannotUseIsAWarning() {
    Tables tables = aws.tables();
    var _ =
        new AwsStores(clients, tables, bucket, InstantSource.system())
            .rulesets()
            .publish("[[rule]]\nname = 'a'\npattern = '('\n", "ann", "");

    Finding published = of(check(tables), "published");

    assertThat(published.level()).isEqualTo(Level.WARNING);
    assertThat(published.text()).contains("1 fault");
  }

  @ParameterizedTest
  @CsvSource({
    "s3, HEAD, bucket, s3:ListBucket on bucket",
    "s3, GET, logs, s3:GetObject on bucket",
    "s3, notification, events, s3:GetBucketNotification on bucket",
    "dynamo, DescribeTable, jobs, dynamodb:DescribeTable on table",
    "dynamo, DescribeTimeToLive, expiry, dynamodb:DescribeTimeToLive on table",
    "dynamo, DescribeContinuousBackups, recovery, dynamodb:DescribeContinuousBackups on table",
    "dynamo, GetItem, published, dynamodb:GetItem on table",
    "sqs, GetQueueAttributes, queue, sqs:GetQueueAttributes on queue"
  })
  void aMissingPermissionIsNamedByCallAndThing(
      String server, String call, String check, String expected) {
    String queue = queue(arn(queue(Map.of())), 6, 1800);
    Tables tables = aws.tables();
    FaultyServer.Fault denied =
        (request, _) -> {
          if (!request.what().contains(call)
              || (call.equals("GET") && request.path().contains("?notification"))) {
            return Optional.empty();
          }
          return Optional.of(
              server.equals("s3")
                  ? Answer.xml(403, "AccessDenied")
                  : Answer.json(400, "com.amazon.coral.service#AccessDeniedException"));
        };
    switch (server) {
      case "s3" -> s3.fail(denied);
      case "dynamo" -> dynamo.fail(denied);
      default -> sqs.fail(denied);
    }

    Finding finding = of(check(new Subject(bucket, tables, queue, List.of())), check);

    assertThat(finding.level()).isEqualTo(Level.FAULT);
    assertThat(finding.text() + "; " + finding.next()).contains(expected);
  }

  @Test
  void aThrottledQuestionIsAWarningAndNoFault() {
    dynamo.fail((_, _) -> Optional.of(Answer.json(400, "ThrottlingException")));

    Finding jobs = of(check(missing()), "jobs");

    assertThat(jobs.level()).isEqualTo(Level.WARNING);
    assertThat(jobs.next()).isEqualTo("run doctor again");
  }

  @Test
  void aServerThatDoesNotAnswerIsAFaultThatSaysWhereToLook() {
    URI nowhere = URI.create("http://127.0.0.1:1");
    List<Finding> findings = new ArrayList<>();
    new Checkup(
            aws.clients(Map.of("S3", nowhere, "DynamoDb", nowhere)),
            new Subject(bucket, missing(), null, List.of()),
            InstantSource.system())
        .run(findings::add);

    assertThat(of(findings, "bucket").text()).contains("has no answer");
    assertThat(of(findings, "jobs").next()).contains("AWS_ENDPOINT_URL");
  }

  @Test
  void withoutCredentialsThatIsTheOnlyThingSaid() {
    AwsCredentialsProvider nobody =
        () -> {
          throw SdkClientException.create("Unable to load credentials");
        };
    List<Finding> findings = new ArrayList<>();
    new Checkup(
            new AwsClients(Region.US_EAST_1, nobody),
            new Subject(bucket, missing(), null, List.of()),
            InstantSource.system())
        .run(findings::add);

    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().text()).contains("there are no credentials");
  }
}
