package dev.buildmeister.log;

import java.io.IOException;

/// The source is no log but an archive or a compressed file that is not read here; the message says
/// what it is and what to type instead.
public final class UnsupportedLogException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final String PROGRAM = "%s";

  private final String what;
  private final String command;

  /// @param command what to type to unpack it to the standard output; or all that is to be typed,
  ///   with `%s` for the program
  UnsupportedLogException(String what, String command) {
    super(message(what, command, "buildmeister"));
    this.what = what;
    this.command = command;
  }

  /// The message for a person who calls the program by this name.
  public String message(String program) {
    return message(what, command, program);
  }

  private static String message(String what, String command, String program) {
    String whole = command.contains(PROGRAM) ? command : command + " | %s classify -";
    return "the log is "
        + what
        + ", which is not read directly; type: "
        + whole.replace(PROGRAM, program);
  }
}
