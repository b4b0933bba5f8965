package dev.buildmeister.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.buildmeister.lambda.AnswerBuffer.TooLongException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Does one invocation after the other, as long as the Runtime API gives any. What a handler throws
/// is the answer to that invocation, and the next one is done as if nothing had been.
final class RuntimeLoop {
  /// Where the SDK looks for what to send to X-Ray.
  static final String TRACE = "com.amazonaws.xray.traceHeader";

  private final RuntimeApi api;
  private final RequestStreamHandler handler;
  private final InstantSource clock;
  private final JsonLog log;

  RuntimeLoop(RuntimeApi api, RequestStreamHandler handler, InstantSource clock, JsonLog log) {
    this.api = api;
    this.handler = handler;
    this.clock = clock;
    this.log = log;
  }

  /// Goes on until it cannot, and says so in the log.
  void run() {
    try {
      boolean isSound = true;
      while (isSound) {
        isSound = isSoundAfter(api.next());
      }
    } catch (IOException e) {
      log.problem("no more events: " + e.getMessage());
    }
  }

  /// Whether the process can be trusted after that.
  private boolean isSoundAfter(RuntimeApi.Next next) throws IOException {
    trace(next.traceId());
    Instant deadline = next.deadline();
    if (deadline == null) {
      fail(next, new IOException("the Runtime API gives an event without a deadline"));
      return true;
    }
    AnswerBuffer answer = new AnswerBuffer();
    try {
      handler.handleRequest(
          new ByteArrayInputStream(next.event()),
          answer,
          new Invocation(next.requestId(), next.functionArn(), deadline, clock));
    } catch (Throwable e) { // An error of the machine is an answer too.
      fail(next, e);
      return !(e instanceof VirtualMachineError) || e instanceof StackOverflowError;
    }
    if (answer.isTooLong() || isRefused(next, "the answer", api.answer(next.requestId(), answer))) {
      fail(next, new TooLongException());
    }
    return true;
  }

  private void fail(RuntimeApi.Next next, Throwable thrown) throws IOException {
    Failure failure =
        thrown instanceof TooLongException
            ? new Failure(
                "Function.ResponseSizeTooLarge",
                "Function.ResponseSizeTooLarge",
                String.valueOf(thrown.getMessage()))
            : Failure.of(thrown);
    log.problem(
        failure.message(),
        Map.of(
            "request",
            next.requestId(),
            "error",
            failure.type(),
            "frames",
            Failure.frames(thrown)));
    var _ = isRefused(next, "the error", api.error(next.requestId(), failure));
  }

  /// Whether Lambda takes it for too long. Other refusals, such as for an invocation whose time is
  /// over, are of no use to anybody but the reader of the log.
  private boolean isRefused(RuntimeApi.Next next, String what, int status) {
    if (status >= HttpURLConnection.HTTP_BAD_REQUEST) {
      log.problem(
          "the Runtime API refuses " + what + " with " + status,
          Map.of("request", next.requestId()));
    }
    return status == HttpURLConnection.HTTP_ENTITY_TOO_LARGE;
  }

  private static void trace(String id) {
    if (id.isEmpty()) {
      System.clearProperty(TRACE);
    } else {
      System.setProperty(TRACE, id);
    }
  }
}
