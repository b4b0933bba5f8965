package dev.buildmeister.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rules`: the commands for those who write rules.
@Command(
    name = "rules",
    description = "Checks, lists, tries, measures and publishes rules.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeList = {"0:help was asked for"})
final class Rules implements Runnable {
  @Spec CommandSpec spec;

  // The spec is set by picocli before anything is called.
  @SuppressWarnings("NullAway.Init")
  Rules() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no command given; rules has check, list, test, fixtures, eval, diff and publish");
  }
}
