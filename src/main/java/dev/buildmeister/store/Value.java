package dev.buildmeister.store;

import java.util.ArrayList;
import java.util.List;

/// The value of an attribute. Four kinds are enough for everything that we keep in rows; of other
/// programs there may be others.
public sealed interface Value {
  /// A text; never holds half a surrogate pair.
  record Text(String text) implements Value {
    public Text {
      text = Texts.wellFormed(text);
    }
  }

  /// A whole number.
  record Int(long number) implements Value {}

  /// A list.
  record Items(List<Value> values) implements Value {
    public Items {
      values = List.copyOf(values);
    }

    /// A list of texts.
    public static Items ofTexts(Iterable<String> texts) {
      List<Value> values = new ArrayList<>();
      texts.forEach(text -> values.add(new Text(text)));
      return new Items(values);
    }
  }

  /// Named values.
  record Fields(Attributes attributes) implements Value {}

  /// What only another program writes, of a kind that we have no use for. In JSON it is null.
  ///
  /// @param value as the store has it
  /// @param sizeBytes how many bytes it counts for
  record Foreign(Object value, long sizeBytes) implements Value {}

  /// How many bytes it counts for in a row, by the definition of DynamoDB: text by its UTF-8, a
  /// number by its digits, a list or map 3 bytes and 1 for each entry.
  default long sizeBytes() {
    return switch (this) {
      case Text text -> Texts.bytes(text.text());
      case Int number -> Long.toString(number.number()).length() / 2 + 2;
      case Items items ->
          3 + items.values().size() + items.values().stream().mapToLong(Value::sizeBytes).sum();
      case Fields fields ->
          3 + fields.attributes().values().size() + fields.attributes().sizeBytes();
      case Foreign foreign -> foreign.sizeBytes();
    };
  }
}
