package dev.buildmeister.cli.report;

import dev.buildmeister.cli.text.Printable;
import java.util.regex.Pattern;

/// Words of command lines that a person may copy into a shell.
public final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Shell() {}

  /// The word, in single quotes if the shell would take it for more than a word.
  public static String quote(String word) {
    String printable = Printable.of(word);
    return PLAIN.matcher(printable).matches()
        ? printable
        : "'" + printable.replace("'", "'\\''") + "'";
  }
}
