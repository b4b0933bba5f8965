package dev.buildmeister.aws;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The clients of AWS, one each for the life of the process, made when first asked for: a function
/// pays at its start only for those it uses. Thread-safe.
///
/// Other endpoints, such as LocalStack's, are set as everywhere with AWS: `AWS_ENDPOINT_URL`, or
/// for one service `AWS_ENDPOINT_URL_S3` and its like.
///
/// They do nothing twice by themselves: waiting and trying again is the caller's, in one place, by
/// [dev.buildmeister.store.Retry].
public final class AwsClients implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(20);

  private final Region region;
  private final AwsCredentialsProvider credentials;
  private final List<ExecutionInterceptor> interceptors;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(READ).build();

  private @Nullable S3Client s3;
  private @Nullable DynamoDbClient dynamo;
  private @Nullable DynamoDbStreamsClient streams;
  private @Nullable SqsClient sqs;
  private @Nullable SecretsManagerClient secrets;
  private @Nullable ParametersClient parameters;

  /// @param region where everything is
  /// @param credentials whose rights count
  public AwsClients(Region region, AwsCredentialsProvider credentials) {
    this(region, credentials, List.of());
  }

  /// @param interceptors are told of every request, in tests
  AwsClients(
      Region region, AwsCredentialsProvider credentials, List<ExecutionInterceptor> interceptors) {
    this.region = region;
    this.credentials = credentials;
    this.interceptors = List.copyOf(interceptors);
  }

  /// Those of this process's environment, but for the region: credentials and endpoints as for all
  /// programs of AWS.
  public static AwsClients ofEnvironment(String region) {
    return new AwsClients(Region.of(region), DefaultCredentialsProvider.builder().build());
  }

  synchronized S3Client s3() {
    if (s3 == null) {
      s3 =
          set(S3Client.builder())
              // Asking first costs a round trip on every put, and the JDK's client fails where the
              // server answers late.
              .serviceConfiguration(s3 -> s3.expectContinueEnabled(false))
              .httpClient(http)
              .build();
    }
    return s3;
  }

  synchronized DynamoDbClient dynamo() {
    if (dynamo == null) {
      dynamo = set(DynamoDbClient.builder()).httpClient(http).build();
    }
    return dynamo;
  }

  synchronized DynamoDbStreamsClient streams() {
    if (streams == null) {
      streams = set(DynamoDbStreamsClient.builder()).httpClient(http).build();
    }
    return streams;
  }

  synchronized SqsClient sqs() {
    if (sqs == null) {
      sqs = set(SqsClient.builder()).httpClient(http).build();
    }
    return sqs;
  }

  synchronized SecretsManagerClient secrets() {
    if (secrets == null) {
      secrets = set(SecretsManagerClient.builder()).httpClient(http).build();
    }
    return secrets;
  }

  synchronized ParametersClient parameters() {
    if (parameters == null) {
      parameters = new ParametersClient(http, credentials, region);
    }
    return parameters;
  }

  /// Whether there are credentials to sign with. Where there is nothing else, the machine's own are
  /// asked for over the network, which takes seconds if there are none.
  public boolean hasCredentials() {
    try {
      var _ = credentials.resolveCredentials();
      return true;
    } catch (SdkClientException e) {
      return false;
    }
  }

  /// The region of this process's environment; empty if there is none.
  public static Optional<String> regionOfEnvironment() {
    try {
      return Optional.of(new DefaultAwsRegionProviderChain().getRegion().id());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }

  String region() {
    return region.id();
  }

  /// Whose rights count.
  AwsCredentialsProvider credentials() {
    return credentials;
  }

  private <B extends AwsClientBuilder<B, ?>> B set(B builder) {
    var _ =
        builder
            .region(region)
            .credentialsProvider(credentials)
            .overrideConfiguration(
                override -> {
                  override.retryStrategy(AwsRetryStrategy.doNotRetry());
                  interceptors.forEach(override::addExecutionInterceptor);
                });
    return builder;
  }

  @Override
  public synchronized void close() {
    http.close();
  }
}
