package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.cli.Cli.Run;
import dev.buildmeister.verdict.RuleOutcome.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void writeFiles() throws IOException {
    cli =
        new Cli(folder)
            .file("rules.toml", Cli.RULES)
            .file("it's.log", "ERROR: a\nERROR: b\nFAILED a.py::t\ndeploy failed\n");
  }

  @Test
  void itSaysWhyEachRuleWonOrLostAndHowToSeeItAgain() {
    Run run = cli.run("explain @it's.log --ruleset @rules.toml --job branch=main");
    assertThat(run.out().replaceAll("0-[0-9a-f]{12}", "RS"))
        .isEqualTo(
            """
            it's.log: 4 lines, 47 bytes

            Won
              pytest failure [pytest], specific: the first rule of the file that hit
                  line 3 (1 line hit): FAILED a.py::t

            Hit, and lost
              ours, specific: its 'when' asks for the repo, which is not known: --job repo=…
                  1 line hit
              error line [error], general: 'pytest' stands before it in the file
                  line 1 (2 lines hit): ERROR: a

            Did not hit
              1 rule (--all lists them)

            To see it again
              buildmeister classify 'it'\\''s.log' --ruleset rules.toml --job branch=main  # ruleset RS
            """);
    assertThat(run.exit()).isZero();
  }

  @Test
  void nothingButTheCommandToCopyIsWiderThanTheTerminal() {
    cli.env("COLUMNS", "40");
    assertThat(cli.run("explain --all @it's.log --ruleset @rules.toml").out().lines())
        .allMatch(line -> line.length() <= 40 || line.startsWith("  buildmeister classify "))
        .contains("    repo=…", "    file");
  }

  @Test
  void allRulesAreListedOnDemand() {
    assertThat(cli.run("explain --all @it's.log --ruleset @rules.toml").out())
        .contains("Did not hit\n  missing module [module], specific\n  1 rule\n");
  }

  @Test
  void aDirectoryOfLogsIsTooMuch() throws IOException {
    cli.file("two/a.log", "x").file("two/b.log", "x");
    assertThat(cli.run("explain @two").err())
        .isEqualTo("buildmeister: explain takes one log, and two holds 2\n");
  }

  @Test
  void everyReasonHasItsWords() {
    assertThat(Explain.why(new Reason.Won(true))).contains("in the failing step");
    assertThat(Explain.why(new Reason.OutsideFailingStep("a"))).contains("'a' hit inside");
    assertThat(Explain.why(new Reason.NoHit())).isEqualTo("no line matches");
    assertThat(Explain.why(new Reason.JobSucceeded(true))).endsWith("succeeded, says its log");
    assertThat(Explain.why(new Reason.JobSucceeded(false))).endsWith("says its conclusion");
    assertThat(Explain.why(new Reason.OutOfScope("repo", "x"))).contains("another repo than 'x'");
    assertThat(Explain.why(new Reason.ScopeUnknown("step"))).contains("no steps are marked");
    assertThat(Explain.why(new Reason.TooEarly(7))).contains("begins at line 7");
  }
}
