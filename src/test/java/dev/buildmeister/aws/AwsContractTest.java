package dev.buildmeister.aws;

import dev.buildmeister.aws.AwsBackend.Backend;
import dev.buildmeister.job.JobId;
import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.ChangeFeed;
import dev.buildmeister.store.ChangeFeedContract;
import dev.buildmeister.store.Chaos;
import dev.buildmeister.store.Hostile;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.JobStoreContract;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.LogStoreContract;
import dev.buildmeister.store.RulesetStore;
import dev.buildmeister.store.RulesetStoreContract;
import dev.buildmeister.store.ScanStore;
import dev.buildmeister.store.ScanStoreContract;
import dev.buildmeister.store.Secrets;
import dev.buildmeister.store.SecretsContract;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.ViewStore;
import dev.buildmeister.store.ViewStoreContract;
import dev.buildmeister.store.WorkQueue;
import dev.buildmeister.store.WorkQueueContract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The stores on AWS do what every store does.
@ExtendWith(AwsBackend.class)
class AwsContractTest {
  private final Backend aws;
  private Tables tables = Tables.DEFAULT;

  AwsContractTest(Backend aws) {
    this.aws = aws;
  }

  private AwsStores stores(InstantSource clock) {
    tables = aws.tables();
    return new AwsStores(aws.clients(), tables, aws.bucket(), clock);
  }

  /// With a value of each kind that we do not write.
  private void putForeign(JobId job, Attributes item) {
    Map<String, AttributeValue> all = Items.write(item);
    all.put(Tables.JOB_KEY, AttributeValue.fromS(job.itemKey()));
    all.put("their_map", AttributeValue.fromM(ItemsTest.KINDS));
    all.putAll(ItemsTest.KINDS);
    var _ = aws.clients().dynamo().putItem(put -> put.tableName(tables.jobs()).item(all));
  }

  private Map<String, String> raw(JobId job) {
    Map<String, String> all = new TreeMap<>();
    aws.clients()
        .dynamo()
        .getItem(
            get ->
                get.tableName(tables.jobs())
                    .key(Map.of(Tables.JOB_KEY, AttributeValue.fromS(job.itemKey())))
                    .consistentRead(true))
        .item()
        .forEach((name, value) -> all.put(name, value.toString()));
    return all;
  }

  @Nested
  class Jobs extends JobStoreContract {
    @Override
    protected JobStore open() {
      return stores(clock).jobs();
    }

    @Override
    protected void putForeign(JobId job, Attributes item) {
      AwsContractTest.this.putForeign(job, item);
    }

    @Override
    protected Map<String, String> raw(JobId job) {
      return AwsContractTest.this.raw(job);
    }
  }

  @Nested
  class HostileJobs extends JobStoreContract {
    @Override
    protected JobStore open() {
      return new Hostile.Jobs(stores(clock).jobs(), new Chaos(SEED));
    }

    @Override
    protected void putForeign(JobId job, Attributes item) {
      AwsContractTest.this.putForeign(job, item);
    }

    @Override
    protected Map<String, String> raw(JobId job) {
      return AwsContractTest.this.raw(job);
    }
  }

  /// S3Proxy keeps objects as files, so that none can lie below another.
  private List<String> apart(List<String> all) {
    return aws.isLocalStack()
        ? all
        : all.stream()
            .filter(name -> all.stream().noneMatch(each -> name.startsWith(each + "/")))
            .toList();
  }

  @Nested
  class Logs extends LogStoreContract {
    @Override
    protected LogStore open() {
      return stores(clock).logs();
    }

    @Override
    protected List<String> hostile() {
      return apart(super.hostile());
    }

    @Override
    protected void pass(Duration time) {
      sleep(time);
    }
  }

  @Nested
  class HostileLogs extends LogStoreContract {
    @Override
    protected LogStore open() {
      return new Hostile.Logs(stores(clock).logs(), new Chaos(SEED));
    }

    @Override
    protected List<String> hostile() {
      return apart(super.hostile());
    }

    @Override
    protected void pass(Duration time) {
      sleep(time);
    }
  }

  @Nested
  class Scans extends ScanStoreContract {
    @Override
    protected ScanStore open() {
      return stores(clock).scans();
    }
  }

  @Nested
  class HostileScans extends ScanStoreContract {
    @Override
    protected ScanStore open() {
      return new Hostile.Scans(stores(clock).scans(), new Chaos(SEED));
    }
  }

  @Nested
  class Rulesets extends RulesetStoreContract {
    @Override
    protected RulesetStore open() {
      return stores(clock).rulesets();
    }
  }

  @Nested
  class HostileRulesets extends RulesetStoreContract {
    @Override
    protected RulesetStore open() {
      return new Hostile.Rulesets(stores(clock).rulesets(), new Chaos(SEED));
    }
  }

  @Nested
  class Views extends ViewStoreContract {
    @Override
    protected ViewStore open() {
      return stores(clock).views();
    }
  }

  @Nested
  class HostileViews extends ViewStoreContract {
    @Override
    protected ViewStore open() {
      return new Hostile.Views(stores(clock).views(), new Chaos(SEED));
    }
  }

  @Nested
  class HostileQueue extends WorkQueueContract {
    @Override
    protected WorkQueue open(int maxAttempts) {
      return new Hostile.Queue(queue(clock, maxAttempts), new Chaos(SEED));
    }

    @Override
    protected Duration visibility() {
      return Duration.ofSeconds(1);
    }

    /// Each message may be there more than once, and each copy is to come three times.
    @Override
    protected int rounds() {
      return 14;
    }

    /// One of three times what there is does not come.
    @Override
    protected int quiet() {
      return 7;
    }

    @Override
    protected void pass(Duration time) {
      sleep(time);
    }
  }

  @Nested
  class Queue extends WorkQueueContract {
    @Override
    protected WorkQueue open(int maxAttempts) {
      return queue(clock, maxAttempts);
    }

    @Override
    protected Duration visibility() {
      return Duration.ofSeconds(1);
    }

    @Override
    protected int rounds() {
      return 6;
    }

    @Override
    protected int quiet() {
      return 2;
    }

    @Override
    protected void pass(Duration time) {
      sleep(time);
    }
  }

  private WorkQueue queue(InstantSource clock, int maxAttempts) {
    String name = "q" + UUID.randomUUID();
    var sqs = aws.clients().sqs();
    String dead = sqs.createQueue(create -> create.queueName(name + "-dead")).queueUrl();
    String arn =
        sqs.getQueueAttributes(
                get -> get.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    String redrive =
        "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"" + maxAttempts + "\"}";
    String url =
        sqs.createQueue(
                create ->
                    create
                        .queueName(name)
                        .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, redrive)))
            .queueUrl();
    return new AwsStores(aws.clients(), Tables.DEFAULT, "none", clock).queue(url, dead);
  }

  @Nested
  class Changes extends ChangeFeedContract {
    private AwsStores stores = stores(clock);

    @Override
    protected ChangeFeed open() {
      stores = stores(clock);
      return stores.changes();
    }

    @Override
    protected JobStore jobs() {
      return stores.jobs();
    }

    @Override
    protected int rounds() {
      return 12;
    }
  }

  @Nested
  class HostileChanges extends ChangeFeedContract {
    private AwsStores stores = stores(clock);

    @Override
    protected ChangeFeed open() {
      stores = stores(clock);
      return new Hostile.Changes(stores.changes(), new Chaos(SEED));
    }

    @Override
    protected JobStore jobs() {
      return new Hostile.Jobs(stores.jobs(), new Chaos(SEED));
    }
  }

  @Nested
  class ParameterValues extends SecretsContract {
    @Override
    protected Secrets open(Map<String, String> secrets) {
      String prefix = "/test/" + UUID.randomUUID() + "/";
      secrets.forEach((name, value) -> Parameters.put(aws, prefix + name, "SecureString", value));
      return stores(clock).secrets("ssm:" + prefix);
    }
  }

  @Nested
  class SecretValues extends SecretsContract {
    @Override
    protected Secrets open(Map<String, String> secrets) {
      String prefix = "test/" + UUID.randomUUID() + "/";
      secrets.forEach(
          (name, value) -> {
            var _ =
                aws.clients()
                    .secrets()
                    .createSecret(create -> create.name(prefix + name).secretString(value));
          });
      return stores(clock).secrets(prefix);
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.plusMillis(100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
