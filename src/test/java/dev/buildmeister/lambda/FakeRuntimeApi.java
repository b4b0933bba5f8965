package dev.buildmeister.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Lambda's side of the Runtime API, for one runtime.
public final class FakeRuntimeApi implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final HttpServer server;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private final BlockingQueue<Optional<Event>> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

  /// An event with the headers it is given with, under their names behind `Lambda-Runtime-`.
  record Event(String body, Map<String, String> headers) {
    Event {
      headers = Map.copyOf(headers);
    }
  }

  /// What the runtime said.
  ///
  /// @param path behind `/2018-06-01/runtime/`
  /// @param errorType the header, empty if there was none
  public record Answer(String path, String errorType, String body) {
    /// Whether it is an answer and no error.
    public boolean isResponse() {
      return path.endsWith("/response");
    }
  }

  FakeRuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/2018-06-01/runtime/", this::serve);
    server.start();
  }

  /// What the next thing that the runtime says is met with, instead of 202.
  void meetWith(int status) {
    statuses.add(status);
  }

  /// Host and port.
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// Waits for the runtime to ask for its first event.
  boolean awaitAsked() throws InterruptedException {
    return asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  Answer invoke(String event, Instant deadline) throws InterruptedException {
    return invoke(event, Map.of("Deadline-Ms", Long.toString(deadline.toEpochMilli())));
  }

  /// Gives an event to the runtime, and waits for what it says.
  Answer invoke(String event, Map<String, String> headers) throws InterruptedException {
    events.put(Optional.of(new Event(event, headers)));
    return answer();
  }

  /// Waits for what the runtime says.
  Answer answer() throws InterruptedException {
    Answer answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("no answer in " + PATIENCE_SECONDS + " s");
    }
    return answer;
  }

  /// The next time that the runtime asks for an event, it is told that there is an end.
  void end() {
    events.add(Optional.empty());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring("/2018-06-01/runtime/".length());
      if (path.equals("invocation/next")) {
        next(exchange);
        return;
      }
      String type = exchange.getRequestHeaders().getFirst("Lambda-Runtime-Function-Error-Type");
      byte[] body = exchange.getRequestBody().readAllBytes();
      Integer status = statuses.poll();
      exchange.sendResponseHeaders(status == null ? 202 : status, -1);
      answers.add(
          new Answer(path, type == null ? "" : type, new String(body, StandardCharsets.UTF_8)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void next(HttpExchange exchange) throws IOException, InterruptedException {
    asked.countDown();
    Optional<Event> event = events.take();
    if (event.isEmpty()) {
      exchange.sendResponseHeaders(500, -1);
      return;
    }
    var headers = exchange.getResponseHeaders();
    headers.set("Lambda-Runtime-Aws-Request-Id", "request-" + requests.incrementAndGet());
    headers.set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:1:function:f");
    event.get().headers().forEach((name, value) -> headers.set("Lambda-Runtime-" + name, value));
    byte[] body = event.get().body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }
}
