package dev.buildmeister.cli;

import dev.buildmeister.cli.report.Program;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Style;
import dev.buildmeister.rules.ShippedRuleset;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The program itself: what all commands share.
@Command(
    name = "buildmeister",
    description = "Tells why CI is red: finds the line of a CI log that explains the failure.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Buildmeister.Version.class,
    exitCodeList = {
      "0:all is well; of classify: each log is explained by a rule",
      "1:the answer is no: a log without a rule, a failing example, a problem",
      "3:at least one log cannot be read"
    })
final class Buildmeister implements Runnable {
  private final Io io;

  @Spec CommandSpec spec;

  // The spec is set by picocli before anything is called.
  @SuppressWarnings("NullAway.Init")
  Buildmeister(Io io) {
    this.io = io;
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows what a command does and takes.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Shows what this is.")
  boolean version;

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      scope = ScopeType.INHERIT,
      description = "When to colour. NO_COLOR and CLICOLOR_FORCE are respected too.")
  void color(String word) {
    io.style(
        Arrays.stream(Style.When.values())
            .filter(when -> when.word().equals(word))
            .findFirst()
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "--color is '" + word + "'; give auto, always or never")));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no command given; begin with "
            + Program.name()
            + " classify FILE, or "
            + Program.name()
            + " demo");
  }

  /// `--version`.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      BuildInfo build = BuildInfo.load();
      return new String[] {
        "buildmeister " + build.version(),
        "commit  " + build.commitWords(),
        "ruleset " + ShippedRuleset.load().version(),
        "JDK     " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
      };
    }
  }
}
