package dev.buildmeister.cli.text;

/// Keeps text that quotes a log from giving commands to GitHub Actions, which reads them out of all
/// that a step prints.
///
/// The runner takes a line for a command whose first text after blanks is `::`, and one with `##[`
/// anywhere (actions/runner, `src/Runner.Common/ActionCommand.cs`, both versions of the syntax).
final class WorkflowCommands {
  private static final char ESCAPE = '\u001b';

  private WorkflowCommands() {}

  /// Text for a person, of one or more lines: `::` becomes `\x3a:` where a line begins with it,
  /// `##[` becomes `\x23#[`.
  static String inText(String text) {
    if (!text.contains("::") && !text.contains("##[")) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    boolean begins = true;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean command = text.startsWith("##[", at) || (begins && text.startsWith("::", at));
      if (begins && c == ESCAPE) {
        // Colours of ours; whether the runner looks through them does not matter then.
        int end = Math.max(at, text.indexOf('m', at));
        out.append(text, at, end);
        at = end;
        c = text.charAt(at);
      } else {
        begins = c == '\n' || c == '\r' || (begins && isBlank(c));
      }
      out.append(command ? (c == ':' ? "\\x3a" : "\\x23") : String.valueOf(c));
    }
    return out.toString();
  }

  /// JSON with the same values, in which neither `::` nor `##[` is left. Both stand in strings
  /// only.
  static String inJson(String json) {
    return json.replace("##[", "\\u0023#[").replaceAll(":(?=:)", "\\\\u003a");
  }

  /// The runner trims what .NET calls white space, no-break spaces too.
  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85 || c == 0xfeff;
  }
}
