package dev.buildmeister.cli;

import dev.buildmeister.Classifier;
import dev.buildmeister.job.JobId;
import dev.buildmeister.local.LocalStores;
import dev.buildmeister.rules.Rule.Tier;
import dev.buildmeister.rules.Ruleset;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.store.VerdictWrite;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.ScanRecord.Hit;
import dev.buildmeister.verdict.Verdict;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
      String rules;
      try (InputStream in =
          Objects.requireNonNull(Classifier.class.getResourceAsStream("ruleset.toml"))) {
        rules = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      Ruleset ruleset = RulesetFile.parse(rules, "ruleset.toml", 0);
      Classifier classifier = new Classifier(ruleset);
      try (InputStream log = Files.newInputStream(file);
          LocalStores stores =
              LocalStores.open(Path.of("target", "buildmeister"), InstantSource.system())) {
        Optional<Match> match = classifier.classify(log);
        if (match.isEmpty()) {
          System.out.println("NO_MATCH");
          return 1;
        }
        JobId job = JobId.parse("local/" + file.getFileName());
        Instant now = Instant.now();
        stores
            .jobs()
            .putVerdict(
                job,
                VerdictWrite.fromLog(
                    job, verdict(match.get(), ruleset), now, ruleset.version(), now));
        System.out.println(match.get());
        return 0;
      }
    }

    private static Verdict verdict(Match match, Ruleset ruleset) {
      Hit hit =
          new Hit(match.lineNum(), match.line(), 0, match.captures(), match.context(), List.of());
      return new Verdict.Matched(
          match,
          match.rule(),
          Tier.SPECIFIC,
          null,
          hit,
          "",
          List.of(),
          List.of(),
          null,
          null,
          Set.of(),
          ruleset.version());
    }
  }
}
