package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.cli.Cli.Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandsTest {
  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void writeFiles() throws IOException {
    cli =
        new Cli(folder)
            .file("rules.toml", Cli.RULES)
            .file("logs/a.log", "FAILED a.py::t\nERROR: x\nERROR: y\nERROR: z\n")
            .file("logs/b.log", "nothing\n");
  }

  @Test
  void aGoodRulesetHasNoFaults() {
    Run run = cli.run("rules check @rules.toml");
    assertThat(run.out())
        .isEqualTo("rules.toml: 4 rules, 1 example, 1 counterexample, no faults\n");
    assertThat(run.exit()).isZero();
  }

  @Test
  void allFaultsAreShownAndCounted() throws IOException {
    StringBuilder bad = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      bad.append("[[rule]]\nname = 'r").append(i).append("'\npattern = '('\n");
    }
    Run run = cli.file("bad.toml", bad.toString()).run("rules check @bad.toml");
    assertThat(run.out().lines()).hasSize(31).last().isEqualTo("30 faults");
    assertThat(run.out().lines().limit(30))
        .allMatch(line -> line.matches("bad\\.toml:\\d+:\\d+: rule 'r\\d+': .*"));
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void examplesAreRunAgainstTheirOwnRuleOnly() throws IOException {
    cli.file(
        "examples.toml",
        """
        [[rule]]
        name = 'all'
        pattern = '.'
        [[rule]]
        name = 'import'
        pattern = "No module named '([^']+)'"
        then = 'line \\d+'
        examples = ["No module named 'a'\\n\\nline 3", "No module named 'b'", 'something else']
        counterexamples = ["No module named 'c'", "No module named 'd'\\nline 4"]
        """);
    Run run = cli.run("rules check @examples.toml");
    assertThat(run.out())
        .isEqualTo(
            """
            examples.toml: rule 'import': example 2 is not hit: No module named 'b'
            examples.toml: rule 'import': example 3 is not hit: something else
            examples.toml: rule 'import': counterexample 2 is hit: No module named 'd'\\x0aline 4
            examples.toml: 2 rules, 3 examples, 2 counterexamples, 3 of them failing
            """);
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void aRuleThatCanNeverWinIsWarnedOf() throws IOException {
    cli.file(
        "shadow.toml",
        """
        [[rule]]
        name = 'scoped'
        pattern = 'x'
        when = { repo = 'a/.*' }
        [[rule]]
        name = 'first'
        pattern = 'x'
        [[rule]]
        name = 'second'
        pattern = 'x'
        last_lines = 5
        [[rule]]
        name = 'other'
        literal = 'x'
        """);
    Run run = cli.run("rules check @shadow.toml");
    assertThat(run.out())
        .startsWith(
            "warning: shadow.toml: rule 'second' can never win: 'first' before it has the same"
                + " pattern and applies wherever it does\n"
                + "warning: shadow.toml: rule 'other' can never win: 'first' before it looks for a"
                + " text that is in each of its lines, and applies wherever it does\n"
                + "shadow.toml: 4 rules, ");
    assertThat(run.exit()).isZero();
  }

  @Test
  void aRuleWhoseLinesAllHoldAnEarlierRulesTextIsWarnedOf() throws IOException {
    cli.file(
        "shadow.toml",
        """
        [[rule]]
        name = 'scoped'
        literal = 'deploy'
        when = { repo = 'a/.*' }
        [[rule]]
        name = 'error'
        literal = 'error:'
        [[rule]]
        name = 'never'
        pattern = '^fatal error: (.*)'
        [[rule]]
        name = 'other case'
        pattern = '(?i)fatal error: (.*)'
        [[rule]]
        name = 'only there'
        pattern = 'cannot deploy (.*)'
        """);
    assertThat(cli.run("rules check @shadow.toml").out().lines().filter(l -> l.startsWith("w")))
        .containsExactly(
            "warning: shadow.toml: rule 'never' can never win: 'error' before it looks for a text"
                + " that is in each of its lines, and applies wherever it does");
  }

  @Test
  void blessingSaysWhatItWrote() throws IOException {
    cli.file("marks/a.log", "FAILED a.py::t\n#^ NO_MATCH\n")
        .file("marks/b.log", "x\n#^ NO_MATCH\n");
    String bless = "rules fixtures @marks --bless --ruleset @rules.toml";
    assertThat(cli.run(bless).out())
        .isEqualTo(
            """
            marks/a.log: marked NO_MATCH
              but got 1 pytest ["a.py::t"]
              written to marks/a.log
            1 as marked, 1 different
            1 file written
            """);
    assertThat(cli.run(bless).out()).isEqualTo("2 as marked, 0 different\n0 files written\n");
  }

  @Test
  void theCostOfPatternsIsListed() {
    assertThat(cli.run("rules check @rules.toml --cost").out())
        .contains("  pytest: ANCHORED \"FAILED \"\n", "\nANCHORED  2 rules, looked at");
  }

  @Test
  void theShippedRulesAreWithoutFault() {
    Run run = cli.run("rules check");
    assertThat(run.out()).startsWith("ruleset.toml (shipped): ").endsWith(", no faults\n");
    assertThat(run.exit()).isZero();
  }

  @Test
  void rulesAreListedInTheirOrder() {
    assertThat(cli.run("rules list --ruleset @rules.toml").out())
        .isEqualTo(
            """
               1  pytest pytest failure, specific [test]
                  ^FAILED (\\S+\\.py::\\S+)
               2  module missing module, specific
                  No module named '([^']+)'  then  in line (\\d+)
               3  ours, specific
                  deploy failed
               4  error error line, general [catch-all]
                  ^ERROR: (.*)
            """);
  }

  @Test
  void allRulesThatHitAreShownWithTheirLines() {
    Run run = cli.run("rules test --ruleset @rules.toml @logs");
    assertThat(run.out())
        .isEqualTo(
            """
            logs/a.log
            > pytest: 1 line
                   1: FAILED a.py::t
              error: 3 lines
                   2: ERROR: x
                   4: ERROR: z
              2 rules of 4 hit
            logs/b.log
              0 rules of 4 hit
            """);
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void everyVerdictThatChangesIsPrinted() throws IOException {
    cli.file("logs/c.log", "ERROR: c\nERROR: d\n")
        .file(
            "new.toml",
            Cli.RULES.replace("^ERROR: (.*)", "^ERROR: ([^c])").replace("'^FAILED ", "'FAILE"))
        .file("logs/d.log", "nothing at all\n");
    Run run = cli.run("rules diff @rules.toml @new.toml @logs");
    assertThat(run.out())
        .isEqualTo(
            """
            2 rules with another pattern: pytest, error
            stored verdicts need the logs again
            logs/a.log: pytest:1 → error:2
            logs/c.log: error:1 → error:2
            4 logs: 2 changed (0 explained now, 0 no longer), 0 unreadable
            """);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(cli.run("rules diff @rules.toml @rules.toml @logs").exit()).isZero();
    assertThat(cli.run("rules diff @rules.toml @new.toml @logs @no.log").exit()).isEqualTo(3);
  }

  @Test
  void otherCapturesOfTheSameLineAreAChange() throws IOException {
    cli.file(
        "new.toml", Cli.RULES.replace("'^ERROR: (.*)'", "'^ERROR: '").replace("'^FAILED", "'^F"));
    assertThat(cli.run("rules diff @rules.toml @new.toml @logs/a.log").out())
        .contains("\nlogs/a.log: pytest:1 → error:2\n");
    cli.file("only.log", "ERROR: x\n");
    assertThat(cli.run("rules diff @rules.toml @new.toml @only.log").out())
        .contains("\nonly.log: error:1, other captures\n");
  }

  @Test
  void whatDiffersBetweenTheRulesStandsAboveTheVerdicts() throws IOException {
    cli.file(
        "new.toml",
        Cli.RULES
                .replace("[verdict]\nprefer = 'failing-step'\n", "")
                .replace("'ours'", "'theirs'")
                .replace("'error line'", "'any error'\nhelp = 'x'")
            + "[[ignore]]\npattern = '^DEBUG'\n");
    assertThat(cli.run("rules diff @rules.toml @new.toml @logs/b.log").out())
        .isEqualTo(
            """
            1 rule added: theirs
            1 rule removed: ours
            1 rule renamed: error
            1 rule with other help: error
            [verdict] changed
            [ignore] changed
            stored verdicts need the logs again
            1 log: 0 changed (0 explained now, 0 no longer), 0 unreadable
            """);
    assertThat(cli.run("rules diff @rules.toml @rules.toml @logs/b.log").out())
        .isEqualTo("1 log: 0 changed (0 explained now, 0 no longer), 0 unreadable\n");
  }
}
