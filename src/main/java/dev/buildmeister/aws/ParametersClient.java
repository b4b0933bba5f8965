package dev.buildmeister.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// Systems Manager's GetParameter, the one call that we need of it: the SDK's own client has two
/// hundred, and would make the program for Lambda too large (docs/decisions/0004). What is hard
/// about it is the SDK's: connections, credentials, signatures, and where the service is.
///
/// The protocol is "AWS JSON 1.1" of the Smithy specification; what is said and answered, and the
/// errors, are those of the Systems Manager API reference. Like all our clients it does nothing
/// twice by itself. Thread-safe.
final class ParametersClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "application/x-amz-json-1.1";
  private static final int OK = 200;

  /// More than a parameter of 8 KB can become as JSON.
  private static final int MAX_ANSWER_BYTES = 128 << 10;

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final Region region;
  private final URI endpoint;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  ParametersClient(SdkHttpClient http, AwsCredentialsProvider credentials, Region region) {
    this.http = http;
    this.credentials = credentials;
    this.region = region;
    this.endpoint =
        AwsClientEndpointProvider.builder()
            .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_SSM")
            .serviceEndpointOverrideSystemProperty("aws.endpointUrlSsm")
            .serviceProfileProperty("ssm")
            .resolveFromOverrides()
            .orElseGet(() -> endpoint(region));
  }

  /// Where it is if nobody says otherwise.
  static URI endpoint(Region region) {
    return URI.create(
        "https://ssm." + region.id() + "." + PartitionMetadata.of(region).dnsSuffix());
  }

  /// A parameter.
  ///
  /// @param type `SecureString`, `String` or `StringList`
  /// @param value decrypted
  record Parameter(String type, String value) {
    @Override
    public String toString() {
      return "Parameter[" + type + "]";
    }
  }

  /// Asks for a parameter, decrypted.
  ///
  /// @throws AwsServiceException with the error's code, such as `ParameterNotFound`
  /// @throws SdkClientException if there is no answer, or no credentials
  Parameter getParameter(String name) {
    JsonNode answer = call("GetParameter", Map.of("Name", name, "WithDecryption", true));
    JsonNode parameter = answer.path("Parameter");
    if (!parameter.path("Value").isTextual()) {
      throw SdkClientException.create("the answer to GetParameter has no parameter");
    }
    return new Parameter(parameter.path("Type").asText(), parameter.path("Value").asText());
  }

  private JsonNode call(String operation, Map<String, ?> input) {
    try {
      HttpExecuteResponse response = send(operation, JSON.writeValueAsBytes(input));
      int status = response.httpResponse().statusCode();
      JsonNode answer = answer(response);
      if (status == OK) {
        return answer;
      }
      String type =
          response
              .httpResponse()
              .firstMatchingHeader("x-amzn-ErrorType")
              .orElseGet(() -> answer.path("__type").asText());
      throw AwsServiceException.builder()
          .statusCode(status)
          .message(answer.path("message").asText(answer.path("Message").asText(code(type))))
          .awsErrorDetails(
              AwsErrorDetails.builder()
                  .serviceName("Ssm")
                  .errorCode(code(type))
                  .errorMessage(answer.path("message").asText(answer.path("Message").asText()))
                  .sdkHttpResponse(response.httpResponse())
                  .build())
          .build();
    } catch (IOException e) {
      throw SdkClientException.create("Systems Manager at " + endpoint + ": " + e.getMessage(), e);
    }
  }

  private HttpExecuteResponse send(String operation, byte[] body) throws IOException {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .putHeader("Content-Type", TYPE)
            .putHeader("Content-Length", Integer.toString(body.length))
            .putHeader("X-Amz-Target", "AmazonSSM." + operation)
            .build();
    SignedRequest signed =
        signer.sign(
            sign ->
                sign.identity(credentials.resolveCredentials())
                    .request(request)
                    .payload(() -> new ByteArrayInputStream(body))
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "ssm")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
    return http.prepareRequest(
            HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElseThrow())
                .build())
        .call();
  }

  /// An error need not have a body of JSON: a proxy in between may have spoken.
  private static JsonNode answer(HttpExecuteResponse response) throws IOException {
    AbortableInputStream body = response.responseBody().orElse(null);
    if (body == null) {
      return JSON.createObjectNode();
    }
    try (InputStream in = body) {
      return JSON.readTree(in.readNBytes(MAX_ANSWER_BYTES));
    } catch (JsonProcessingException e) {
      if (response.httpResponse().isSuccessful()) {
        // Not with the parser's message, which would quote the secret.
        throw new IOException("the answer is not JSON");
      }
      return JSON.createObjectNode();
    }
  }

  /// `ParameterNotFound` of `com.amazonaws.ssm#ParameterNotFound:http://…`.
  private static String code(String type) {
    String name = type.substring(type.indexOf('#') + 1);
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
