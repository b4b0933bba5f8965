package dev.buildmeister.store;

import java.util.Optional;

/// Gives secrets by name: tokens, web hook secrets, passwords. Thread-safe.
public interface Secrets {
  /// A secret, which prints as its name only.
  final class Secret {
    private final String name;
    private final String value;

    /// @param name for messages
    /// @param value never shown
    public Secret(String name, String value) {
      this.name = name;
      this.value = value;
    }

    /// The secret itself; not for messages or logs.
    public String reveal() {
      return value;
    }

    @Override
    public String toString() {
      return "Secret[" + name + "]";
    }
  }

  /// The secret of that name, without line breaks at its end; empty if there is none. It may change
  /// from one call to the next.
  ///
  /// @param name of `a-z 0-9 -`, 1 to 64 characters
  /// @throws IllegalArgumentException if the name is not allowed
  /// @throws java.io.UncheckedIOException if it is there and must not be used, saying why
  Optional<Secret> get(String name);

  /// The text of a secret without line breaks at its end, which editors and shells add.
  static String withoutLineBreaksAtEnd(String value) {
    int end = value.length();
    while (end > 0 && (value.charAt(end - 1) == '\n' || value.charAt(end - 1) == '\r')) {
      end--;
    }
    return value.substring(0, end);
  }

  /// Returns the name if it is allowed.
  ///
  /// @throws IllegalArgumentException if it is not
  static String checkName(String name) {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw new IllegalArgumentException(
          "secret name '" + Texts.oneLine(name, 80) + "' is not 1 to 64 of a-z 0-9 -");
    }
    return name;
  }
}
