package dev.buildmeister.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.buildmeister.lambda.FakeRuntimeApi.Answer;
import dev.buildmeister.rules.RulesetException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EVENTS = Path.of("fixtures", "events");

  private final FakeRuntimeApi api;
  private final LocalFunctions functions;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private @Nullable Thread loop;

  BootstrapTest(@TempDir Path directory) throws IOException, RulesetException {
    api = new FakeRuntimeApi();
    functions = new LocalFunctions(directory, Map.of());
  }

  @AfterEach
  void end() throws InterruptedException {
    api.end();
    if (loop != null) {
      loop.join();
    }
    api.close();
    functions.close();
  }

  private PrintStream out() {
    return new PrintStream(lines, true, StandardCharsets.UTF_8);
  }

  private String lines() {
    return lines.toString(StandardCharsets.UTF_8);
  }

  /// The program with a `_HANDLER`, over the stores of this machine.
  private void start(String handler) {
    Map<String, String> environment =
        Map.of(Bootstrap.API, api.address(), Bootstrap.HANDLER, handler);
    Bootstrap bootstrap = new Bootstrap(environment, functions.clock, out());
    loop = Thread.ofVirtual().start(() -> bootstrap.run(_ -> functions.services));
  }

  private void start(RequestStreamHandler handler) {
    RuntimeLoop made =
        new RuntimeLoop(
            new RuntimeApi(api.address()),
            handler,
            functions.clock,
            new JsonLog(out(), functions.clock, "test"));
    loop = Thread.ofVirtual().start(made::run);
  }

  private Answer invoke(String event) throws InterruptedException {
    return api.invoke(event, functions.clock.instant().plus(Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"classify", "backfill", "changes"})
  void everyEventIsAnsweredAsTheHandlerItselfAnswersIt(String word) throws Exception {
    RequestStreamHandler handler = Function.of(word).orElseThrow().handler(functions.services);
    for (int id = 1001; id <= 1005; id++) {
      functions.putLog("log/acme/app/" + id, "FAILED a.py\n");
    }
    start(word);
    try (var files = Files.list(EVENTS)) {
      for (Path file : files.sorted().toList()) {
        String event = Files.readString(file);
        Answer answer = invoke(event);
        String wanted;
        try {
          wanted = functions.invoke(handler, event);
        } catch (IllegalArgumentException e) {
          wanted = Failure.of(e).json();
        }
        assertThat(answer.body()).as("%s to %s", file, word).isEqualTo(wanted);
        assertThat(answer.isResponse()).isEqualTo(answer.errorType().isEmpty());
      }
    }
  }

  @Test
  void itGoesOnAfterAHandlerThrew() throws Exception {
    List<Throwable> thrown =
        new ArrayList<>(
            List.of(
                new IllegalStateException("boom\u001b[2J " + "x".repeat(5000)),
                new StackOverflowError(),
                new IOException("gone")));
    start(
        (in, out, _) -> {
          if (!thrown.isEmpty()) {
            throw sneaky(thrown.removeFirst());
          }
          var _ = in.transferTo(out);
        });

    Answer first = invoke("1");
    assertThat(first.path()).isEqualTo("invocation/request-1/error");
    assertThat(first.errorType()).isEqualTo("Function.IllegalStateException");
    JsonNode error = JSON.readTree(first.body());
    assertThat(error.path("errorType").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.path("errorMessage").asText()).startsWith("boom\u001b[2J x").endsWith("x …");
    assertThat(error.path("errorMessage").asText().length()).isLessThan(1010);
    assertThat(error.path("stackTrace")).isEmpty();
    assertThat(first.body()).doesNotContain("\u001b");
    assertThat(invoke("2").errorType()).isEqualTo("Function.StackOverflowError");
    assertThat(invoke("3").errorType()).isEqualTo("Function.IOException");
    assertThat(invoke("\"four\"").body()).isEqualTo("\"four\"");
    assertThat(JSON.readTree(lines().lines().findFirst().orElseThrow()).path("request").asText())
        .isEqualTo("request-1");
  }

  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // As a handler in bytecode might.
  private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void afterTheMemoryRanOutTheProcessEnds() throws Exception {
    start(
        (_, _, _) -> {
          throw new OutOfMemoryError("Java heap space");
        });
    assertThat(invoke("1").errorType()).isEqualTo("Function.OutOfMemoryError");
    assertThat(Objects.requireNonNull(loop).join(Duration.ofSeconds(60))).isTrue();
  }

  @Test
  void anAnswerLongerThanLambdaTakesIsAnErrorThatSaysSo() throws Exception {
    start(
        (in, out, _) -> {
          int length = Integer.parseInt(new String(in.readAllBytes(), StandardCharsets.UTF_8));
          out.write("a".repeat(length).getBytes(StandardCharsets.UTF_8));
        });
    assertThat(invoke("6291456").body()).hasSize(6291456);
    Answer error = invoke("6291457");
    assertThat(error.errorType()).isEqualTo("Function.ResponseSizeTooLarge");
    assertThat(error.body()).contains("longer than the 6291456 bytes");
  }

  @Test
  void anAnswerThatLambdaFindsTooLongIsAnErrorToo() throws Exception {
    start((in, out, _) -> in.transferTo(out));
    api.meetWith(413);
    assertThat(invoke("1").isResponse()).isTrue();
    assertThat(api.answer().errorType()).isEqualTo("Function.ResponseSizeTooLarge");
    assertThat(invoke("2").body()).isEqualTo("2");
  }

  @Test
  void anAnswerThatComesTooLateIsALineInTheLogAndNoEnd() throws Exception {
    start((in, out, _) -> in.transferTo(out));
    api.meetWith(403);
    assertThat(invoke("1").isResponse()).isTrue();
    assertThat(invoke("2").body()).isEqualTo("2");
    assertThat(lines()).contains("the Runtime API refuses the answer with 403");
  }

  @Test
  void anApiThatIsBrokenEndsTheProcess() throws Exception {
    start((in, out, _) -> in.transferTo(out));
    api.meetWith(500);
    api.meetWith(500);
    assertThat(invoke("1").isResponse()).isTrue();
    assertThat(Objects.requireNonNull(loop).join(Duration.ofSeconds(60))).isTrue();
    assertThat(lines()).contains("no more events: the Runtime API answers 500 to invocation/");
  }

  @Test
  void aHandlerKnowsItsRequestItsTimeAndItsTrace() throws Exception {
    start(
        (_, out, context) ->
            out.write(
                (context.getAwsRequestId()
                        + " "
                        + context.getInvokedFunctionArn()
                        + " "
                        + context.getRemainingTimeInMillis()
                        + " "
                        + System.getProperty(RuntimeLoop.TRACE))
                    .getBytes(StandardCharsets.UTF_8)));
    Map<String, String> headers = new TreeMap<>();
    headers.put("Deadline-Ms", Long.toString(functions.clock.millis() + 2500));
    headers.put("Trace-Id", "Root=1-5e1b4151-43a0913a12345678901234567");
    assertThat(api.invoke("1", headers).body())
        .isEqualTo(
            "request-1 arn:aws:lambda:eu-central-1:1:function:f 2500"
                + " Root=1-5e1b4151-43a0913a12345678901234567");
    var _ = headers.remove("Trace-Id");
    assertThat(api.invoke("2", headers).body()).endsWith(" 2500 null");
  }

  @Test
  void anEventWithoutADeadlineIsAnError() throws Exception {
    start("classify");
    assertThat(api.invoke("{}", Map.of("Deadline-Ms", "soon")).body())
        .contains("an event without a deadline");
  }

  @Test
  void whereTheTimeIsOverTheMessagesComeAgain() throws Exception {
    functions.putLog("log/acme/app/1002", "FAILED a.py\n");
    start("classify");
    Instant now = functions.clock.instant();
    JsonNode answer =
        JSON.readTree(api.invoke(Files.readString(EVENTS.resolve("sqs-batch.json")), now).body());
    assertThat(answer.findValuesAsText("itemIdentifier")).containsExactly("m1", "m2");
  }

  @Test
  void anEventThatIsNoJsonSaysWhatWasExpected() throws Exception {
    start("classify");
    Answer answer = invoke("{\"Records\": [");
    assertThat(answer.path()).isEqualTo("invocation/request-1/error");
    assertThat(JSON.readTree(answer.body()).path("errorMessage").asText())
        .startsWith("the event is not JSON")
        .contains("expected an S3 notification");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "changes",
        "dev.buildmeister.lambda.ChangesHandler",
        "dev.buildmeister.lambda.ChangesHandler::handleRequest"
      })
  void aFunctionIsNamedByItsWordOrItsClass(String handler) throws Exception {
    start(handler);
    assertThat(invoke("{\"Records\": []}").body())
        .contains("expected records of a DynamoDB stream");
  }

  @Test
  void anUnknownFunctionIsToldOnceAndNamesThoseThereAre() throws Exception {
    start("hello.World::main");
    Answer answer = api.answer();
    assertThat(answer.path()).isEqualTo("init/error");
    assertThat(answer.errorType()).isEqualTo("Runtime.NoSuchHandler");
    assertThat(JSON.readTree(answer.body()).path("errorMessage").asText())
        .isEqualTo(
            "_HANDLER is 'hello.World::main'; give"
                + " classify (dev.buildmeister.lambda.ClassifyHandler),"
                + " backfill (dev.buildmeister.lambda.BackfillHandler),"
                + " changes (dev.buildmeister.lambda.ChangesHandler)");
  }

  @Test
  void allThatIsMissingInTheEnvironmentIsOneLine() throws Exception {
    Map<String, String> environment =
        Map.of(
            Bootstrap.API,
            api.address(),
            "BUILDMEISTER_BACKFILL_THREADS",
            "many",
            "BUILDMEISTER_DEFAULT_REPO",
            "acme app#",
            "BUILDMEISTER_RULESET",
            "no/such/rules.toml");
    new Bootstrap(environment, functions.clock, out()).run(Wiring::services);

    Answer answer = api.answer();
    assertThat(answer.path()).isEqualTo("init/error");
    assertThat(answer.errorType()).isEqualTo("Runtime.ConfigInvalid");
    assertThat(answer.body())
        .contains("BUILDMEISTER_BUCKET is not set")
        .contains("AWS_REGION is not set")
        .contains("BUILDMEISTER_BACKFILL_THREADS is 'many'")
        .contains("BUILDMEISTER_DEFAULT_REPO is not owner/repo: ")
        .contains("BUILDMEISTER_RULESET: there is no file no/such/rules.toml")
        .contains("_HANDLER is ''");
    assertThat(lines().lines()).singleElement().asString().contains("BUILDMEISTER_BUCKET");
  }

  @Test
  void aRulesetFileThatIsNotValidTellsItsFaultsInTheSameLine(@TempDir Path rules) throws Exception {
    Path file = rules.resolve("rules.toml");
    Files.writeString(file, "[[rule]]\nname = 'a'\npattern = '('\n[[rule]]\nname = 'b'\n");
    Map<String, String> environment =
        Map.of(Bootstrap.API, api.address(), "BUILDMEISTER_RULESET", file.toString());
    new Bootstrap(environment, functions.clock, out()).run(Wiring::services);

    String message = JSON.readTree(api.answer().body()).path("errorMessage").asText();
    assertThat(message)
        .contains("BUILDMEISTER_BUCKET is not set")
        .contains("rules.toml:3")
        .contains("rules.toml:4");
    assertThat(message.lines()).hasSize(1);
  }

  @Test
  void aClassThatIsMissingOrDoesNotStartIsToldToo() throws Exception {
    Map<String, String> environment =
        Map.of(Bootstrap.API, api.address(), Bootstrap.HANDLER, "classify");
    new Bootstrap(environment, functions.clock, out())
        .run(
            _ -> {
              throw new ExceptionInInitializerError(new IllegalStateException("no rules inside"));
            });

    Answer answer = api.answer();
    assertThat(answer.path()).isEqualTo("init/error");
    assertThat(answer.body()).contains("no rules inside");
  }

  @Test
  void outsideOfLambdaItSaysThatItBelongsThere() {
    new Bootstrap(Map.of(Bootstrap.HANDLER, "classify"), functions.clock, out())
        .run(_ -> functions.services);
    assertThat(lines().lines())
        .singleElement()
        .asString()
        .contains("AWS_LAMBDA_RUNTIME_API is not set; AWS Lambda sets it");
  }
}
