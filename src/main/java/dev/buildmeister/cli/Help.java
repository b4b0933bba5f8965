package dev.buildmeister.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `help` and `help COMMAND`: the same as `--help`, for those who type a word.
@Command(
    name = "help",
    description = "Shows what a command does and takes, as --help does.",
    exitCodeList = "0:help was asked for")
final class Help implements Runnable {
  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command; default: all.")
  List<String> words = new ArrayList<>();

  @Spec CommandSpec spec;

  // The spec is set by picocli before anything is called.
  @SuppressWarnings("NullAway.Init")
  Help() {}

  @Override
  public void run() {
    CommandLine command = spec.commandLine().getParent();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new ParameterException(command, "there is no command '" + word + "'");
      }
      command = next;
    }
    command.usage(command.getOut());
  }
}
