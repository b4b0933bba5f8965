package dev.buildmeister.cli;

import dev.buildmeister.cli.text.Io;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `completion`: what the shell needs to complete our commands.
@Command(
    name = "completion",
    description = "Prints a completion script: source <(buildmeister completion bash)",
    exitCodeList = {"0:all is well"})
final class Completion implements Callable<Integer> {
  private final Io io;

  @Parameters(paramLabel = "bash|zsh", arity = "0..1", description = "For which shell.")
  String shell = "bash";

  @Spec CommandSpec spec;

  // The spec is set by picocli before anything is called.
  @SuppressWarnings("NullAway.Init")
  Completion(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw new UsageException("there is no completion for '" + shell + "', only for bash and zsh");
    }
    // The script of bash runs in zsh too: it turns on zsh's emulation of bash's completion itself.
    String script = AutoComplete.bash("buildmeister", spec.root().commandLine());
    // picocli turns the completion of file names off, which is what most arguments are.
    io.println(script.replace("compopt +o default", "compopt -o default").stripTrailing());
    return Exit.OK;
  }
}
