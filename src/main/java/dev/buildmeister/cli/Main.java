package dev.buildmeister.cli;

import dev.buildmeister.Classifier;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.ShippedRuleset;
import dev.buildmeister.verdict.Verdict.Matched;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The entry point of the command line.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Classify()).execute(args));
  }

  @Command(name = "classify", description = "Says why a job failed.")
  static final class Classify implements Callable<Integer> {
    @Parameters(paramLabel = "FILE")
    Path file = Path.of("-");

    @Override
    public Integer call() throws Exception {
      Classifier classifier =
          new Classifier(CompiledRuleset.compile(ShippedRuleset.load()), LogLimits.DEFAULT);
      try (InputStream log = Files.newInputStream(file)) {
        if (!(classifier.classify(log, JobFacts.UNKNOWN).verdict() instanceof Matched matched)) {
          System.out.println("NO_MATCH");
          return 1;
        }
        System.out.println(matched);
        return 0;
      }
    }
  }
}
