package dev.buildmeister.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// AWS Lambda's Runtime API, by which a runtime gets invocations and answers them: "Using the
/// Lambda runtime API for custom runtimes" in the Lambda developer guide.
///
/// No call has a time-out. To wait for the next invocation takes as long as it takes, and Lambda
/// freezes the whole process meanwhile: a clock would run out over that. Not thread-safe.
final class RuntimeApi {
  private static final String VERSION = "2018-06-01";
  private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
  private static final int SERVER_ERRORS = 500;

  private final String base;

  /// @param address host and port, as Lambda gives them in `AWS_LAMBDA_RUNTIME_API`
  RuntimeApi(String address) {
    this.base = "http://" + address + "/" + VERSION + "/runtime/";
  }

  /// What is to be done.
  ///
  /// @param requestId names it
  /// @param deadline when Lambda ends it, null if that was not said in a way that can be read
  /// @param functionArn what was invoked, empty if not said
  /// @param traceId for X-Ray, empty if not said
  /// @param event JSON; the array is the holder's
  @SuppressWarnings("ArrayRecordComponent") // Up to 6 MB that nobody compares.
  record Next(
      String requestId,
      @Nullable Instant deadline,
      String functionArn,
      String traceId,
      byte[] event) {}

  /// Waits for what is next to do.
  ///
  /// @throws IOException if the API cannot be reached or does not keep to its contract; the process
  ///   is of no use then
  Next next() throws IOException {
    HttpURLConnection connection = open("invocation/next");
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      drain(connection);
      throw new IOException("the Runtime API answers " + status + " when asked for the next event");
    }
    byte[] event;
    try (InputStream in = connection.getInputStream()) {
      event = in.readAllBytes();
    }
    UnaryOperator<String> header =
        name -> {
          String value = connection.getHeaderField("Lambda-Runtime-" + name);
          return value == null ? "" : value;
        };
    String id = header.apply("Aws-Request-Id");
    if (!id.matches("[A-Za-z0-9_.-]{1,128}")) {
      throw new IOException("the Runtime API gives an event without a request id");
    }
    return new Next(
        id,
        deadline(header.apply("Deadline-Ms")),
        header.apply("Invoked-Function-Arn"),
        header.apply("Trace-Id"),
        event);
  }

  private static @Nullable Instant deadline(String millis) {
    return millis.matches("[0-9]{1,15}") ? Instant.ofEpochMilli(Long.parseLong(millis)) : null;
  }

  /// Gives the answer.
  ///
  /// @return the status; 413 if Lambda takes it for too long
  int answer(String requestId, ByteArrayOutputStream answer) throws IOException {
    return post("invocation/" + requestId + "/response", null, answer);
  }

  /// Says that it failed.
  ///
  /// @return the status
  int error(String requestId, Failure failure) throws IOException {
    return post("invocation/" + requestId + "/error", failure.category(), bytes(failure));
  }

  /// Says that this process cannot do anything at all.
  ///
  /// @return the status
  int initError(Failure failure) throws IOException {
    return post("init/error", failure.category(), bytes(failure));
  }

  private static ByteArrayOutputStream bytes(Failure failure) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(failure.json().getBytes(StandardCharsets.UTF_8));
    return out;
  }

  private int post(String path, @Nullable String errorType, ByteArrayOutputStream body)
      throws IOException {
    try {
      return postOnce(path, errorType, body);
    } catch (IOException e) {
      // A kept connection may have been closed meanwhile. To say the same twice does no harm: the
      // second time it is refused.
      return postOnce(path, errorType, body);
    }
  }

  private int postOnce(String path, @Nullable String errorType, ByteArrayOutputStream body)
      throws IOException {
    HttpURLConnection connection = open(path);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.size());
    connection.setRequestProperty("Content-Type", "application/json");
    if (errorType != null) {
      connection.setRequestProperty(ERROR_TYPE, errorType);
    }
    try (OutputStream out = connection.getOutputStream()) {
      body.writeTo(out);
    }
    int status = connection.getResponseCode();
    drain(connection);
    if (status >= SERVER_ERRORS) {
      throw new IOException("the Runtime API answers " + status + " to " + path);
    }
    return status;
  }

  private HttpURLConnection open(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(base + path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setUseCaches(false);
    return connection;
  }

  /// Reads the rest, without which the connection is not kept for the next call.
  private static void drain(HttpURLConnection connection) throws IOException {
    try (@Nullable InputStream in =
        connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      if (in != null) {
        var _ = in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}
