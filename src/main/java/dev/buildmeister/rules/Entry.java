package dev.buildmeister.rules;

import dev.buildmeister.scan.LinePattern;
import dev.buildmeister.scan.PatternException;
import dev.buildmeister.scan.TextPattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// One table of the file, read key by key; what is wrong goes to the faults and reading goes on.
final class Entry {
  private static final int MAX_NAME = 200;
  private static final int MAX_TEXT = 8 << 10;

  private final TomlTable table;
  private final @Nullable TomlPosition at;
  private final String label;
  private final Faults faults;

  Entry(TomlTable table, @Nullable TomlPosition at, String label, Faults faults) {
    this.table = table;
    this.at = at;
    this.label = label;
    this.faults = faults;
  }

  /// The table that is this key's value; null if there is none or it is something else.
  @Nullable Entry table(String key) {
    if (!table.contains(List.of(key))) {
      return null;
    }
    if (table.get(List.of(key)) instanceof TomlTable inner) {
      return new Entry(inner, position(key), label, faults);
    }
    wrong(key, "a table such as { … }");
    return null;
  }

  boolean has(String key) {
    return table.contains(List.of(key));
  }

  void refuseUnknown(List<String> known) {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        fault(key, "unknown key '" + key + "'", "known keys are " + String.join(", ", known));
      }
    }
  }

  void fault(String key, String message, String hint) {
    faults.add(label, position(key), message, hint);
  }

  /// Something that should be there is not.
  void missing(String message, String hint) {
    faults.missing(label, at, message, hint);
  }

  /// A name: one line, not blank, at most 200 characters.
  @Nullable String name(String key) {
    String value = string(key);
    if (value == null) {
      return null;
    }
    if (value.isBlank()) {
      fault(key, "'" + key + "' is blank", "");
    } else if (value.length() > MAX_NAME) {
      fault(key, "'" + key + "' has " + value.length() + " characters, the limit is 200", "");
    } else if (value.chars().anyMatch(Character::isISOControl)) {
      fault(key, "'" + key + "' has a control character", "");
    } else {
      return value;
    }
    return null;
  }

  /// The same without telling faults, which another reading of it does; empty if there is none.
  String quietName(String key) {
    return table.get(List.of(key)) instanceof String text ? text : "";
  }

  /// Which table it is and where it begins: `rule 'pytest' in line 4`.
  String where() {
    return label + (at == null ? "" : " in line " + at.line());
  }

  /// A longer text.
  @Nullable String text(String key) {
    String value = string(key);
    if (value != null && value.length() > MAX_TEXT) {
      fault(key, "'" + key + "' has " + value.length() + " characters, the limit is 8192", "");
      return null;
    }
    return value;
  }

  private @Nullable String string(String key) {
    Object value = table.get(List.of(key));
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return text;
    }
    wrong(key, "a string");
    return null;
  }

  /// A whole number within bounds; the default if absent or wrong.
  int integer(String key, int min, int max, int otherwise) {
    Object value = table.get(List.of(key));
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof Long number)) {
      wrong(key, "a whole number");
      return otherwise;
    }
    if (number < min || number > max) {
      fault(key, "'" + key + "' is " + number, "it must be from " + min + " to " + max);
      return otherwise;
    }
    return Math.toIntExact(number);
  }

  /// A list of strings; empty if absent or wrong.
  List<String> strings(String key) {
    Object value = table.get(List.of(key));
    if (value == null) {
      return List.of();
    }
    List<String> strings = new ArrayList<>();
    if (value instanceof TomlArray array) {
      for (Object each : array.toList()) {
        if (each instanceof String text) {
          strings.add(text);
        }
      }
      if (strings.size() == array.size()) {
        return strings;
      }
    }
    wrong(key, "a list of strings");
    return List.of();
  }

  /// A pattern that compiles; null if absent or wrong.
  @Nullable LinePattern pattern(String key) {
    String value = string(key);
    if (value == null) {
      return null;
    }
    LinePattern pattern = LinePattern.regex(value);
    return compiles(key, pattern) ? pattern : null;
  }

  /// A text that stands for itself; null if absent or wrong.
  @Nullable LinePattern literal(String key) {
    String value = string(key);
    if (value == null) {
      return null;
    }
    LinePattern pattern = LinePattern.literal(value);
    return compiles(key, pattern) ? pattern : null;
  }

  private boolean compiles(String key, LinePattern pattern) {
    if (pattern.expression().isEmpty()) {
      fault(key, "'" + key + "' is empty", "it would match every line");
      return false;
    }
    try {
      var _ = TextPattern.compile(pattern);
      return true;
    } catch (PatternException e) {
      faults.inString(
          label,
          position(key),
          e.offset(),
          "'" + key + "', character " + (e.offset() + 1) + ": " + e.reason(),
          e.hint());
      return false;
    }
  }

  private void wrong(String key, String expected) {
    fault(key, "'" + key + "' must be " + expected, "");
  }

  private @Nullable TomlPosition position(String key) {
    TomlPosition position = table.inputPositionOf(List.of(key));
    return position == null ? at : position;
  }
}
