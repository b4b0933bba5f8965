package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.buildmeister.cli.Cli.Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is printed inside GitHub Actions is searched for commands by the runner.
class InsideActionsTest {
  /// ` ::x` in an excerpt, in a capture, and `##[` wherever a log is quoted.
  private static final String LOG =
      """
      ##[group]Run make ##[add-mask]a
      ERROR: ##[add-mask]a ::x
        ::stop-commands::x
      ##[error]  ::set-env name=A::b
      ##[error]Process completed with exit code 1.
      """;

  private static final String RULES =
      """
      [[rule]]
      name = '##[add-mask]rule'
      pattern = '^ERROR: (.*)'
      block = { until = '^$', max = 5 }
      help = '::stop-commands::help'
      issue = 'https://example.com/##[add-mask]issue'
      """;

  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void writeFiles() throws IOException {
    cli =
        new Cli(folder)
            .env("GITHUB_ACTIONS", "true")
            .file("rules.toml", RULES)
            .file("d/##[add-mask].log", LOG)
            .file("d/b.log", "::stop-commands::y\n##[error]no rule hits ##[add-mask]\n");
  }

  private static void hasNoCommand(String text) {
    assertThat(text).doesNotContain("##[");
    assertThat(text.lines().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "").strip()))
        .noneMatch(line -> line.startsWith("::"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classify --ruleset @rules.toml @d/##[add-mask].log",
        "--color always classify --ruleset @rules.toml @d/##[add-mask].log",
        "classify --ruleset @rules.toml @d/b.log",
        "classify --ruleset @rules.toml @d",
        "classify --ruleset @rules.toml --format json @d",
        "classify --ruleset @rules.toml --format jsonl @d",
        "classify --ruleset @rules.toml --format gitlab @d",
        "classify --ruleset @rules.toml @no##[such.log",
        "explain --ruleset @rules.toml --all @d/##[add-mask].log",
        "rules list --ruleset @rules.toml",
        "rules test --ruleset @rules.toml @d",
        "demo"
      })
  void noLineIsACommand(String line) {
    Run run = cli.run(line);
    assertThat(run.exit()).as(run.err()).isNotEqualTo(Exit.USAGE);
    assertThat(run.out() + run.err()).isNotEmpty();
    hasNoCommand(run.out());
    hasNoCommand(run.err());
  }

  @Test
  void aWrongCommandLineIsNoCommand() {
    Run run = cli.run("classify --##[no-such-option x.log");
    assertThat(run.err()).contains("\\x23#[no-such-option");
    hasNoCommand(run.err());
  }

  @Test
  void aContinuedCaptureIsNoCommand() throws IOException {
    cli.file("two.toml", "[[rule]]\nname = 'n'\npattern = '^(a)(.*)'\n").file("c.log", "a::mask\n");
    Run run = cli.run("classify --ruleset @two.toml @c.log");
    assertThat(run.out()).contains("captures     a\n             \\x3a:mask\n");
  }

  @Test
  void jsonHasTheSameValuesAsElsewhere() throws IOException {
    ObjectMapper json = new ObjectMapper();
    String inside = cli.run("classify --ruleset @rules.toml --format json @d").out();
    String outside =
        cli.env("GITHUB_ACTIONS", "").run("classify --ruleset @rules.toml --format json @d").out();
    assertThat(inside).isNotEqualTo(outside);
    assertThat(json.readTree(inside)).isEqualTo(json.readTree(outside));
  }

  @Test
  void theFormatForGithubIsStillCommands() {
    Run run = cli.run("classify --ruleset @rules.toml --format github @d");
    assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.startsWith("::"));
  }
}
