package dev.buildmeister.aws;

import dev.buildmeister.store.Tables;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/// What the adapters are tested on: `-Dbuildmeister.aws=embedded` are servers of this machine,
/// `localstack` is LocalStack in a container, `auto` is LocalStack where Docker answers. It prints
/// its choice; LocalStack that is asked for and cannot be had is a failure.
public final class AwsBackend implements ParameterResolver {
  /// Later images want an account.
  private static final String IMAGE = "localstack/localstack:4.14.0";

  private static @Nullable Backend backend;
  private static @Nullable String failure;

  /// Where AWS is. It stands without JUnit, for programs that only want the servers.
  public static final class Backend {
    private static final AwsBasicCredentials NOBODY = AwsBasicCredentials.create("test", "test");
    private static final List<String> SERVICES =
        List.of("S3", "DynamoDb", "DynamoDbStreams", "Sqs", "SecretsManager", "Ssm");

    private final AwsClients clients;
    private final boolean localStack;
    private final Map<String, URI> endpoints = new HashMap<>();

    Backend(AwsClients clients, boolean localStack) {
      this.clients = clients;
      this.localStack = localStack;
      SERVICES.forEach(
          service -> {
            String uri = System.getProperty("aws.endpointUrl" + service);
            if (uri != null) {
              endpoints.put(service, URI.create(uri));
            }
          });
    }

    boolean isLocalStack() {
      return localStack;
    }

    /// Where a service of the SDK is: `S3`, `DynamoDb`.
    public URI endpoint(String service) {
      return Optional.ofNullable(endpoints.get(service)).orElseThrow();
    }

    /// Clients of it that ask elsewhere for some services.
    public AwsClients clients(Map<String, URI> elsewhere) {
      try {
        endpoints.forEach(AwsBackend::endpoint);
        elsewhere.forEach(AwsBackend::endpoint);
        // Endpoints are looked up when a client is made.
        return made();
      } finally {
        endpoints.forEach(AwsBackend::endpoint);
      }
    }

    /// What programs of AWS find in their environment, for one that runs in this process.
    public void signIn() {
      endpoints.forEach(AwsBackend::endpoint);
      System.setProperty("aws.accessKeyId", NOBODY.accessKeyId());
      System.setProperty("aws.secretAccessKey", NOBODY.secretAccessKey());
    }

    /// Takes back what [#signIn] did.
    public void signOut() {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }

    /// Clients of it.
    public AwsClients clients() {
      return clients;
    }

    /// Writes an item as another program does.
    public void putForeign(String table, Map<String, AttributeValue> item) {
      var _ = clients.dynamo().putItem(put -> put.tableName(table).item(item));
    }

    /// Clients of it whose requests go by an interceptor.
    public AwsClients clients(ExecutionInterceptor interceptor) {
      return new AwsClients(
          Region.US_EAST_1, StaticCredentialsProvider.create(NOBODY), List.of(interceptor));
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
      create(
          tables.jobs(),
          Optional.of(StreamViewType.NEW_AND_OLD_IMAGES),
          ScalarAttributeType.S,
          Tables.JOB_KEY);
      create(tables.own(), Optional.empty(), ScalarAttributeType.S, Tables.PK, Tables.SK);
      return tables;
    }

    /// Any table.
    void create(
        String table, Optional<StreamViewType> stream, ScalarAttributeType type, String... keys) {
      List<AttributeDefinition> attributes = new ArrayList<>();
      List<KeySchemaElement> schema = new ArrayList<>();
      for (String key : keys) {
        attributes.add(
            AttributeDefinition.builder().attributeName(key).attributeType(type).build());
        schema.add(
            KeySchemaElement.builder()
                .attributeName(key)
                .keyType(schema.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                .build());
      }
      var _ =
          clients
              .dynamo()
              .createTable(
                  create -> {
                    create.tableName(table).billingMode(BillingMode.PAY_PER_REQUEST);
                    create.attributeDefinitions(attributes).keySchema(schema);
                    stream.ifPresent(
                        view ->
                            create.streamSpecification(
                                s -> s.streamEnabled(true).streamViewType(view)));
                  });
      var _ = clients.dynamo().waiter().waitUntilTableExists(d -> d.tableName(table));
    }
  }

  /// The one of this process.
  public static synchronized Backend get() {
    if (failure != null) {
      // Not tried again for each test.
      throw new AssertionError(failure);
    }
    Backend chosen = backend;
    if (chosen == null) {
      try {
        chosen = choose(System.getProperty("buildmeister.aws", "auto"));
      } catch (AssertionError e) {
        failure = e.getMessage();
        throw e;
      }
      backend = chosen;
    }
    return chosen;
  }

  private static Backend choose(String asked) {
    AwsChoice choice = AwsChoice.of(asked, AwsBackend::docker);
    System.out.println("AWS is " + choice + " (-Dbuildmeister.aws=" + asked + ")");
    switch (choice) {
      case LOCALSTACK -> {
        URI all = localStack();
        Backend.SERVICES.forEach(service -> endpoint(service, all));
      }
      case EMBEDDED -> {
        endpoint("S3", TestServer.s3());
        endpoint("DynamoDb", TestServer.dynamoDb());
        endpoint("DynamoDbStreams", URI.create(System.getProperty("aws.endpointUrlDynamoDb")));
        endpoint("Sqs", TestServer.sqs());
        endpoint("SecretsManager", FakeSecretsManager.start());
        endpoint("Ssm", FakeParameterStore.start());
      }
    }
    return new Backend(made(), choice == AwsChoice.LOCALSTACK);
  }

  private static AwsClients made() {
    AwsClients clients =
        new AwsClients(Region.US_EAST_1, StaticCredentialsProvider.create(Backend.NOBODY));
    var _ = clients.s3();
    var _ = clients.dynamo();
    var _ = clients.streams();
    var _ = clients.sqs();
    var _ = clients.secrets();
    var _ = clients.parameters();
    return clients;
  }

  private static void endpoint(String service, URI uri) {
    System.setProperty("aws.endpointUrl" + service, uri.toString());
  }

  /// Why Docker does not answer, empty if it does.
  private static Optional<String> docker() {
    try {
      var _ = DockerClientFactory.instance().dockerHostIpAddress();
      return Optional.empty();
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// Ends with this process; Testcontainers sees to it.
  // Held by Docker, and not to be closed while tests run.
  @SuppressWarnings("resource")
  private static URI localStack() {
    try {
      LocalStackContainer container =
          new LocalStackContainer(DockerImageName.parse(IMAGE))
              .withServices("s3", "dynamodb", "dynamodbstreams", "sqs", "secretsmanager", "ssm");
      container.start();
      return container.getEndpoint();
    } catch (RuntimeException e) {
      throw new AssertionError(
          IMAGE
              + " does not start ("
              + AwsChoice.oneLine(String.valueOf(e.getMessage()))
              + "); give -Dbuildmeister.aws=embedded to do without",
          e);
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
