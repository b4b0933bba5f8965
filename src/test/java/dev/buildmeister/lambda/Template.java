package dev.buildmeister.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// `template.yaml` as CloudFormation sees it for given parameters: conditions decided, functions
/// evaluated, what is not made left out. All scalars are texts.
///
/// A name or ARN that only AWS could tell is made up of the resource's own name.
final class Template {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
  private static final JsonNode FILE = read(Path.of("template.yaml"));
  private static final Map<String, String> PSEUDO =
      Map.of(
          "AWS::Partition", "aws",
          "AWS::Region", "eu-central-1",
          "AWS::AccountId", "111122223333",
          "AWS::StackName", "ci");

  private final Map<String, String> parameters;

  private Template(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /// @param given what is not the default
  static Template with(Map<String, String> given) {
    Map<String, String> parameters =
        new TreeMap<>(
            Map.of("CodeBucket", "code", "CodeKey", "key", "Revision", "0000000000000000"));
    FILE.path("Parameters")
        .properties()
        .forEach(
            each -> {
              if (each.getValue().has("Default")) {
                parameters.put(each.getKey(), each.getValue().path("Default").asText());
              }
            });
    for (String name : given.keySet()) {
      if (!FILE.path("Parameters").has(name)) {
        throw new IllegalArgumentException("no parameter " + name);
      }
    }
    parameters.putAll(given);
    return new Template(parameters);
  }

  /// The file as it is written.
  static JsonNode file() {
    return FILE;
  }

  /// The properties of a resource.
  ///
  /// @throws IllegalArgumentException if it is not made
  JsonNode properties(String id) {
    if (!isMade(id)) {
      throw new IllegalArgumentException("no resource " + id);
    }
    return evaluate(FILE.path("Resources").path(id).path("Properties"));
  }

  /// The properties of all resources of a type that are made.
  SortedMap<String, JsonNode> all(String type) {
    SortedMap<String, JsonNode> found = new TreeMap<>();
    FILE.path("Resources")
        .properties()
        .forEach(
            each -> {
              if (each.getValue().path("Type").asText().equals(type) && isMade(each.getKey())) {
                found.put(each.getKey(), properties(each.getKey()));
              }
            });
    return found;
  }

  /// The properties of all functions, with what is the same for all of them.
  SortedMap<String, JsonNode> functions() {
    SortedMap<String, JsonNode> functions = all("AWS::Serverless::Function");
    JsonNode globals = evaluate(FILE.path("Globals").path("Function"));
    functions.replaceAll((_, own) -> ((ObjectNode) globals).deepCopy().setAll((ObjectNode) own));
    return functions;
  }

  /// A function's properties, with what is the same for all of them.
  JsonNode function(String id) {
    return Optional.ofNullable(functions().get(id)).orElseThrow();
  }

  /// Everything that is made, to see that nothing refers to what is not.
  void checkAll() {
    FILE.path("Resources")
        .fieldNames()
        .forEachRemaining(
            id -> {
              if (isMade(id)) {
                var _ = properties(id);
              }
            });
    FILE.path("Outputs")
        .forEach(
            output -> {
              if (!output.has("Condition") || condition(output.path("Condition").asText())) {
                var _ = evaluate(output.path("Value"));
              }
            });
  }

  boolean isMade(String id) {
    JsonNode resource = FILE.path("Resources").path(id);
    return resource.isObject()
        && (!resource.has("Condition") || condition(resource.path("Condition").asText()));
  }

  private JsonNode evaluate(JsonNode node) {
    if (node.isArray()) {
      ArrayNode array = JSON.arrayNode();
      node.forEach(
          each -> {
            JsonNode value = evaluate(each);
            if (!value.isMissingNode()) {
              array.add(value);
            }
          });
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    String first = node.isEmpty() ? "" : node.fieldNames().next();
    if (first.startsWith("Fn::") || first.equals("Ref")) {
      return call(first, node.path(first));
    }
    ObjectNode object = JSON.objectNode();
    node.properties()
        .forEach(
            each -> {
              JsonNode value = evaluate(each.getValue());
              if (!value.isMissingNode()) {
                object.set(each.getKey(), value);
              }
            });
    return object;
  }

  private JsonNode call(String function, JsonNode argument) {
    return switch (function) {
      case "Ref" -> ref(argument.asText());
      case "Fn::GetAtt" -> new TextNode(attribute(argument.asText()));
      case "Fn::If" -> evaluate(argument.path(condition(argument.path(0).asText()) ? 1 : 2));
      case "Fn::Sub" ->
          new TextNode(
              argument.isArray()
                  ? substitute(argument.path(0).asText(), evaluate(argument.path(1)))
                  : substitute(argument.asText(), JSON.objectNode()));
      default -> throw new IllegalArgumentException(function + " is not known here");
    };
  }

  private JsonNode ref(String name) {
    if (name.equals("AWS::NoValue")) {
      return MissingNode.getInstance();
    }
    String known = PSEUDO.getOrDefault(name, parameters.getOrDefault(name, ""));
    if (!known.isEmpty() || parameters.containsKey(name)) {
      return new TextNode(known);
    }
    return new TextNode(name.endsWith(".Alias") ? name : physicalName(name));
  }

  private String physicalName(String id) {
    JsonNode properties = properties(id);
    for (String name : new String[] {"TableName", "FunctionName", "LogGroupName"}) {
      if (properties.has(name)) {
        return properties.path(name).asText();
      }
    }
    return id.toLowerCase(Locale.ROOT);
  }

  private String attribute(String path) {
    int dot = path.indexOf('.');
    String id = path.substring(0, dot);
    String name = physicalName(id);
    return switch (FILE.path("Resources").path(id).path("Type").asText() + path.substring(dot)) {
      case "AWS::DynamoDB::Table.Arn" -> tableArn(name);
      case "AWS::DynamoDB::Table.StreamArn" -> tableArn(name) + "/stream/1";
      case "AWS::S3::Bucket.Arn" -> "arn:aws:s3:::" + name;
      default -> path;
    };
  }

  static String tableArn(String name) {
    return "arn:aws:dynamodb:eu-central-1:111122223333:table/" + name;
  }

  private String substitute(String text, JsonNode variables) {
    Matcher matcher = VARIABLE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value =
          variables.has(name)
              ? variables.path(name).asText()
              : name.contains(".") ? attribute(name) : ref(name).asText();
      matcher.appendReplacement(result, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(result).toString();
  }

  private boolean condition(String name) {
    JsonNode condition = FILE.path("Conditions").path(name);
    if (condition.isMissingNode()) {
      throw new IllegalArgumentException("no condition " + name);
    }
    return holds(condition);
  }

  private boolean holds(JsonNode condition) {
    String function = condition.fieldNames().next();
    JsonNode argument = condition.path(function);
    return switch (function) {
      case "Condition" -> condition(argument.asText());
      case "Fn::Equals" -> evaluate(argument.path(0)).equals(evaluate(argument.path(1)));
      case "Fn::Not" -> !holds(argument.path(0));
      case "Fn::Or" -> argument.valueStream().anyMatch(this::holds);
      default -> throw new IllegalArgumentException(function + " is not known here");
    };
  }

  private static JsonNode read(Path file) {
    try {
      return json(
          new Compose(LoadSettings.builder().setLabel(file.toString()).build())
              .composeString(Files.readString(file))
              .orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(Node node) {
    JsonNode value =
        switch (node) {
          case ScalarNode scalar -> new TextNode(scalar.getValue());
          case SequenceNode sequence -> {
            ArrayNode array = JSON.arrayNode();
            sequence.getValue().forEach(each -> array.add(json(each)));
            yield array;
          }
          case MappingNode mapping -> {
            ObjectNode object = JSON.objectNode();
            mapping
                .getValue()
                .forEach(
                    each ->
                        object.set(json(each.getKeyNode()).asText(), json(each.getValueNode())));
            yield object;
          }
          default -> throw new IllegalArgumentException(node + " is not known here");
        };
    String tag = node.getTag().getValue();
    if (!tag.startsWith("!") || tag.equals("!")) {
      return value;
    }
    // `!Ref` and `!Condition` are short for themselves, `!X` for `Fn::X`.
    String name = tag.substring(1);
    String function = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
    return JSON.objectNode().set(function, value);
  }
}
