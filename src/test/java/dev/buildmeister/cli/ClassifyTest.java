package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.buildmeister.cli.Cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyTest {
  private static final String TESTS =
      """
      + make test
      + pytest -x
      collected 3 items
      ERROR: setup took long
      FAILED a.py::test_x - boom \u001b[31m
      FAILED b.py::test_y - bang\u202e
      """;

  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void writeFiles() throws IOException {
    cli =
        new Cli(folder)
            .file("rules.toml", Cli.RULES)
            .file("logs/tests.log", TESTS)
            .file("logs/error.log", "x\nERROR: first\n  at a\n  at b\n\nERROR: second\n")
            .file("logs/none.log", "error: nobody knows\n")
            .file("logs/empty.log", "");
  }

  private Run classify(String rest) {
    return cli.run("classify --ruleset @rules.toml " + rest);
  }

  @Test
  void oneLogIsShownWithAllThatIsKnownOfIt() {
    Run run = classify("@logs/tests.log");
    assertThat(run.out())
        .isEqualTo(
            """
            MATCHED  pytest failure (specific)
            logs/tests.log:6:1

                   | + make test
                   | + pytest -x
            >    6 | FAILED b.py::test_y - bang\\u202e

            captures     b.py::test_y
            help         A Python test failed. Its traceback stands above, under the name of the test; run that
                         one test alone to see it again.

                         Ask in #python if it is not yours.
            issue        https://example.com/issues/1
            failed tests a.py::test_x
                         b.py::test_y
            also         line 4, error line: ERROR: setup took long
            fingerprint  FP
            ruleset      RS
            """
                .replace("FP", word(run, "fingerprint"))
                .replace("RS", word(run, "ruleset")));
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
  }

  /// Hashes, which other tests pin.
  private static String word(Run run, String label) {
    return run.out()
        .lines()
        .filter(line -> line.startsWith(label))
        .map(line -> line.substring(13))
        .findFirst()
        .orElse("no " + label);
  }

  @Test
  void theExcerptStandsBelowTheLine() {
    assertThat(classify("@logs/error.log").out())
        .startsWith(
            """
            MATCHED  error line (general)
            logs/error.log:2:1

            >    2 | ERROR: first
                   |   at a
                   |   at b

            captures     first
            """);
  }

  @Test
  void aLogThatNoRuleExplainsSaysWhatToDoNext() {
    Run run = classify("@logs/none.log");
    assertThat(run.out())
        .isEqualTo(
            """
            NO_MATCH  no rule explains this log
            logs/none.log

            read         1 line, 20 bytes
            last errors  error: nobody knows
            fingerprint  FP
            ruleset      RS

            To see why no rule won:    buildmeister explain logs/none.log --ruleset rules.toml
            To check a rule for it:    buildmeister rules check --help
            """
                .replace("FP", word(run, "fingerprint"))
                .replace("RS", word(run, "ruleset")));
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void anotherRuleOnTheSameLineDoesNotRepeatIt() throws IOException {
    cli.file("both.log", "deploy failed in line 3: No module named 'a'\nin line 4\n");
    assertThat(classify("@both.log --job repo=acme/app").out())
        .contains("MATCHED  missing module", "also         the same line, ours\n")
        .containsOnlyOnce("deploy failed");
  }

  @Test
  void manyLogsGetALineEachAndASummary() {
    Run run = classify("@logs");
    assertThat(run.out())
        .isEqualTo(
            """
            NO_MATCH    logs/empty.log  the log is empty: there is nothing to read in it
            MATCHED     logs/error.log:2  error line: ERROR: first
            NO_MATCH    logs/none.log  last error: error: nobody knows
            MATCHED     logs/tests.log:6  pytest failure: FAILED b.py::test_y - bang\\u202e

            4 logs: 2 explained (1 by a catch-all), 2 not, 0 unreadable
                 1  error line
                 1  pytest failure
            """);
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void anUnreadableLogCountsForMoreThanOneWithoutARule() {
    Run run = classify("@logs/none.log @logs/missing.log @logs/tests.log");
    assertThat(run.out()).contains("\nSCAN_FAILED logs/missing.log  no such file\n");
    assertThat(run.exit()).isEqualTo(3);
  }

  @Test
  void linesAreCutToTheTerminal() {
    cli.terminal(40).env("NO_COLOR", "1");
    assertThat(classify("@logs").out().lines()).anyMatch(line -> line.endsWith("…"));
    assertThat(classify("@logs/error.log @logs/none.log").out().lines())
        .allMatch(line -> line.length() <= 40 || line.contains(" logs: "));
  }

  @Test
  void aPipeIsNeitherCutNorColouredAndAlwaysColoursAnyway() throws IOException {
    cli.file("logs/long.log", "ERROR: " + "x".repeat(5000) + "\n");
    assertThat(classify("@logs/long.log").out())
        .contains("x".repeat(2000))
        .doesNotContain("\u001b");
    assertThat(classify("--color always @logs/long.log").out()).contains("\u001b[1;31m");
    assertThat(classify("--color=never @logs/long.log").out()).doesNotContain("\u001b");
  }

  @Test
  void aTerminalIsColouredUnlessNoColorIsSet() {
    cli.terminal(80);
    assertThat(classify("@logs/tests.log").out()).contains("\u001b[1;31m> \u001b[0m");
    cli.env("NO_COLOR", "1");
    assertThat(classify("@logs/tests.log").out()).doesNotContain("\u001b");
  }

  @Test
  void theStandardInputIsALogToo() {
    Run run = cli.in("FAILED a.py::t\n").run("classify --ruleset @rules.toml -");
    assertThat(run.out()).startsWith("MATCHED  pytest failure (specific)\n-:1:1\n");
    assertThat(run.exit()).isZero();
  }

  @Test
  void jsonLinesHaveAllMembersAndNullsWhereThereIsNoVerdict() throws IOException {
    Run run = classify("--format jsonl @logs/tests.log @logs/none.log @logs/missing.log");
    ObjectMapper json = new ObjectMapper();
    JsonNode[] rows = new JsonNode[3];
    String[] lines = run.out().split("\n", -1);
    assertThat(lines).hasSize(4);
    for (int i = 0; i < 3; i++) {
      rows[i] = json.readTree(lines[i]);
      assertThat(rows[i].properties().stream().map(java.util.Map.Entry::getKey))
          .contains("file", "state", "notes", "rule", "tier", "line", "line_num", "captures")
          .contains("context", "step", "failed_tests", "fingerprint");
    }
    assertThat(rows[0].get("line_num").asInt()).isEqualTo(6);
    assertThat(rows[0].get("context").toString()).isEqualTo("[\"+ pytest -x\",\"+ make test\"]");
    assertThat(rows[0].get("failed_tests").size()).isEqualTo(2);
    assertThat(rows[1].get("state").asText()).isEqualTo("NO_MATCH");
    assertThat(rows[1].get("captures").isNull()).isTrue();
    assertThat(rows[2].get("state").asText()).isEqualTo("SCAN_FAILED");
    assertThat(rows[2].get("reason").asText()).isEqualTo("no such file");
    assertThat(run.out()).doesNotContain("\u202e").doesNotContain("\u001b");
    assertThat(run.exit()).isEqualTo(3);
  }

  @Test
  void jsonIsOneArray() throws IOException {
    assertThat(new ObjectMapper().readTree(classify("--format json @logs").out()).size())
        .isEqualTo(4);
  }

  @Test
  void resultsComeInTheOrderOfTheLogsHoweverManyThreadsThereAre() throws IOException {
    for (int i = 0; i < 60; i++) {
      // The first ones take longest.
      cli.file("many/%02d.log".formatted(i), "x\n".repeat((60 - i) * 50) + "ERROR: " + i + "\n");
    }
    String expected =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    "MATCHED     many/%02d.log:%d  error line: ERROR: %d\n"
                        .formatted(i, (60 - i) * 50 + 1, i))
            .collect(Collectors.joining());
    assertThat(classify("--jobs 7 @many").out()).startsWith(expected + "\n60 logs: ");
  }

  @Test
  void aDirectoryIsWalkedOnceHoweverManyLinksLeadThere() throws IOException {
    Files.createSymbolicLink(folder.resolve("logs/again"), folder.resolve("logs"));
    Files.createDirectories(folder.resolve("logs/deep"));
    Files.createSymbolicLink(folder.resolve("logs/deep/up"), folder.resolve("logs"));
    cli.file("logs/deep/a.TXT", "x\n").file("logs/deep/b.bin", "x\n");
    assertThat(classify("--format github @logs").out().lines())
        .hasSize(5)
        .anyMatch(line -> line.contains("logs/deep/a.TXT"));
  }

  @Test
  void githubGetsAnnotations() {
    assertThat(classify("--format github @logs/tests.log @logs/none.log @logs/no.log").out())
        .startsWith(
            "::error file=logs/tests.log,line=6,title=pytest failure::"
                + "FAILED b.py::test_y - bang\\u202e%0AA Python test failed. Its")
        .contains("\n::warning file=logs/none.log,title=No rule explains this log::NO_MATCH by")
        .contains("\n::error file=logs/no.log,title=The log cannot be read::no such file\n");
  }

  @Test
  void aLogCannotGiveCommandsToGithub() throws IOException {
    cli.file("a,b::c.log", "ERROR: x\r::set-env name=PATH::/evil\u001b%0A::stop-commands::x\n");
    Run run = classify("--format github @a,b::c.log");
    assertThat(run.out().lines())
        .singleElement()
        .asString()
        .startsWith("::")
        .contains("a%2Cb%3A%3Ac.log")
        .doesNotContain("%0A:")
        .doesNotContain("\r");
  }

  @Test
  void gitlabGetsIssuesWithUniqueFingerprints() throws IOException {
    Run run = classify("--format gitlab @logs @logs/tests.log");
    JsonNode issues = new ObjectMapper().readTree(run.out());
    assertThat(issues).hasSize(5);
    assertThat(issues.findValuesAsText("fingerprint"))
        .doesNotHaveDuplicates()
        .allMatch(each -> each.matches("[0-9a-f]{32}"));
    JsonNode tests = issues.get(3);
    assertThat(tests.at("/location/lines/begin").asInt()).isEqualTo(6);
    assertThat(tests.get("check_name").asText()).isEqualTo("pytest");
    assertThat(tests.get("severity").asText()).isEqualTo("major");
    assertThat(tests.get("description").asText())
        .isEqualTo("pytest failure: FAILED b.py::test_y - bang\u202e");
  }

  @Test
  void aScopedRuleNeedsTheJobsFacts() throws IOException {
    cli.file("deploy.log", "deploy failed\n");
    assertThat(classify("@deploy.log").out())
        .contains("note         a rule that applies to some jobs only could not be judged");
    assertThat(classify("@deploy.log --job repo=acme/app").out()).startsWith("MATCHED  ours");
    assertThat(classify("@deploy.log --job repo=else/app").out()).startsWith("NO_MATCH");
  }

  @Test
  void theContextIsAsDeepAsAskedFor() {
    assertThat(classify("--context-depth 0 @logs/tests.log").out()).doesNotContain("+ pytest");
    assertThat(classify("--context-depth 1 @logs/tests.log").out())
        .contains("+ pytest")
        .doesNotContain("+ make");
  }

  @Test
  void theRulesetOfTheEnvironmentIsUsedWhereNoneIsNamed() {
    cli.env("BUILDMEISTER_RULESET", folder.resolve("rules.toml").toString());
    assertThat(cli.run("classify @logs/error.log").out()).startsWith("MATCHED  error line");
  }
}
