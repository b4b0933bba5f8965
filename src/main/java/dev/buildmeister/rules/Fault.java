package dev.buildmeister.rules;

/// One thing that is wrong with a ruleset file.
///
/// @param rule which entry: `rule 'pytest'`, `[[ignore]] 2`, or empty for the file itself
/// @param line 1-based line of the file
/// @param column 1-based column
/// @param message what is wrong
/// @param hint what to write instead; empty if there is nothing better to say
public record Fault(String rule, int line, int column, String message, String hint) {
  /// `ruleset.toml:12:11: rule 'pytest': …; hint`, without the file's name.
  @Override
  public String toString() {
    return line
        + ":"
        + column
        + ": "
        + (rule.isEmpty() ? "" : rule + ": ")
        + message
        + (hint.isEmpty() ? "" : "; " + hint);
  }
}
