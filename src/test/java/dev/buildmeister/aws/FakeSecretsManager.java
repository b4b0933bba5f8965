package dev.buildmeister.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Secrets Manager's CreateSecret and GetSecretValue, for want of a server that can be embedded.
final class FakeSecretsManager {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> secrets = new ConcurrentHashMap<>();

  private FakeSecretsManager() {}

  static URI start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FakeSecretsManager fake = new FakeSecretsManager();
      server.createContext("/", fake::answer);
      server.start();
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      switch (operation) {
        case "secretsmanager.CreateSecret" -> {
          secrets.put(request.path("Name").asText(), request.path("SecretString").asText());
          send(exchange, 200, Map.of("Name", request.path("Name").asText()));
        }
        case "secretsmanager.GetSecretValue" -> get(exchange, request.path("SecretId").asText());
        default -> send(exchange, 400, Map.of("__type", "UnknownOperationException"));
      }
    }
  }

  private void get(HttpExchange exchange, String id) throws IOException {
    String value = secrets.get(id);
    if (value == null) {
      send(exchange, 400, Map.of("__type", "ResourceNotFoundException", "message", "no " + id));
    } else {
      send(exchange, 200, Map.of("Name", id, "SecretString", value));
    }
  }

  private static void send(HttpExchange exchange, int status, Map<String, String> body)
      throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
