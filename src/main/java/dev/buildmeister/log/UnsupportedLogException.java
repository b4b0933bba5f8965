package dev.buildmeister.log;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The source is no log but an archive or a compressed file that is not read here; the message says
/// what it is and what to type instead.
public final class UnsupportedLogException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final String PROGRAM = "%s";
  private static final String FILE = "FILE";
  private static final Pattern TO_FILL_IN = Pattern.compile(PROGRAM + "|\\b" + FILE + "\\b");

  private final String what;
  private final String command;

  /// @param command what to type to unpack it to the standard output; or all that is to be typed,
  ///   with `%s` for the program; in both `FILE` stands for the log
  UnsupportedLogException(String what, String command) {
    super(message(what, command, "buildmeister", FILE));
    this.what = what;
    this.command = command;
  }

  /// The message for a person who calls the program by this name.
  ///
  /// @param file the log's name as it is typed in a shell
  public String message(String program, String file) {
    return message(what, command, program, file);
  }

  private static String message(String what, String command, String program, String file) {
    String whole = command.contains(PROGRAM) ? command : command + " | %s classify -";
    // In one go: a name may hold what is to be filled in.
    return "the log is "
        + what
        + ", which is not read directly; type: "
        + TO_FILL_IN
            .matcher(whole)
            .replaceAll(
                found -> Matcher.quoteReplacement(found.group().equals(PROGRAM) ? program : file));
  }
}
