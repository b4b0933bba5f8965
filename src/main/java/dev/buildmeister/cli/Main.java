package dev.buildmeister.cli;

import dev.buildmeister.cli.report.Program;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.cli.text.Style;
import dev.buildmeister.cli.text.Tty;
import dev.buildmeister.rules.RulesetException;
import dev.buildmeister.store.StoreException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The entry point of the command line.
public final class Main {
  private static final int MIN_HELP_COLUMNS = 60;
  private static final int MAX_HELP_COLUMNS = 100;

  private Main() {}

  public static void main(String[] args) {
    // Not System.out: it forgets why writing failed.
    System.exit(
        launch(
            args,
            new Io(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                System.getenv(),
                Tty.columns(1),
                Tty.columns(2))));
  }

  /// Runs a command with streams that are no terminals.
  ///
  /// @return the exit code, see docs/cli.md
  public static int launch(
      String[] args, InputStream in, OutputStream out, OutputStream err, Map<String, String> env) {
    return launch(args, new Io(in, out, err, env, 0, 0));
  }

  /// Runs a command.
  ///
  /// @return the exit code
  public static int launch(String[] args, Io io) {
    try {
      int exit = commands(io).execute(args);
      if (exit == Exit.FAILED || exit == Exit.READER_GONE) {
        // What is left is of use, but that it may not arrive is no news.
        io.out().flush();
        return exit;
      }
      io.flush();
      return exit;
    } catch (Io.OutputException e) {
      return outputFailed(e, io);
    }
  }

  /// All commands. A new one is one class and one line here.
  static CommandLine commands(Io io) {
    CommandLine rules =
        new CommandLine(new Rules())
            .addSubcommand(new RulesCheck(io))
            .addSubcommand(new RulesList(io))
            .addSubcommand(new RulesTest(io))
            .addSubcommand(new RulesFixtures(io))
            .addSubcommand(new RulesEval(io))
            .addSubcommand(new RulesDiff(io))
            .addSubcommand(new RulesPublish(io))
            .addSubcommand(new Help());
    CommandLine root =
        new CommandLine(new Buildmeister(io))
            .addSubcommand(new Classify(io))
            .addSubcommand(new Explain(io))
            .addSubcommand(rules)
            .addSubcommand(new Demo(io))
            .addSubcommand(new Invoke(io))
            .addSubcommand(new Doctor(io))
            .addSubcommand(new Completion(io))
            .addSubcommand(new Help());
    tellExitCodes(root);
    return root.setOut(new PrintWriter(io.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(io.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(io.style() == Style.COLOURED ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.clamp(io.columns(), MIN_HELP_COLUMNS, MAX_HELP_COLUMNS))
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler((e, _) -> usage(e, io))
        .setExecutionExceptionHandler((e, _, _) -> failed(e, io));
  }

  /// Adds to each command's help what all commands share.
  private static void tellExitCodes(CommandLine command) {
    UsageMessageSpec help = command.getCommandSpec().usageMessage();
    Map<String, String> codes = new TreeMap<>(Comparator.comparingInt(Integer::parseInt));
    codes.put(Integer.toString(Exit.USAGE), "the command line or the ruleset is wrong");
    codes.put(
        Integer.toString(Exit.FAILED),
        "the output or a store cannot be written, or an internal error");
    codes.put(Integer.toString(Exit.INTERRUPTED), "stopped by Ctrl-C");
    codes.put(Integer.toString(Exit.READER_GONE), "nobody reads the output any more");
    codes.putAll(help.exitCodeList());
    help.exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
    command.getSubcommands().values().forEach(Main::tellExitCodes);
  }

  private static int usage(ParameterException e, Io io) {
    StringBuilder message =
        new StringBuilder(
            oneLine(e.getMessage()).replace("is not an int", "is not a whole number"));
    if (e instanceof UnmatchedArgumentException unmatched) {
      if (unmatched.isUnknownOption()) {
        // What follows it was meant for it.
        message.setLength(0);
        message.append("Unknown option: '").append(oneLine(unmatched.getUnmatched().getFirst()));
        message.append('\'').append(whoHas(unmatched));
      }
      if (!unmatched.isUnknownOption() && !e.getCommandLine().getSubcommands().isEmpty()) {
        message.setLength(0);
        message
            .append("there is no command '")
            .append(oneLine(unmatched.getUnmatched().getFirst()))
            .append('\'');
      }
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        message.append("; did you mean ").append(suggestions.getFirst()).append('?');
      }
    }
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    message
        .append(" (see ")
        .append(Program.name())
        .append(name, name.indexOf(' ') < 0 ? name.length() : name.indexOf(' '), name.length())
        .append(" --help)");
    io.complain(message.toString());
    return Exit.USAGE;
  }

  /// Which other command knows an option that this one does not.
  private static String whoHas(UnmatchedArgumentException unmatched) {
    String option = unmatched.getUnmatched().getFirst();
    CommandLine root = unmatched.getCommandLine();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root.getSubcommands().values().stream()
        .filter(command -> command.getCommandSpec().findOption(option) != null)
        .findFirst()
        .map(command -> "; " + command.getCommandName() + " has it")
        .orElse("");
  }

  private static int failed(Exception e, Io io) {
    return switch (e) {
      case Io.OutputException output -> outputFailed(output, io);
      case UsageException usage -> {
        io.complain(oneLine(usage.getMessage()));
        yield Exit.USAGE;
      }
      case RulesetException bad -> badRuleset(bad, io);
      // The shipped file, edited in a checkout and built into the jar.
      case IllegalStateException shipped when shipped.getCause() instanceof RulesetException bad ->
          badRuleset(bad, io);
      case StoreException _, UncheckedIOException _, IOException _ ->
          failed(oneLine(LogSource.trouble(e)), e, io);
      default -> failed(internal(e), e, io);
    };
  }

  private static int badRuleset(RulesetException bad, Io io) {
    String.valueOf(bad.getMessage()).lines().forEach(line -> io.complain(Printable.of(line)));
    return Exit.USAGE;
  }

  private static int failed(String message, Exception e, Io io) {
    io.complain(message);
    if (wantsTraces(io)) {
      io.trace(e);
    }
    return Exit.FAILED;
  }

  private static int outputFailed(Io.OutputException e, Io io) {
    if (e.isReaderGone()) {
      return Exit.READER_GONE;
    }
    io.complain(oneLine(e.getMessage()));
    return Exit.FAILED;
  }

  /// What is said of a fault of the program itself.
  static String internal(Exception e) {
    return "internal error: "
        + oneLine(e.toString())
        + "; BUILDMEISTER_DEBUG=1 shows where, please report it";
  }

  /// Whether stack traces are wanted.
  static boolean wantsTraces(Io io) {
    return io.env().getOrDefault("BUILDMEISTER_DEBUG", "").equals("1");
  }

  private static String oneLine(@Nullable String message) {
    return Printable.of(String.valueOf(message).replaceAll("\\s*\\R\\s*", " "));
  }
}
