package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Holds `-Dbuildmeister.aws=…` to its word: whoever asks for LocalStack and has none must fail.
class AwsBackendTest {
  private static final URI HEALTH = URI.create("http://localhost:4566/_localstack/health");
  private static final int TRIES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Test
  void theBackendThatIsAskedForIsThere() throws Exception {
    String backend = System.getProperty("buildmeister.aws", "auto");
    System.out.println("buildmeister.aws is " + backend);
    switch (backend) {
      case "localstack" -> assertThat(health()).as("GET " + HEALTH).isEqualTo("200");
      case "auto", "embedded" ->
          System.out.println("nothing is tested on it yet: the adapters for AWS come later");
      default ->
          throw new AssertionError(
              "buildmeister.aws is '" + backend + "'; give auto, embedded or localstack");
    }
  }

  /// The status, or why there is none.
  private static String health() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(HEALTH).timeout(PATIENCE).build();
    String answer = "not asked";
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      for (int i = 0; i < TRIES && !answer.equals("200"); i++) {
        if (i > 0) {
          Thread.sleep(PATIENCE);
        }
        try {
          answer = Integer.toString(client.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
          answer = e.toString();
        }
      }
    }
    return answer;
  }
}
