package dev.buildmeister.cli;

import dev.buildmeister.Classifier;
import dev.buildmeister.local.Database;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.verdict.Match;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
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
      Classifier classifier = new Classifier(RulesetFile.parse(rules, "ruleset.toml", 0));
      try (InputStream log = Files.newInputStream(file);
          Database database = new Database(Path.of("target", "buildmeister.sqlite"))) {
        Optional<Match> match = classifier.classify(log);
        if (match.isEmpty()) {
          System.out.println("NO_MATCH");
          return 1;
        }
        database.put("local/" + file.getFileName(), match.get());
        System.out.println(match.get());
        return 0;
      }
    }
  }
}
