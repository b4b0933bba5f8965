package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.buildmeister.cli.Cli.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesEvalTest {
  private static final List<String> SETS =
      List.of("wild", "cidiff", "logchunks", "misc", "treeherder", "passing");
  private static final List<String> PROVIDERS = List.of("github-actions", "travis", "gitlab");
  private static final int LOGS = 150;
  private static final int LINES = 12;

  @TempDir Path folder;

  /// `score.py` of the corpus: `BUILDMEISTER_CORPUS` says where that is.
  private static Path script() {
    String corpus = System.getenv().getOrDefault("BUILDMEISTER_CORPUS", "../shared/corpus");
    return Path.of(corpus, "score.py").toAbsolutePath();
  }

  @Test
  void itPrintsExactlyWhatTheCorpusOwnScriptPrints() throws Exception {
    assumeThat(script()).as("the corpus' score.py (BUILDMEISTER_CORPUS names its folder)").exists();
    assumeThat(python("--version")).as("python3 runs").startsWith("Python 3");
    long seed = new Random().nextLong();
    Cli cli = writeCorpus(new Random(seed));
    Run run =
        cli.run("rules eval @corpus --ruleset @rules.toml --verdicts @verdicts.jsonl --jobs 3");
    String expected =
        python(
            script().toString(),
            folder.resolve("verdicts.jsonl").toString(),
            folder.resolve("corpus/index.jsonl").toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).as("seed %d", seed).isEqualTo(expected).contains("SUMMARY gha-hit ");
  }

  private static String python(String... args) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("python3"));
    command.addAll(List.of(args));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return out;
    } catch (IOException e) {
      return "python3 does not start: " + e.getMessage();
    }
  }

  private Cli writeCorpus(Random random) throws IOException {
    Cli cli = new Cli(folder).file("rules.toml", Cli.RULES);
    StringBuilder index = new StringBuilder();
    for (int i = 0; i < LOGS; i++) {
      String set = SETS.get(random.nextInt(SETS.size()));
      String id = set + "/log" + i;
      index.append(indexLine(random, set, id, i));
      // A few are missing: they count as read and unanswered.
      if (random.nextInt(20) > 0) {
        cli.file("corpus/" + id + ".log.gz", log(random));
      }
    }
    return cli.file("corpus/index.jsonl", index.toString());
  }

  private static String log(Random random) {
    StringBuilder log = new StringBuilder();
    for (int line = 0; line < LINES; line++) {
      log.append(
          switch (random.nextInt(LINES)) {
            case 0 -> "FAILED a.py::test_" + line + "\n";
            case 1 -> "ERROR: something\n";
            default -> "line " + line + "\n";
          });
    }
    return log.toString();
  }

  private static String indexLine(Random random, String set, String id, int i) {
    String label =
        set.equals("passing")
            ? "\"kind\": \"none\", \"lines\": [], \"passed\": true"
            : "\"kind\": \"%s\", \"lines\": [%s], \"boilerplate_lines\": [%d], \"best\": %s%s"
                .formatted(
                    List.of("line", "chunk", "weak").get(random.nextInt(3)),
                    random.nextInt(8) == 0 ? "" : numbers(random),
                    1 + random.nextInt(LINES),
                    random.nextBoolean() ? "null" : 1 + random.nextInt(LINES),
                    random.nextBoolean() ? "" : ", \"key_lines\": [" + numbers(random) + "]");
    return """
        {"id": "%s", "set": "%s", "file": "%s.log.gz", "provider": "%s"%s%s, "label": {%s}}
        """
        .formatted(
            id,
            set,
            id,
            PROVIDERS.get(random.nextInt(PROVIDERS.size())),
            random.nextInt(4) == 0 ? "" : ", \"group\": \"owner/repo" + random.nextInt(30) + "\"",
            i % 50 == 49 ? ", \"duplicate_of\": \"wild/log0\"" : "",
            label);
  }

  private static String numbers(Random random) {
    int from = 1 + random.nextInt(LINES);
    return from + ", " + (from + 1) + ", " + (from + 2);
  }

  @Test
  void aFolderWithoutAnIndexIsRefused() throws IOException {
    Run run =
        new Cli(folder).file("rules.toml", Cli.RULES).run("rules eval @. --ruleset @rules.toml");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "buildmeister: corpus index ./index.jsonl: no such file; a corpus is a folder with"
                + " index.jsonl and the logs that it names\n");
  }

  @Test
  void verdictsThatCannotBeWrittenLeaveNothingBehind() throws IOException {
    Run run =
        new Cli(folder)
            .file("rules.toml", Cli.RULES)
            .file("corpus/index.jsonl", "")
            .run("rules eval @corpus --ruleset @rules.toml --verdicts @no/such/folder.jsonl");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("buildmeister: cannot write no/such/folder.jsonl: no such file\n");
    assertThat(Objects.requireNonNull(folder.toFile().list()))
        .containsExactlyInAnyOrder("rules.toml", "corpus");
    assertThat(Files.exists(folder.resolve("no"))).isFalse();
  }
}
