package dev.buildmeister.aws;

import dev.buildmeister.aws.AwsBackend.Backend;
import dev.buildmeister.job.JobId;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.Tables;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// S3 and DynamoDB on this machine, for whole programs that find them by their environment. The
/// servers end with this process.
public final class AwsServers {
  private static final String BUCKET = "logs";

  private final URI s3;
  private final URI dynamoDb;
  private final Backend backend;
  // A server that has just started may close a connection under a request.
  private final Retry retry =
      new Retry(
          6,
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          RandomGenerator.getDefault(),
          Thread::sleep);

  /// With an empty bucket `logs`, and no tables.
  public AwsServers() {
    this(TestServer.s3(), TestServer.dynamoDb());
  }

  /// Over DynamoDB Local and an S3 of the caller's.
  public AwsServers(URI s3) {
    this(s3, TestServer.dynamoDb());
  }

  /// Over servers of the caller's.
  public AwsServers(URI s3, URI dynamoDb) {
    this.s3 = s3;
    this.dynamoDb = dynamoDb;
    System.setProperty("aws.endpointUrlS3", s3.toString());
    System.setProperty("aws.endpointUrlDynamoDb", dynamoDb.toString());
    AwsBasicCredentials nobody = AwsBasicCredentials.create("test", "test");
    backend =
        new Backend(
            new AwsClients(Region.US_EAST_1, StaticCredentialsProvider.create(nobody)), false);
    var _ = backend.clients().s3().createBucket(create -> create.bucket(BUCKET));
    // Made while the properties point to these servers, and kept.
    var _ = backend.clients().dynamo();
  }

  /// New tables whose names begin so.
  public Tables tables(String prefix) {
    return backend.create(new Tables(prefix + "-jobs", prefix + "-own", "classification"));
  }

  /// What AWS Lambda and the template would set, but for what belongs to the Runtime API.
  public Map<String, String> environment(Tables tables) {
    return Map.of(
        "AWS_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        "test",
        "AWS_SECRET_ACCESS_KEY",
        "test",
        "AWS_ENDPOINT_URL_S3",
        s3.toString(),
        "AWS_ENDPOINT_URL_DYNAMODB",
        dynamoDb.toString(),
        "BUILDMEISTER_BUCKET",
        BUCKET,
        "BUILDMEISTER_JOBS_TABLE",
        tables.jobs(),
        "BUILDMEISTER_TABLE",
        tables.own());
  }

  private AwsStores stores(Tables tables) {
    return new AwsStores(backend.clients(), tables, BUCKET, InstantSource.system());
  }

  /// Puts a log.
  public void putLog(String key, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var _ =
        retry.call(
            () ->
                stores(Tables.DEFAULT).logs().put(key, new ByteArrayInputStream(bytes), Map.of()));
  }

  /// Puts what a web hook knows of a job.
  public void putFacts(Tables tables, JobId job, JobUpdate update) {
    var _ = retry.call(() -> stores(tables).jobs().putFacts(job, update));
  }

  /// What is kept of a job.
  public Optional<JobItem> item(Tables tables, JobId job) {
    return retry.call(() -> stores(tables).jobs().get(job));
  }
}
