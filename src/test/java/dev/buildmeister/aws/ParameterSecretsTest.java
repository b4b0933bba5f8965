package dev.buildmeister.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.buildmeister.aws.AwsBackend.Backend;
import dev.buildmeister.aws.FaultyServer.Answer;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.Secrets;
import dev.buildmeister.store.StoreBusyException;
import dev.buildmeister.store.TestClock;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

/// What Systems Manager may answer besides the parameter.
@ExtendWith(AwsBackend.class)
class ParameterSecretsTest {
  private static final long SEED = Long.getLong("buildmeister.seed", 20260801L);

  private final Backend aws;
  private final FaultyServer server;
  private final String prefix = "/test/" + UUID.randomUUID() + "/";
  private final Secrets secrets;

  ParameterSecretsTest(Backend aws) {
    this.aws = aws;
    this.server = new FaultyServer(aws.endpoint("Ssm"));
    // Signatures name the host that was asked, so that the fake would refuse those passed on.
    this.secrets =
        new ParameterSecrets(aws.clients(Map.of("Ssm", server.uri())).parameters(), prefix);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Secrets straight() {
    return new ParameterSecrets(aws.clients().parameters(), prefix);
  }

  @Test
  void aParameterInPlainTextIsNoSecret() {
    Parameters.put(aws, prefix + "hook", "String", "visible");

    assertThatThrownBy(() -> straight().get("hook"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(prefix + "hook is a String")
        .hasMessageContaining("make it a SecureString")
        .hasMessageNotContaining("visible");
  }

  @Test
  void aMissingPermissionIsNamed() {
    server.fail(
        (_, _) ->
            Optional.of(
                Answer.json(
                    400,
                    Map.of(
                        "__type",
                        "AccessDeniedException",
                        "Message",
                        "User: me is not authorized to perform: ssm:GetParameter"))));

    assertThatThrownBy(() -> secrets.get("hook"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("get parameter " + prefix + "hook")
        .hasMessageContaining("ssm:GetParameter");
  }

  @Test
  void aParameterThatIsNotThereIsNone() {
    server.fail((_, _) -> Optional.of(Answer.json(400, "ParameterNotFound")));

    assertThat(secrets.get("hook")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"400 ThrottlingException", "500 InternalServerError", "503 none"})
  void aBusyServiceIsAskedAgainAfterWaits(String answer) {
    AtomicInteger left = new AtomicInteger(3);
    server.fail(
        (_, _) ->
            Optional.of(
                left.getAndDecrement() > 0
                    ? Answer.json(Integer.parseInt(answer.substring(0, 3)), answer.substring(4))
                    : Answer.of(
                        200,
                        "application/x-amz-json-1.1",
                        "{\"Parameter\":{\"Type\":\"SecureString\",\"Value\":\"hidden\"}}")));
    TestClock clock = new TestClock();
    List<Duration> waits = new ArrayList<>();
    Retry retry =
        new Retry(
            6,
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            new Random(SEED),
            time -> {
              waits.add(time);
              clock.advance(time);
            });

    assertThat(retry.call(() -> secrets.get("hook")).orElseThrow().reveal()).isEqualTo("hidden");
    assertThat(waits).as("seed %d", SEED).hasSize(3).doesNotHaveDuplicates();
    assertThat(server.asked()).hasSize(4).containsOnly("AmazonSSM.GetParameter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hidden", "[]", "{\"Parameter\":{\"Value\":7}}"})
  void anAnswerThatIsNoneIsAFailureThatDoesNotQuoteIt(String body) {
    server.fail((_, _) -> Optional.of(Answer.of(200, "application/x-amz-json-1.1", body)));

    assertThatThrownBy(() -> secrets.get("hook"))
        .isInstanceOfAny(UncheckedIOException.class, StoreBusyException.class)
        .hasMessageContaining(prefix + "hook")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void theServiceIsThatOfTheRegion() {
    assertThat(ParametersClient.endpoint(Region.EU_CENTRAL_1))
        .hasToString("https://ssm.eu-central-1.amazonaws.com");
    assertThat(ParametersClient.endpoint(Region.CN_NORTH_1))
        .hasToString("https://ssm.cn-north-1.amazonaws.com.cn");
  }

  @Test
  void anErrorOfSomebodyElseOnTheWayIsNamedByItsStatus() {
    server.fail((_, _) -> Optional.of(Answer.of(403, "text/html", "<h1>no</h1>")));

    assertThatThrownBy(() -> secrets.get("hook")).isInstanceOf(UncheckedIOException.class);
  }
}
