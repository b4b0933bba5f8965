package dev.buildmeister.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How many logs are read at once.
final class JobsOption {
  private static final int MAX = 256;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "How many logs are read at once. Default: the number of cores.")
  @Nullable Integer jobs;

  int jobs() {
    if (jobs == null) {
      return Math.min(MAX, Runtime.getRuntime().availableProcessors());
    }
    ScanOptions.check("--jobs", jobs, 1, MAX);
    return jobs;
  }
}
