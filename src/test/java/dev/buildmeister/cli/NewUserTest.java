package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.cli.Cli.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What someone types who has not read the guide.
class NewUserTest {
  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void writeFiles() throws IOException {
    cli = new Cli(folder).file("rules.toml", Cli.RULES).file("a.log", "x\n");
  }

  @ParameterizedTest
  @CsvSource({
    "help, Usage: buildmeister [-h]",
    "help classify, Usage: buildmeister classify ",
    "rules help, Usage: buildmeister rules [-h]",
    "rules help check, Usage: buildmeister rules check ",
    "help rules check, Usage: buildmeister rules check "
  })
  void helpIsACommandToo(String line, String usage) {
    Run run = cli.run(line);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith(usage);
    assertThat(run.exit()).isZero();
  }

  @Test
  void helpOfWhatIsNoCommandIsAWrongCommandLine() {
    Run run = cli.run("help klassify");
    assertThat(run.err()).startsWith("buildmeister: there is no command 'klassify'");
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void inTheListOfCommandsEachSentenceHasItsEnd() {
    String help = cli.run("--help").out().replaceAll("\\s+", " ");
    assertThat(help)
        .contains("classifies them as the service would, and shows what is then in the store.")
        .contains("130 stopped by Ctrl-C");
  }

  @Test
  void anOptionOfAnotherCommandIsSaidToBeThat() {
    assertThat(cli.run("explain --format json a.log").err())
        .isEqualTo(
            "buildmeister: Unknown option: '--format'; classify has it (see buildmeister explain"
                + " --help)\n");
  }

  @ParameterizedTest
  @CsvSource({"classify", "rules test"})
  void aRulesetInALogsPlaceIsSaidToBeOne(String command) {
    Run run = cli.run(command + " @rules.toml @a.log");
    assertThat(run.err())
        .isEqualTo(
            "buildmeister: rules.toml is called like a ruleset, not like a log; type: buildmeister "
                + command
                + " --ruleset rules.toml a.log\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void rulesListTakesTheFileAsRulesCheckDoes() {
    assertThat(cli.run("rules list @rules.toml"))
        .isEqualTo(cli.run("rules list --ruleset @rules.toml"))
        .extracting(Run::exit)
        .isEqualTo(0);
    assertThat(cli.run("rules list @rules.toml --ruleset @rules.toml").err())
        .contains("the ruleset is named twice");
  }

  @Test
  void onATerminalARemarkIsMadeOnceAndBrokenAtItsWidth() throws IOException {
    cli.file("u.log", "x FAILED".getBytes(StandardCharsets.UTF_16))
        .env("NO_COLOR", "1")
        .terminal(50)
        .errTerminal(50);
    Run run = cli.run("classify @u.log");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "note         the log looks like UTF-16 text; rules\n             were tried on its bytes")
        .contains("\n             iconv -f UTF-16BE -t UTF-8 ");
  }

  @Test
  void theStandardInputIsNotThereASecondTime() {
    assertThat(cli.in("FAILED a.py::t\n").run("explain - --ruleset @rules.toml").out())
        .contains("buildmeister classify FILE --ruleset rules.toml  # ruleset");
  }

  @Test
  void aLogWithoutARuleNamesACommandThatIsThereEverywhere() {
    assertThat(cli.run("classify @a.log --ruleset @rules.toml").out())
        .contains("To check a rule for it:    buildmeister rules check --help\n")
        .doesNotContain("docs/rules.md");
  }

  @Test
  void whoMayNotWriteIsNotToldOfReading() {
    assertThat(LogSource.trouble(new AccessDeniedException("/data")))
        .isEqualTo("/data: permission denied; mend that, or name another place");
  }

  @Test
  void allFaultsOfACorpusIndexAreToldAtOnce() throws IOException {
    cli.file("corpus/index.jsonl", "{}\n{\"id\":\"2\"}\n");
    assertThat(cli.run("rules eval @corpus").err())
        .contains("line 1: there is no 'id'; line 2: there is no 'file'");
  }

  @Test
  void aPatternInDoubleQuotesIsToldOfSingleOnes() throws IOException {
    cli.file("own.toml", "[[rule]]\nname = 'a'\npattern = \"\\s\"\n");
    assertThat(cli.run("rules check @own.toml").out())
        .contains("Invalid escape sequence '\\s'; in single quotes a backslash is itself");
  }
}
