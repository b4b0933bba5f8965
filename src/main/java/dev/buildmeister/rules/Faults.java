package dev.buildmeister.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;

/// Gathers the faults of one file.
final class Faults {
  private final List<String> lines;
  private final List<Fault> all = new ArrayList<>();
  private boolean syntax;

  Faults(String text) {
    this.lines = text.lines().toList();
  }

  void syntax(TomlPosition at, String message) {
    syntax = true;
    all.add(new Fault("", at.line(), at.column(), message, ""));
  }

  /// Something is absent. After a syntax error this says nothing: it may just not have been read.
  void missing(String rule, @Nullable TomlPosition at, String message, String hint) {
    if (!syntax) {
      add(rule, at, message, hint);
    }
  }

  void add(String rule, @Nullable TomlPosition at, String message, String hint) {
    all.add(
        new Fault(rule, at == null ? 1 : at.line(), at == null ? 1 : at.column(), message, hint));
  }

  /// A fault inside a string value: the column is that of the character, where the value stands on
  /// the key's own line and has no escapes; else that of the key.
  void inString(String rule, @Nullable TomlPosition key, int offset, String message, String hint) {
    int column = key == null ? 1 : key.column();
    if (key != null && key.line() <= lines.size()) {
      String line = lines.get(key.line() - 1);
      int value = line.indexOf('=', column - 1) + 1;
      while (value > 0 && value < line.length() && line.charAt(value) == ' ') {
        value++;
      }
      if (value > 0 && value + 1 + offset <= line.length() && line.startsWith("'", value)) {
        column = value + 2 + offset;
      }
    }
    all.add(new Fault(rule, key == null ? 1 : key.line(), column, message, hint));
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  List<Fault> inOrder() {
    return all.stream()
        .sorted(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column))
        .toList();
  }
}
