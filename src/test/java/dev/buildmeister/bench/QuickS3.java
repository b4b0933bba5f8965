package dev.buildmeister.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// As much of S3 as a log needs: GET of an object. What is put is read and forgotten.
final class QuickS3 extends QuickServer {
  /// To the second, as S3's.
  private static final String MODIFIED = "Mon, 03 Aug 2026 10:00:00 GMT";

  private static final String NO_SUCH_KEY =
      "<Error><Code>NoSuchKey</Code><Message>The key does not exist.</Message></Error>";

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

  QuickS3() throws IOException {}

  /// Keeps an object; the array is the server's from now on.
  ///
  /// @param path `/bucket/key`
  void keep(String path, byte[] object) {
    objects.put(path, object);
  }

  @Override
  void serve(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("PUT")) {
      var _ = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      exchange.getResponseHeaders().set("ETag", "\"0\"");
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    byte[] object = objects.get(exchange.getRequestURI().getPath());
    byte[] body = object == null ? NO_SUCH_KEY.getBytes(UTF_8) : object;
    exchange.getResponseHeaders().set("ETag", "\"0\"");
    exchange.getResponseHeaders().set("Last-Modified", MODIFIED);
    exchange.sendResponseHeaders(object == null ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
  }
}
