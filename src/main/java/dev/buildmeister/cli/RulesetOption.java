package dev.buildmeister.cli;

import dev.buildmeister.cli.report.Shell;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.Ruleset;
import dev.buildmeister.rules.RulesetException;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.rules.ShippedRuleset;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// By which rules: `--ruleset`, else the file that `BUILDMEISTER_RULESET` names, else the shipped
/// one.
final class RulesetOption {
  /// Where a file is named for all commands.
  static final String VARIABLE = "BUILDMEISTER_RULESET";

  @Option(
      names = "--ruleset",
      paramLabel = "FILE",
      description = "Rules to judge by. Default: $BUILDMEISTER_RULESET, else the shipped ones.")
  @Nullable String file;

  /// The rules, compiled.
  CompiledRuleset compiled(Io io) throws RulesetException {
    return CompiledRuleset.compile(load(io));
  }

  /// The rules.
  ///
  /// @throws UsageException if the file cannot be read
  /// @throws RulesetException with all its faults if it is bad
  Ruleset load(Io io) throws RulesetException {
    String from = named(io);
    return from == null ? ShippedRuleset.load() : read(from);
  }

  /// `--ruleset FILE` with a blank before it, or nothing for the shipped ones.
  String words(Io io) {
    String from = named(io);
    return from == null ? "" : " --ruleset " + Shell.quote(from);
  }

  /// What messages call the file.
  String name(Io io) {
    String from = named(io);
    return from == null ? ShippedRuleset.NAME : from;
  }

  boolean isShipped(Io io) {
    return named(io) == null;
  }

  private @Nullable String named(Io io) {
    if (file != null) {
      return file;
    }
    String variable = io.env().getOrDefault(VARIABLE, "");
    return variable.isEmpty() ? null : variable;
  }

  /// Reads a ruleset that was never published.
  ///
  /// @throws UsageException if the file cannot be read
  static Ruleset read(String file) throws RulesetException {
    Path path = LogFinder.path(file);
    try {
      return RulesetFile.read(path, 0);
    } catch (IOException e) {
      throw new UsageException("ruleset " + file + ": " + LogSource.reason(e));
    }
  }
}
