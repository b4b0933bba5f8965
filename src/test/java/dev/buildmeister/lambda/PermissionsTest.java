package dev.buildmeister.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Each function may do what its code can come to, and nothing else.
class PermissionsTest {
  /// A client is made, and nothing asked.
  private static final Pattern MAKING = Pattern.compile("Client[.](builder|<init>|endpoint)$");

  private static final String KEY =
      "arn:aws:kms:eu-central-1:111122223333:key/12345678-1234-1234-1234-123456789012";

  static final List<Map<String, String>> WAYS =
      List.of(
          Map.of(),
          Map.of("Program", "jvm", "NewJobTable", "jobs", "NewOwnTable", "own"),
          Map.of(
              "ExistingLogBucket",
              "ci-logs",
              "ExistingLogBucketKey",
              KEY,
              "ExistingJobTable",
              "their-jobs",
              "ExistingJobTableStream",
              Template.tableArn("their-jobs") + "/stream/1"),
          Map.of("ExistingJobTable", "their-jobs"));

  @ParameterizedTest
  @FieldSource("WAYS")
  void aFunctionMayDoExactlyWhatItsCodeCanComeTo(Map<String, String> parameters) {
    Template template = Template.with(parameters);
    boolean key = parameters.containsKey("ExistingLogBucketKey");
    template
        .functions()
        .forEach(
            (function, properties) -> {
              JsonNode environment = properties.path("Environment").path("Variables");
              Set<String> needed = platform(function, environment);
              for (SdkCalls.Call call : SdkCalls.from(handler(function))) {
                needed.addAll(permissions(call, environment, key));
              }
              assertThat(granted(template, roleOf(properties))).as(function).isEqualTo(needed);
            });
  }

  @Test
  void everyCallOfTheAdaptersHasItsPermissionsHere() {
    Set<SdkCalls.Call> calls = SdkCalls.all();
    assertThat(calls)
        .extracting(SdkCalls.Call::method)
        .contains("getObject", "updateItem", "getSecretValue", "getParameter");
    assertThat(calls)
        .allSatisfy(
            call -> {
              if (!MAKING.matcher(call.client() + "." + call.method()).find()) {
                assertThat(actions(call)).as("actions of %s", call).isNotEmpty();
              }
            });
  }

  @Test
  void theSearchFindsWhatAHandlerDoesAndNotWhatOthersDo() {
    assertThat(SdkCalls.from(ClassifyHandler.class))
        .contains(new SdkCalls.Call("S3Client", "getObject", "S3Objects", "S3LogStore"))
        .contains(new SdkCalls.Call("S3Client", "putObject", "S3Objects", "S3ScanStore"))
        .doesNotContain(new SdkCalls.Call("S3Client", "putObject", "S3Objects", "S3LogStore"))
        .extracting(SdkCalls.Call::method)
        .doesNotContain(
            "query", "transactWriteItems", "getSecretValue", "getParameter", "deleteMessage");
    assertThat(SdkCalls.from(BackfillHandler.class))
        .extracting(SdkCalls.Call::method)
        .contains("query");
  }

  @ParameterizedTest
  @FieldSource("WAYS")
  void secretsAreForFunctionsThatTakeOneOnly(Map<String, String> parameters) {
    Template template = Template.with(parameters);
    template
        .functions()
        .forEach(
            (function, properties) -> {
              boolean takes =
                  SdkCalls.from(handler(function)).stream()
                      .anyMatch(
                          call ->
                              List.of("getSecretValue", "getParameter").contains(call.method()));
              assertThat(granted(template, roleOf(properties)))
                  .as(function)
                  .allSatisfy(
                      grant -> {
                        if (!takes) {
                          assertThat(grant)
                              .doesNotStartWith("ssm:")
                              .doesNotStartWith("secretsmanager:");
                        }
                      });
            });
  }

  @ParameterizedTest
  @FieldSource("WAYS")
  void noPermissionIsWiderThanAPrefixOfKeysOrTheStreamsOfOneTable(Map<String, String> parameters) {
    Template template = Template.with(parameters);
    for (String role : template.all("AWS::IAM::Role").keySet()) {
      assertThat(template.properties(role).has("ManagedPolicyArns")).as(role).isFalse();
      for (String grant : granted(template, role)) {
        String action = grant.substring(0, grant.indexOf(' '));
        String resource = grant.substring(grant.indexOf(' ') + 1);
        assertThat(action).as(role).matches("[a-z0-9]+:[A-Za-z]+");
        // Objects are named when they are put, a stream when it is switched on.
        assertThat(resource.replaceFirst("/(log|temp_logs|scan|views|stream)/\\*$", ""))
            .as(grant)
            .doesNotContain("*")
            .isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @FieldSource("WAYS")
  void onlyTheServicesOfThisAccountMayActInARole(Map<String, String> parameters) {
    Template template = Template.with(parameters);
    template
        .all("AWS::IAM::Role")
        .forEach(
            (role, properties) -> {
              JsonNode trust = properties.path("AssumeRolePolicyDocument").path("Statement");
              assertThat(trust).as(role).hasSize(1);
              assertThat(trust.path(0).path("Principal").path("Service").asText())
                  .as(role)
                  .isIn("lambda.amazonaws.com", "scheduler.amazonaws.com");
            });
    JsonNode queue =
        template.properties("LogQueuePolicy").path("PolicyDocument").path("Statement").path(0);
    assertThat(queue.path("Condition").path("ArnEquals").path("aws:SourceArn").asText())
        .isEqualTo("LogArrived.Arn");
  }

  private static Class<?> handler(String function) {
    return switch (function) {
      case "ClassifyFunction" -> ClassifyHandler.class;
      case "BackfillFunction" -> BackfillHandler.class;
      case "ChangesFunction" -> ChangesHandler.class;
      default -> throw new AssertionError(function + " is not known here");
    };
  }

  /// What Lambda itself does in the function's name, as its guide says for each kind of trigger.
  private static Set<String> platform(String function, JsonNode environment) {
    String logs = function.replace("Function", "Logs") + ".Arn";
    Set<String> needed = pairs(List.of("logs:CreateLogStream", "logs:PutLogEvents"), logs);
    switch (function) {
      case "ClassifyFunction" ->
          needed.addAll(
              pairs(
                  List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
                  "LogQueue.Arn"));
      case "ChangesFunction" -> {
        // An existing table's stream gets another name when it is switched off and on.
        String table = environment.path(Settings.JOBS_TABLE).asText();
        String stream = table.startsWith("their") ? "*" : "1";
        needed.addAll(
            pairs(
                List.of(
                    "dynamodb:DescribeStream",
                    "dynamodb:GetRecords",
                    "dynamodb:GetShardIterator",
                    "dynamodb:ListStreams"),
                Template.tableArn(table) + "/stream/" + stream));
        needed.add("sqs:SendMessage ChangeDeadLetters.Arn");
      }
      default -> {}
    }
    return needed;
  }

  /// The actions of IAM that a call needs, as the service authorization reference says.
  private static List<String> actions(SdkCalls.Call call) {
    return switch (call.client() + "." + call.method()) {
      // Without the right to list the bucket, a missing object is a forbidden one.
      case "S3Client.getObject", "S3Client.headObject" -> List.of("s3:GetObject", "s3:ListBucket");
      case "S3Client.putObject",
          "S3Client.createMultipartUpload",
          "S3Client.uploadPart",
          "S3Client.completeMultipartUpload" ->
          List.of("s3:PutObject");
      case "S3Client.abortMultipartUpload" -> List.of("s3:AbortMultipartUpload");
      case "S3Client.listObjectsV2" -> List.of("s3:ListBucket");
      case "DynamoDbClient.getItem" -> List.of("dynamodb:GetItem");
      case "DynamoDbClient.updateItem" -> List.of("dynamodb:UpdateItem");
      case "DynamoDbClient.query" -> List.of("dynamodb:Query");
      case "DynamoDbClient.batchWriteItem" -> List.of("dynamodb:BatchWriteItem");
      // Of puts only.
      case "DynamoDbClient.transactWriteItems" -> List.of("dynamodb:PutItem");
      case "DynamoDbClient.describeTable" -> List.of("dynamodb:DescribeTable");
      case "DynamoDbStreamsClient.describeStream" -> List.of("dynamodb:DescribeStream");
      case "DynamoDbStreamsClient.getShardIterator" -> List.of("dynamodb:GetShardIterator");
      case "DynamoDbStreamsClient.getRecords" -> List.of("dynamodb:GetRecords");
      case "SqsClient.sendMessage" -> List.of("sqs:SendMessage");
      case "SqsClient.receiveMessage" -> List.of("sqs:ReceiveMessage");
      case "SqsClient.deleteMessage" -> List.of("sqs:DeleteMessage");
      case "SqsClient.changeMessageVisibility" -> List.of("sqs:ChangeMessageVisibility");
      case "SecretsManagerClient.getSecretValue" -> List.of("secretsmanager:GetSecretValue");
      case "ParametersClient.getParameter" -> List.of("ssm:GetParameter");
      // What check-ups ask for; no function comes to it.
      case "S3Client.headBucket" -> List.of("s3:ListBucket");
      case "S3Client.getBucketNotificationConfiguration" -> List.of("s3:GetBucketNotification");
      case "DynamoDbClient.describeTimeToLive" -> List.of("dynamodb:DescribeTimeToLive");
      case "DynamoDbClient.describeContinuousBackups" ->
          List.of("dynamodb:DescribeContinuousBackups");
      case "SqsClient.getQueueUrl" -> List.of("sqs:GetQueueUrl");
      case "SqsClient.getQueueAttributes" -> List.of("sqs:GetQueueAttributes");
      case String other when MAKING.matcher(other).find() -> List.of();
      default -> throw new AssertionError(call + ": say here which permissions it needs");
    };
  }

  private static Set<String> permissions(SdkCalls.Call call, JsonNode environment, boolean key) {
    Set<String> needed = new TreeSet<>();
    for (String action : actions(call)) {
      needed.addAll(pairs(List.of(action), resources(action, call, environment)));
      if (key && action.equals("s3:GetObject")) {
        needed.add("kms:Decrypt " + KEY);
      }
      if (key && action.equals("s3:PutObject")) {
        needed.add("kms:GenerateDataKey " + KEY);
      }
    }
    return needed;
  }

  /// What a call is about, by the class that it stands in and whom that one works for.
  private static String[] resources(String action, SdkCalls.Call call, JsonNode environment) {
    String bucket = "arn:aws:s3:::" + environment.path(Settings.BUCKET).asText();
    if (action.equals("s3:ListBucket")) {
      return new String[] {bucket};
    }
    return switch (call.by()) {
      case "S3Objects" ->
          switch (call.adapter()) {
            case "S3LogStore" -> new String[] {bucket + "/log/*", bucket + "/temp_logs/*"};
            case "S3ScanStore" -> new String[] {bucket + "/scan/*"};
            case "S3ViewStore" -> new String[] {bucket + "/views/*"};
            default -> throw new AssertionError(call + ": say here what it is about");
          };
      case "DynamoJobStore" ->
          new String[] {Template.tableArn(environment.path(Settings.JOBS_TABLE).asText())};
      case "SqsWorkQueue" -> new String[] {"LogQueue.Arn"};
      case "ThinRows", "DynamoRulesetStore" ->
          new String[] {Template.tableArn(environment.path(Settings.TABLE).asText())};
      default -> throw new AssertionError(call + ": say here what it is about");
    };
  }

  /// `action resource` of all that a role allows.
  private static Set<String> granted(Template template, String role) {
    Set<String> granted = new TreeSet<>();
    for (JsonNode policy : template.properties(role).path("Policies")) {
      for (JsonNode statement : policy.path("PolicyDocument").path("Statement")) {
        assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
        granted.addAll(
            pairs(
                texts(statement.path("Action")),
                texts(statement.path("Resource")).toArray(String[]::new)));
      }
    }
    return granted;
  }

  private static String roleOf(JsonNode function) {
    return function.path("Role").asText().replaceFirst("\\.Arn$", "");
  }

  private static Set<String> pairs(List<String> actions, String... resources) {
    Set<String> pairs = new TreeSet<>();
    for (String action : actions) {
      for (String resource : resources) {
        pairs.add(action + " " + resource);
      }
    }
    return pairs;
  }

  private static List<String> texts(JsonNode one) {
    if (one.isTextual()) {
      return List.of(one.asText());
    }
    List<String> all = new ArrayList<>();
    one.forEach(each -> all.add(each.asText()));
    return all;
  }
}
