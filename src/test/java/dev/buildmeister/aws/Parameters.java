package dev.buildmeister.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.buildmeister.aws.AwsBackend.Backend;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/// Puts parameters of Systems Manager, which the program never does.
final class Parameters {
  private Parameters() {}

  static void put(Backend aws, String name, String type, String value) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      byte[] body =
          new ObjectMapper().writeValueAsBytes(Map.of("Name", name, "Type", type, "Value", value));
      HttpRequest request =
          HttpRequest.newBuilder(aws.endpoint("Ssm"))
              .header("Content-Type", "application/x-amz-json-1.1")
              .header("X-Amz-Target", "AmazonSSM.PutParameter")
              // Test servers look for the region in it, and nothing else.
              .header(
                  "Authorization",
                  "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ssm/aws4_request,"
                      + " SignedHeaders=host, Signature=0")
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer.statusCode() + " " + answer.body());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
