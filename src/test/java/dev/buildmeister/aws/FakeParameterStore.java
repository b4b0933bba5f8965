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
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Systems Manager's PutParameter and GetParameter, for want of a server that can be embedded. It
/// computes the signature anew from what it was sent ("AWS Signature Version 4", IAM User Guide),
/// so that a request that AWS would not take fails here too.
final class FakeParameterStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET_KEY = "test";

  private final Map<String, Map<String, String>> parameters = new ConcurrentHashMap<>();

  private FakeParameterStore() {}

  static URI start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FakeParameterStore fake = new FakeParameterStore();
      server.createContext("/", fake::answer);
      server.start();
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      JsonNode request = JSON.readTree(body);
      String name = request.path("Name").asText();
      switch (exchange.getRequestHeaders().getFirst("X-Amz-Target")) {
        case "AmazonSSM.PutParameter" -> {
          parameters.put(
              name,
              Map.of(
                  "Name",
                  name,
                  "Type",
                  request.path("Type").asText(),
                  "Value",
                  request.path("Value").asText()));
          send(exchange, 200, Map.of("Version", 1));
        }
        case "AmazonSSM.GetParameter" -> get(exchange, request, name, body);
        default -> send(exchange, 400, Map.of("__type", "UnknownOperationException"));
      }
    }
  }

  private void get(HttpExchange exchange, JsonNode request, String name, byte[] body)
      throws IOException {
    if (!isSigned(exchange, body)) {
      send(exchange, 400, Map.of("__type", "InvalidSignatureException", "message", "not signed"));
    } else if (!parameters.containsKey(name)) {
      send(exchange, 400, Map.of("__type", "com.amazonaws.ssm#ParameterNotFound"));
    } else if (!request.path("WithDecryption").asBoolean()) {
      send(exchange, 200, Map.of("Parameter", Map.of("Type", "SecureString", "Value", "AQICAH==")));
    } else {
      send(exchange, 200, Map.of("Parameter", parameters.get(name)));
    }
  }

  private static boolean isSigned(HttpExchange exchange, byte[] body) {
    String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    var parts =
        java.util.regex.Pattern.compile(
                "AWS4-HMAC-SHA256 Credential=test/((\\d{8})/us-east-1/ssm/aws4_request),"
                    + " SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})")
            .matcher(authorization);
    if (!parts.matches() || !List.of(parts.group(3).split(";")).contains("x-amz-target")) {
      return false;
    }
    try {
      StringBuilder canonical = new StringBuilder("POST\n/\n\n");
      for (String header : parts.group(3).split(";", -1)) {
        canonical.append(header).append(':');
        canonical.append(exchange.getRequestHeaders().getFirst(header).strip()).append('\n');
      }
      canonical.append('\n').append(parts.group(3)).append('\n').append(sha256(body));
      String toSign =
          "AWS4-HMAC-SHA256\n"
              + exchange.getRequestHeaders().getFirst("X-Amz-Date")
              + "\n"
              + parts.group(1)
              + "\n"
              + sha256(canonical.toString().getBytes(StandardCharsets.UTF_8));
      byte[] key = ("AWS4" + SECRET_KEY).getBytes(StandardCharsets.UTF_8);
      for (String part : parts.group(1).split("/", -1)) {
        key = hmac(key, part);
      }
      return HexFormat.of().formatHex(hmac(key, toSign)).equals(parts.group(4));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String sha256(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, Map<String, ?> body)
      throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
