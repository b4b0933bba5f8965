package dev.buildmeister.aws;

import dev.buildmeister.store.ChangeFeed;
import dev.buildmeister.store.JobRows;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.RulesetStore;
import dev.buildmeister.store.ScanStore;
import dev.buildmeister.store.Secrets;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.ViewStore;
import dev.buildmeister.store.WorkQueue;
import java.time.Duration;
import java.time.InstantSource;

/// The stores on AWS. Thread-safe; the clients are the caller's and stay open.
public final class AwsStores {
  /// What a reference to a secret begins with if Systems Manager has it.
  static final String PARAMETERS = "ssm:";

  private final AwsClients clients;
  private final Tables tables;
  private final String bucket;
  private final InstantSource clock;

  /// @param tables what the tables are called
  /// @param bucket where logs, scan records and views lie
  /// @param clock for the time of publishing, and for when rows expire
  public AwsStores(AwsClients clients, Tables tables, String bucket, InstantSource clock) {
    this.clients = clients;
    this.tables = tables;
    this.bucket = bucket;
    this.clock = clock;
  }

  /// The jobs' items and lists.
  public JobStore jobs() {
    return jobs(JobRows.KEPT);
  }

  /// The jobs' items and lists.
  ///
  /// @param kept how long lists tell of a job after its rows were last written; zero for ever
  public JobStore jobs(Duration kept) {
    return new DynamoJobStore(clients.dynamo(), tables, clock, kept);
  }

  /// The logs.
  public LogStore logs() {
    return logs(bucket);
  }

  /// The logs of another bucket.
  public LogStore logs(String bucket) {
    return new S3LogStore(clients.s3(), bucket);
  }

  /// The scan records.
  public ScanStore scans() {
    return new S3ScanStore(clients.s3(), bucket);
  }

  /// The published rulesets.
  public RulesetStore rulesets() {
    return new DynamoRulesetStore(clients.dynamo(), tables, clock);
  }

  /// The views.
  public ViewStore views() {
    return new S3ViewStore(clients.s3(), bucket);
  }

  /// A queue whose dead letters nobody asks for.
  public WorkQueue queue(String url) {
    return queue(url, "");
  }

  /// A queue.
  ///
  /// @param url of the queue
  /// @param deadLetterUrl of the one that its redrive policy names
  public WorkQueue queue(String url, String deadLetterUrl) {
    return new SqsWorkQueue(clients.sqs(), url, deadLetterUrl);
  }

  /// The changes of the jobs' items; their table must have a stream of new and old images.
  public ChangeFeed changes() {
    return new DynamoChangeFeed(clients.dynamo(), clients.streams(), tables);
  }

  /// The secrets whose names begin with a prefix.
  ///
  /// @param prefix `ssm:/ci/` for those of Systems Manager that begin with `/ci/`, any other for
  ///   those of Secrets Manager
  public Secrets secrets(String prefix) {
    return prefix.startsWith(PARAMETERS)
        ? new ParameterSecrets(clients.parameters(), prefix.substring(PARAMETERS.length()))
        : new SecretsManagerSecrets(clients.secrets(), prefix);
  }
}
