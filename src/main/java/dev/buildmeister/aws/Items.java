package dev.buildmeister.aws;

import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.Value;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Attributes as DynamoDB has them.
final class Items {
  private Items() {}

  static Map<String, AttributeValue> write(Attributes attributes) {
    Map<String, AttributeValue> item = new HashMap<>();
    attributes.values().forEach((name, value) -> item.put(name, write(value)));
    return item;
  }

  static AttributeValue write(Value value) {
    return switch (value) {
      case Value.Text(String text) -> AttributeValue.fromS(text);
      case Value.Int(long number) -> AttributeValue.fromN(Long.toString(number));
      case Value.Items(List<Value> items) ->
          AttributeValue.fromL(items.stream().map(Items::write).toList());
      case Value.Fields(Attributes fields) -> AttributeValue.fromM(write(fields));
      // Only from here.
      case Value.Foreign(Object foreign, long _) -> (AttributeValue) foreign;
    };
  }

  /// Kinds of values that we do not write are kept as they are: in a table that a team already has,
  /// other programs write too.
  static Attributes read(Map<String, AttributeValue> item) {
    TreeMap<String, Value> values = new TreeMap<>();
    item.forEach((name, value) -> values.put(name, read(value)));
    return new Attributes(values);
  }

  private static Value read(AttributeValue value) {
    return switch (value.type()) {
      case S -> new Value.Text(value.s());
      case N -> number(value);
      case L -> new Value.Items(value.l().stream().map(Items::read).toList());
      case M -> new Value.Fields(read(value.m()));
      case B -> new Value.Foreign(value, value.b().asByteArrayUnsafe().length);
      case SS -> set(value, value.ss().stream().map(Items::textBytes));
      case NS -> set(value, value.ns().stream().map(Items::numberBytes));
      case BS ->
          set(value, value.bs().stream().map(each -> (long) each.asByteArrayUnsafe().length));
      case BOOL, NUL, UNKNOWN_TO_SDK_VERSION -> new Value.Foreign(value, 1);
    };
  }

  private static Value number(AttributeValue value) {
    try {
      return new Value.Int(Long.parseLong(value.n()));
    } catch (NumberFormatException e) {
      // A fraction or a number of more than 64 bits: not ours.
      return new Value.Foreign(value, numberBytes(value.n()));
    }
  }

  /// Counted like a list, since AWS does not say how.
  private static Value set(AttributeValue value, Stream<Long> members) {
    return new Value.Foreign(value, members.reduce(3L, (sum, bytes) -> sum + bytes + 1));
  }

  private static long textBytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// One byte for two digits and one more, and 21 at most.
  private static long numberBytes(String digits) {
    return Math.min(21, digits.length() / 2 + 2);
  }
}
