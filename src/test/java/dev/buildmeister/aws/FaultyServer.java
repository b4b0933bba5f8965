package dev.buildmeister.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// Stands in front of a server and answers some requests itself, as AWS does when it is busy or
/// when a permission is missing; the others it passes on.
public final class FaultyServer implements AutoCloseable {
  private static final Set<String> OWN_HEADERS =
      Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");

  private static final String BROKEN_OFF = "test-broken-off";

  private final URI behind;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Fault fault = (_, _) -> Optional.empty();

  /// A request.
  ///
  /// @param what `DynamoDB_20120810.Query` of services that speak JSON, else `GET
  ///   /bucket/key?query`
  // Nobody compares two.
  @SuppressWarnings("ArrayRecordComponent")
  public record Request(
      String what, String method, String path, Map<String, List<String>> headers, byte[] body) {
    /// Its body.
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /// An answer.
  // Nobody compares two.
  @SuppressWarnings("ArrayRecordComponent")
  public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    /// An error of services that speak JSON.
    public static Answer json(int status, String type) {
      return json(status, Map.of("__type", type, "message", "the test says " + type));
    }

    static Answer json(int status, Map<String, String> body) {
      StringBuilder text = new StringBuilder();
      body.forEach(
          (name, value) ->
              text.append(text.isEmpty() ? "{" : ",")
                  .append("\"%s\":\"%s\"".formatted(name, value)));
      return of(status, "application/x-amz-json-1.0", text.append('}').toString());
    }

    /// An error of S3.
    public static Answer xml(int status, String code) {
      return of(
          status,
          "application/xml",
          "<Error><Code>" + code + "</Code><Message>the test says so</Message></Error>");
    }

    /// One whose connection breaks before the last bytes.
    ///
    /// @param missing how many bytes do not come, of as many more than are there
    public Answer brokenOff(int missing) {
      Map<String, List<String>> more = new HashMap<>(headers);
      more.put(BROKEN_OFF, List.of(Integer.toString(missing)));
      return new Answer(status, more, body);
    }

    /// Any.
    public static Answer of(int status, String type, String body) {
      return new Answer(
          status, Map.of("Content-Type", List.of(type)), body.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// What stands in for the server.
  @FunctionalInterface
  public interface Fault {
    /// The answer to give; empty to pass the request on.
    ///
    /// @param server to ask for part of the work
    Optional<Answer> of(Request request, Server server) throws IOException;
  }

  /// The server behind.
  @FunctionalInterface
  public interface Server {
    /// Its own answer.
    Answer ask(Request request) throws IOException;
  }

  public FaultyServer(URI behind) {
    this.behind = behind;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// From now on this.
  public void fail(Fault next) {
    fault = next;
  }

  /// From now on nothing is wrong.
  public void heal() {
    fault = (_, _) -> Optional.empty();
  }

  /// What was asked for, in order.
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.putAll(exchange.getRequestHeaders());
      String path = exchange.getRequestURI().toString();
      String method = exchange.getRequestMethod();
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      Request request =
          new Request(
              target == null ? method + " " + path : target,
              method,
              path,
              headers,
              exchange.getRequestBody().readAllBytes());
      asked.add(request.what());
      Optional<Answer> own = fault.of(request, this::pass);
      send(exchange, own.isPresent() ? own.get() : pass(request));
    }
  }

  private Answer pass(Request request) throws IOException {
    HttpRequest.Builder next =
        HttpRequest.newBuilder(URI.create(behind + request.path()))
            .method(
                request.method(),
                request.body().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(request.body()));
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> next.header(name, value));
              }
            });
    try {
      HttpResponse<byte[]> answer = client.send(next.build(), BodyHandlers.ofByteArray());
      return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    answer
        .headers()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (!lower.startsWith(":")
                  && (!OWN_HEADERS.contains(lower) || (head && lower.equals("content-length")))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    int length = answer.body().length;
    int missing =
        Integer.parseInt(answer.headers().getOrDefault(BROKEN_OFF, List.of("0")).getFirst());
    exchange.sendResponseHeaders(answer.status(), head || length == 0 ? -1 : length + missing);
    if (!head && length > 0) {
      exchange.getResponseBody().write(answer.body());
      exchange.getResponseBody().flush();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
