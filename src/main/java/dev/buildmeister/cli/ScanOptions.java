package dev.buildmeister.cli;

import dev.buildmeister.Classifier;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.verdict.Recorder;
import picocli.CommandLine.Option;

/// How a log is read.
final class ScanOptions {
  private static final int MIN_LINE = 256;
  private static final int MAX_LINE = 1 << 28;
  private static final int MAX_DEPTH = 1000;

  @Option(
      names = "--max-line",
      paramLabel = "BYTES",
      description =
          "The longest line that is read whole; of a longer one, half of this is kept from either"
              + " end. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1048576")
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
    check("--max-line", maxLine, MIN_LINE, MAX_LINE);
    check("--context-depth", contextDepth, 0, MAX_DEPTH);
    LogLimits limits = LogLimits.DEFAULT;
    return new Classifier(
        ruleset,
        new LogLimits(limits.scanBytes(), limits.tailBytes(), limits.inflateBytes(), maxLine),
        contextDepth);
  }

  /// @throws UsageException naming the option and its limits
  static void check(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new UsageException(
          option + " is " + value + "; give a number from " + min + " to " + max);
    }
  }
}
