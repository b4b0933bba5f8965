package dev.buildmeister.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// The attributes of a row, by name, in the order of their names. Immutable.
///
/// @param values by name; not to be changed
public record Attributes(SortedMap<String, Value> values) {
  /// None.
  public static final Attributes NONE = new Attributes(new TreeMap<>());

  public Attributes {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /// These and one more, which replaces what the name stood for.
  public Attributes with(String name, Value value) {
    return plus(Map.of(name, value));
  }

  /// These and a text.
  public Attributes with(String name, String text) {
    return with(name, new Value.Text(text));
  }

  /// These and a number.
  public Attributes with(String name, long number) {
    return with(name, new Value.Int(number));
  }

  /// These and others, which replace what their names stood for.
  public Attributes plus(Map<String, Value> others) {
    TreeMap<String, Value> all = new TreeMap<>(values);
    all.putAll(others);
    return new Attributes(all);
  }

  /// These without the named ones.
  public Attributes without(Collection<String> names) {
    TreeMap<String, Value> rest = new TreeMap<>(values);
    rest.keySet().removeAll(names);
    return new Attributes(rest);
  }

  /// The value of that name, if there is one.
  public Optional<Value> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// The text of that name; empty if there is none or it is no text.
  public Optional<String> text(String name) {
    return values.get(name) instanceof Value.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /// The number of that name; empty if there is none or it is no number.
  public OptionalLong number(String name) {
    return values.get(name) instanceof Value.Int(long number)
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  /// The texts in the list of that name; other values in it are passed over.
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    if (values.get(name) instanceof Value.Items(List<Value> items)) {
      for (Value item : items) {
        if (item instanceof Value.Text(String text)) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  /// The attributes under that name; empty if there are none.
  public Optional<Attributes> fields(String name) {
    return values.get(name) instanceof Value.Fields(Attributes fields)
        ? Optional.of(fields)
        : Optional.empty();
  }

  /// How many bytes the names and values count for in a row, see [Value#sizeBytes].
  public long sizeBytes() {
    return values.entrySet().stream()
        .mapToLong(entry -> Texts.bytes(entry.getKey()) + entry.getValue().sizeBytes())
        .sum();
  }

  /// As one line of JSON; equal attributes give equal bytes.
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
      write(json, new Value.Fields(this));
    } catch (IOException e) {
      throw new UncheckedIOException("a string writer does not fail", e);
    }
    return text.toString();
  }

  /// Reads [#json] back. Kinds of values that we do not write are passed over.
  ///
  /// @throws UncheckedIOException if it is not a JSON object
  public static Attributes parse(String text) {
    try (JsonParser json = Json.FACTORY.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("attributes are not a JSON object");
      }
      return readFields(json);
    } catch (IOException e) {
      throw new UncheckedIOException("stored attributes are damaged: " + e.getMessage(), e);
    }
  }

  private static void write(JsonGenerator json, Value value) throws IOException {
    switch (value) {
      case Value.Text(String text) -> Json.string(json, text);
      case Value.Int(long number) -> json.writeNumber(number);
      case Value.Items(List<Value> items) -> {
        json.writeStartArray();
        for (Value item : items) {
          write(json, item);
        }
        json.writeEndArray();
      }
      case Value.Fields(Attributes fields) -> {
        json.writeStartObject();
        for (Map.Entry<String, Value> entry : fields.values().entrySet()) {
          json.writeFieldName(entry.getKey());
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      // Read back, it is passed over.
      case Value.Foreign _ -> json.writeNull();
    }
  }

  private static Attributes readFields(JsonParser json) throws IOException {
    TreeMap<String, Value> values = new TreeMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      read(json).ifPresent(value -> values.put(name, value));
    }
    return new Attributes(values);
  }

  private static Optional<Value> read(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> Optional.of(new Value.Text(json.getText()));
      case VALUE_NUMBER_INT -> Optional.of(new Value.Int(json.getLongValue()));
      case START_OBJECT -> Optional.of(new Value.Fields(readFields(json)));
      case START_ARRAY -> {
        List<Value> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          read(json).ifPresent(items::add);
        }
        yield Optional.of(new Value.Items(items));
      }
      // Not ours; a switch over another library's tokens cannot name them all for ever.
      default -> Optional.empty();
    };
  }
}
