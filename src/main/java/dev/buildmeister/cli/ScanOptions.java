package dev.buildmeister.cli;

import dev.buildmeister.Classifier;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.verdict.Recorder;
import java.time.Duration;
import picocli.CommandLine.Option;

/// How a log is read, and how far.
final class ScanOptions {
  private static final int MAX_DEPTH = 1000;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description =
          "How long one log may take, in seconds or as 90s, 10m, 1h; what was read until then is"
              + " judged. 0: no limit. Default: ${DEFAULT-VALUE}.",
      converter = Amount.Time.class,
      defaultValue = TimeLimit.DEFAULT)
  Duration timeLimit = Duration.ZERO;

  @Option(
      names = "--scan-limit",
      paramLabel = "SIZE",
      description =
          "How much of a log is scanned from its start, in bytes or as 512KiB, 1GiB. Default:"
              + " ${DEFAULT-VALUE}.",
      converter = Amount.LogSize.class,
      defaultValue = "1GiB")
  long scanLimit;

  @Option(
      names = "--tail",
      paramLabel = "SIZE",
      description =
          "How much is scanned of the end of what comes after. Default: ${DEFAULT-VALUE}.",
      converter = Amount.TailSize.class,
      defaultValue = "16MiB")
  int tail;

  @Option(
      names = "--inflate-limit",
      paramLabel = "SIZE",
      description = "How much of a log is unpacked at most. Default: ${DEFAULT-VALUE}.",
      converter = Amount.LogSize.class,
      defaultValue = "16GiB")
  long inflateLimit;

  @Option(
      names = "--max-line",
      paramLabel = "SIZE",
      description =
          "The longest line that is read whole; of a longer one, half of this is kept from either"
              + " end. Default: ${DEFAULT-VALUE}.",
      converter = Amount.LineSize.class,
      defaultValue = "1MiB")
  int maxLine;

  @Option(
      names = "--context-depth",
      paramLabel = "N",
      description =
          "How many lines of shell trace above the match are kept. Default: ${DEFAULT-VALUE}.",
      defaultValue = "" + Recorder.CONTEXT_DEPTH)
  int contextDepth;

  /// A classifier that reads so.
  Classifier classifier(CompiledRuleset ruleset) {
    check("--context-depth", contextDepth, 0, MAX_DEPTH);
    return new Classifier(
        ruleset, new LogLimits(scanLimit, tail, inflateLimit, maxLine), contextDepth);
  }

  /// How long each log may take.
  TimeLimit timeLimit(Io io) {
    return new TimeLimit(timeLimit, io.clock());
  }

  /// @throws UsageException naming the option and its limits
  static void check(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new UsageException(
          option + " is " + value + "; give a number from " + min + " to " + max);
    }
  }
}
