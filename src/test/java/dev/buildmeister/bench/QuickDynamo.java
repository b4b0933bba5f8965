package dev.buildmeister.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// As much of DynamoDB as the handlers need: items are got and updated under conditions, thin rows
/// are taken and forgotten. What it does not know it refuses. DynamoDB Local takes milliseconds for
/// each request; this one takes next to nothing, so that the handler's own time is seen.
final class QuickDynamo extends QuickServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SET =
      Pattern.compile(
          "(#n\\d+) = (?:(:v\\d+)|if_not_exists\\(#n\\d+, (:v\\d+)\\)(?: \\+ (:v\\d+))?)");
  private static final Pattern CHECK =
      Pattern.compile("attribute_not_exists\\((#n\\d+)\\)|(#n\\d+) (=|<|<=) (:v\\d+)");

  /// By table and key.
  private final Map<String, ObjectNode> items = new HashMap<>();

  QuickDynamo() throws IOException {}

  /// What DynamoDB answers: a status and JSON.
  private record Reply(int status, ObjectNode body) {
    static Reply ok(ObjectNode body) {
      return new Reply(200, body);
    }
  }

  @Override
  void serve(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String operation = String.valueOf(target).replaceFirst(".*\\.", "");
    Reply reply = reply(operation, request);
    byte[] body = reply.body.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(reply.status, body.length);
    exchange.getResponseBody().write(body);
  }

  private synchronized Reply reply(String operation, JsonNode request) {
    ObjectNode body = JSON.createObjectNode();
    switch (operation) {
      case "CreateTable" -> {}
      case "DescribeTable" -> body.putObject("Table").put("TableStatus", "ACTIVE");
      case "BatchWriteItem" -> body.putObject("UnprocessedItems");
      case "GetItem" -> {
        ObjectNode item = items.get(key(request));
        if (item != null) {
          body.set("Item", item);
        }
      }
      case "UpdateItem" -> {
        return update(request);
      }
      default -> {
        return error("UnknownOperationException", operation + " is not known here");
      }
    }
    return Reply.ok(body);
  }

  private static Reply error(String type, String message) {
    return new Reply(400, JSON.createObjectNode().put("__type", type).put("message", message));
  }

  private static String key(JsonNode request) {
    return request.path("TableName").asText() + request.path("Key");
  }

  private Reply update(JsonNode request) {
    ObjectNode before = items.get(key(request));
    ObjectNode known = before == null ? JSON.createObjectNode() : before;
    if (!holds(request, known)) {
      Reply refused =
          error(
              "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
              "The conditional request failed");
      if (before != null) {
        refused.body.set("Item", before);
      }
      return refused;
    }
    ObjectNode after = updated(request, known);
    items.put(key(request), after);
    ObjectNode body = JSON.createObjectNode();
    switch (request.path("ReturnValues").asText("NONE")) {
      case "ALL_OLD" -> {
        if (before != null) {
          body.set("Attributes", before);
        }
      }
      case "ALL_NEW" -> body.set("Attributes", after);
      default -> {}
    }
    return Reply.ok(body);
  }

  private static ObjectNode updated(JsonNode request, ObjectNode known) {
    ObjectNode after = known.deepCopy();
    request.path("Key").properties().forEach(key -> after.set(key.getKey(), key.getValue()));
    String[] parts = request.path("UpdateExpression").asText().split(" ?REMOVE ", -1);
    for (Matcher set = SET.matcher(parts[0]); set.find(); ) {
      String name = name(request, set.group(1));
      JsonNode old = known.get(name);
      if (set.group(2) != null) {
        after.set(name, value(request, set.group(2)));
      } else if (set.group(4) != null) {
        JsonNode from = old == null ? value(request, set.group(3)) : old;
        BigDecimal sum = number(from).add(number(value(request, set.group(4))));
        after.set(name, JSON.createObjectNode().put("N", sum.toPlainString()));
      } else if (old == null) {
        after.set(name, value(request, set.group(3)));
      }
    }
    if (parts.length == 2) {
      Arrays.stream(parts[1].split(", ", -1)).forEach(each -> after.remove(name(request, each)));
    }
    return after;
  }

  /// `(a AND b) OR (c)`, as [dev.buildmeister.store.ItemUpdate] is written.
  private static boolean holds(JsonNode request, ObjectNode item) {
    String condition = request.path("ConditionExpression").asText();
    return condition.isEmpty()
        || Arrays.stream(condition.split(" OR ", -1))
            .anyMatch(
                all ->
                    CHECK
                        .matcher(all)
                        .results()
                        .allMatch(
                            check ->
                                holds(
                                    request,
                                    item,
                                    check.group(1),
                                    check.group(2),
                                    check.group(3),
                                    check.group(4))));
  }

  private static boolean holds(
      JsonNode request,
      ObjectNode item,
      @Nullable String absent,
      @Nullable String name,
      @Nullable String operator,
      @Nullable String than) {
    if (absent != null) {
      return !item.has(name(request, absent));
    }
    JsonNode found = item.get(name(request, String.valueOf(name)));
    if (found == null) {
      return false;
    }
    int order = compare(found, value(request, String.valueOf(than)));
    return switch (String.valueOf(operator)) {
      case "=" -> order == 0;
      case "<" -> order < 0;
      default -> order <= 0;
    };
  }

  private static int compare(JsonNode one, JsonNode other) {
    return one.has("N") && other.has("N")
        ? number(one).compareTo(number(other))
        : one.path("S").asText().compareTo(other.path("S").asText());
  }

  private static BigDecimal number(JsonNode value) {
    return new BigDecimal(value.path("N").asText());
  }

  private static String name(JsonNode request, String placeholder) {
    return request.path("ExpressionAttributeNames").path(placeholder).asText();
  }

  private static JsonNode value(JsonNode request, String placeholder) {
    return request.path("ExpressionAttributeValues").path(placeholder);
  }
}
