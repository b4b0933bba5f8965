package dev.buildmeister.aws;

import dev.buildmeister.store.Tables;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/// What the adapters are tested on: `-Dbuildmeister.aws=embedded` are servers of this machine,
/// `localstack` is LocalStack at its usual port, `auto` is LocalStack where it answers. It prints
/// its choice; LocalStack that is asked for and is not there is a failure.
public final class AwsBackend implements ParameterResolver {
  private static final URI LOCALSTACK = URI.create("http://127.0.0.1:4566");
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static @Nullable Backend backend;

  /// Where AWS is.
  public static final class Backend {
    private final AwsClients clients;
    private final boolean localStack;

    Backend(AwsClients clients, boolean localStack) {
      this.clients = clients;
      this.localStack = localStack;
    }

    boolean isLocalStack() {
      return localStack;
    }

    /// Clients of it.
    public AwsClients clients() {
      return clients;
    }

    /// Clients of it whose requests go by an interceptor.
    public AwsClients clients(ExecutionInterceptor interceptor) {
      return new AwsClients(Region.US_EAST_1, nobody(), List.of(interceptor));
    }

    /// A new bucket.
    public String bucket() {
      String name = "b" + UUID.randomUUID();
      var _ = clients.s3().createBucket(create -> create.bucket(name));
      return name;
    }

    /// New tables, as the one definition says.
    public Tables tables() {
      String suffix = UUID.randomUUID().toString();
      return create(new Tables("jobs-" + suffix, "own-" + suffix, "classification"));
    }

    /// Tables of these names, as the one definition says.
    Tables create(Tables tables) {
      create(tables.jobs(), true, Tables.JOB_KEY);
      create(tables.own(), false, Tables.PK, Tables.SK);
      return tables;
    }

    private void create(String table, boolean stream, String... keys) {
      var _ =
          clients
              .dynamo()
              .createTable(
                  create -> {
                    create.tableName(table).billingMode(BillingMode.PAY_PER_REQUEST);
                    create.attributeDefinitions(
                        java.util.Arrays.stream(keys)
                            .map(
                                key ->
                                    AttributeDefinition.builder()
                                        .attributeName(key)
                                        .attributeType(ScalarAttributeType.S)
                                        .build())
                            .toList());
                    create.keySchema(
                        java.util.stream.IntStream.range(0, keys.length)
                            .mapToObj(
                                i ->
                                    KeySchemaElement.builder()
                                        .attributeName(keys[i])
                                        .keyType(i == 0 ? KeyType.HASH : KeyType.RANGE)
                                        .build())
                            .toList());
                    if (stream) {
                      create.streamSpecification(
                          s ->
                              s.streamEnabled(true)
                                  .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES));
                    }
                  });
      var _ = clients.dynamo().waiter().waitUntilTableExists(d -> d.tableName(table));
    }
  }

  /// The one of this process.
  public static synchronized Backend get() {
    Backend chosen = backend;
    if (chosen == null) {
      chosen = choose(System.getProperty("buildmeister.aws", "auto"));
      backend = chosen;
    }
    return chosen;
  }

  private static Backend choose(String asked) {
    String health = asked.equals("embedded") ? "not asked" : health();
    if (asked.equals("localstack") && !health.equals("200")) {
      throw new AssertionError("-Dbuildmeister.aws=localstack, but " + LOCALSTACK + ": " + health);
    }
    boolean localstack = health.equals("200");
    System.out.println("AWS is " + (localstack ? "LocalStack" : "embedded") + " (" + asked + ")");
    endpoint("S3", localstack ? LOCALSTACK : TestServer.s3());
    endpoint("DynamoDb", localstack ? LOCALSTACK : TestServer.dynamoDb());
    endpoint("DynamoDbStreams", URI.create(System.getProperty("aws.endpointUrlDynamoDb")));
    endpoint("Sqs", localstack ? LOCALSTACK : TestServer.sqs());
    endpoint("SecretsManager", localstack ? LOCALSTACK : FakeSecretsManager.start());
    return new Backend(new AwsClients(Region.US_EAST_1, nobody()), localstack);
  }

  private static StaticCredentialsProvider nobody() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
  }

  private static void endpoint(String service, URI uri) {
    System.setProperty("aws.endpointUrl" + service, uri.toString());
  }

  /// The status of LocalStack, or why there is none.
  private static String health() {
    HttpRequest request =
        HttpRequest.newBuilder(LOCALSTACK.resolve("/_localstack/health")).timeout(PATIENCE).build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      return Integer.toString(client.send(request, BodyHandlers.discarding()).statusCode());
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(Backend.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return get();
  }
}
