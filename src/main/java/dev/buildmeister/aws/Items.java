package dev.buildmeister.aws;

import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    };
  }

  /// Kinds of values that we do not write are passed over: in a table that a team already has,
  /// other programs write too.
  static Attributes read(Map<String, AttributeValue> item) {
    TreeMap<String, Value> values = new TreeMap<>();
    item.forEach((name, value) -> read(value).ifPresent(read -> values.put(name, read)));
    return new Attributes(values);
  }

  private static Optional<Value> read(AttributeValue value) {
    return switch (value.type()) {
      case S -> Optional.of(new Value.Text(value.s()));
      case N -> number(value.n());
      case L -> {
        List<Value> items = new ArrayList<>();
        value.l().forEach(each -> read(each).ifPresent(items::add));
        yield Optional.of(new Value.Items(items));
      }
      case M -> Optional.of(new Value.Fields(read(value.m())));
      case B, SS, NS, BS, BOOL, NUL, UNKNOWN_TO_SDK_VERSION -> Optional.empty();
    };
  }

  private static Optional<Value> number(String text) {
    try {
      return Optional.of(new Value.Int(Long.parseLong(text)));
    } catch (NumberFormatException e) {
      // A fraction or a number of more than 64 bits: not ours.
      return Optional.empty();
    }
  }
}
