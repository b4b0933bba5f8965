package dev.buildmeister.aws;

import dev.buildmeister.store.Tables;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/// The two tables: keys as [Tables] says, the stream of the jobs' items, expiry of our own rows,
/// and whether either can be brought back after somebody's mistake.
final class TableCheck {
  private static final String DESCRIBE = "dynamodb:DescribeTable";

  private final DynamoDbClient dynamo;
  private final Tables tables;
  private @Nullable TableDescription described;

  TableCheck(DynamoDbClient dynamo, Tables tables) {
    this.dynamo = dynamo;
    this.tables = tables;
  }

  /// Returns whether our own table is there.
  boolean run(Consumer<Finding> out) {
    if (table(out, "jobs", tables.jobs(), List.of(Tables.JOB_KEY))) {
      out.accept(stream());
      out.accept(recovery(tables.jobs()));
    }
    boolean own = table(out, "own", tables.own(), List.of(Tables.PK, Tables.SK));
    if (own) {
      out.accept(expiry());
      out.accept(recovery(tables.own()));
    }
    return own;
  }

  /// Whether there is a table to look at further.
  private boolean table(Consumer<Finding> out, String check, String table, List<String> keys) {
    described = null;
    out.accept(Finding.of(check, DESCRIBE, "table " + table, () -> table(check, table, keys)));
    return described != null;
  }

  private Finding table(String check, String table, List<String> keys) {
    TableDescription found;
    try {
      found = dynamo.describeTable(describe -> describe.tableName(table)).table();
    } catch (ResourceNotFoundException e) {
      return Finding.fault(
          check,
          "there is no table " + table,
          "name another with "
              + (check.equals("jobs")
                  ? "BUILDMEISTER_JOBS_TABLE or --jobs-table"
                  : "BUILDMEISTER_TABLE or --table")
              + ", or let the template make it");
    }
    described = found;
    String needed = keys.stream().map(key -> key + " (S)").collect(Collectors.joining(", "));
    String key = key(found);
    if (!key.equals(needed)) {
      return Finding.fault(
          check,
          "table " + table + " has the key " + key + ", and " + needed + " is needed",
          "a key cannot be changed; name another table");
    }
    if (found.tableStatus() != TableStatus.ACTIVE) {
      return Finding.warning(
          check, "table " + table + " is " + found.tableStatusAsString(), "run doctor again later");
    }
    return Finding.ok(check, "table " + table + " has the key " + key);
  }

  /// `PK (S), SK (S)`.
  private static String key(TableDescription table) {
    return table.keySchema().stream()
        .map(KeySchemaElement::attributeName)
        .map(name -> name + " (" + type(table, name) + ")")
        .collect(Collectors.joining(", "));
  }

  private static String type(TableDescription table, String attribute) {
    return table.attributeDefinitions().stream()
        .filter(each -> each.attributeName().equals(attribute))
        .map(AttributeDefinition::attributeType)
        .map(ScalarAttributeType::toString)
        .findFirst()
        .orElse("?");
  }

  private Finding stream() {
    StreamSpecification stream =
        Optional.ofNullable(described).map(TableDescription::streamSpecification).orElse(null);
    String table = tables.jobs();
    if (stream == null || !Boolean.TRUE.equals(stream.streamEnabled())) {
      return Finding.warning(
          "stream",
          "table "
              + table
              + " has none: what is learnt of a job after its log was read (branch, step, workflow)"
              + " does not change the verdict by itself, and there are no occurrences and no feed"
              + " for analysts",
          "aws dynamodb update-table --table-name "
              + table
              + " --stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES,"
              + " then deploy with ExistingJobTableStream");
    }
    if (stream.streamViewType() != StreamViewType.NEW_AND_OLD_IMAGES) {
      return Finding.fault(
          "stream",
          "that of table "
              + table
              + " is of "
              + stream.streamViewTypeAsString()
              + ", and new and old images are needed; changes cannot be read from it",
          "it is switched off and on again to change that, which its readers notice:"
              + " docs/deploy.md, Beside a table that you have");
    }
    return Finding.ok("stream", "table " + table + " has one of new and old images");
  }

  private Finding expiry() {
    String table = tables.own();
    return Finding.of(
        "expiry",
        "dynamodb:DescribeTimeToLive",
        "table " + table,
        () -> {
          TimeToLiveDescription set =
              dynamo
                  .describeTimeToLive(describe -> describe.tableName(table))
                  .timeToLiveDescription();
          boolean on =
              set.timeToLiveStatus() == TimeToLiveStatus.ENABLED
                  || set.timeToLiveStatus() == TimeToLiveStatus.ENABLING;
          if (on && Tables.EXPIRES_AT.equals(set.attributeName())) {
            return Finding.ok("expiry", "rows of " + table + " go after " + Tables.EXPIRES_AT);
          }
          return Finding.warning(
              "expiry",
              "rows of "
                  + table
                  + " stay for ever, and cost"
                  + (on ? ": expiry looks at " + set.attributeName() : ""),
              "aws dynamodb update-time-to-live --table-name "
                  + table
                  + " --time-to-live-specification Enabled=true,AttributeName="
                  + Tables.EXPIRES_AT);
        });
  }

  private Finding recovery(String table) {
    return Finding.of(
        "recovery",
        "dynamodb:DescribeContinuousBackups",
        "table " + table,
        () -> {
          boolean on =
              dynamo
                      .describeContinuousBackups(describe -> describe.tableName(table))
                      .continuousBackupsDescription()
                      .pointInTimeRecoveryDescription()
                      .pointInTimeRecoveryStatus()
                  == PointInTimeRecoveryStatus.ENABLED;
          return on
              ? Finding.ok("recovery", table + " can be brought back as it was at any time")
              : Finding.warning(
                  "recovery",
                  table + " cannot be brought back as it was before a mistake",
                  "aws dynamodb update-continuous-backups --table-name "
                      + table
                      + " --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true");
        });
  }
}
