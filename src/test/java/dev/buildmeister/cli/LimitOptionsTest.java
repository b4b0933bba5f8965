package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.cli.Cli.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitOptionsTest {
  private static final String NOTE = "note         not all of the log was scanned: ";

  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void writeFiles() throws IOException {
    cli =
        new Cli(folder)
            .file("rules.toml", Cli.RULES)
            .file("found.log", "FAILED a.py::t\n" + "x\n".repeat(1 << 20))
            .file("none.log", "y\n" + "x\n".repeat(1 << 20) + "FAILED a.py::t\n");
  }

  /// Each look at the clock takes a second.
  private Run slowly(String line) {
    AtomicLong seconds = new AtomicLong();
    return cli.clock(() -> Instant.EPOCH.plusSeconds(seconds.getAndIncrement())).run(line);
  }

  @Test
  void whatWasReadWhenTheTimeIsUpIsJudgedAndSaidToBeCut() {
    Run run = slowly("classify --ruleset @rules.toml --time-limit 3 @found.log");
    assertThat(run.out()).startsWith("MATCHED  pytest failure").contains(NOTE);
    assertThat(run.exit()).isZero();
    run = slowly("classify --ruleset @rules.toml --time-limit 3 --format jsonl @found.log");
    assertThat(run.out()).contains("\"state\":\"MATCHED\",\"notes\":[\"LOG_CUT\"]");
    assertThat(run.exit()).isZero();
    run = slowly("classify --ruleset @rules.toml --time-limit 3 --format jsonl @none.log");
    assertThat(run.out()).contains("\"state\":\"NO_MATCH\",\"notes\":[\"LOG_CUT\"]");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void eachLogHasTheTimeForItself() {
    Run run =
        slowly(
            "classify --ruleset @rules.toml --jobs 1 --time-limit 10m --format jsonl"
                + " @found.log @none.log @found.log @none.log");
    assertThat(run.out()).doesNotContain("LOG_CUT");
    assertThat(run.exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"explain", "rules test"})
  void otherCommandsThatReadLogsKeepTheTimeToo(String command) {
    assertThat(slowly(command + " --ruleset @rules.toml --time-limit 3 @none.log").exit())
        .isEqualTo(1);
    assertThat(slowly(command + " --ruleset @rules.toml --time-limit 0 @none.log").exit()).isZero();
  }

  @Test
  void aDiffKeepsTheTimeToo() throws IOException {
    cli.file("other.toml", "[[rule]]\nname = 'other'\npattern = 'nothing'\n");
    String diff = "rules diff @rules.toml @other.toml @none.log --time-limit ";
    assertThat(slowly(diff + "3").exit()).isZero();
    assertThat(slowly(diff + "0").exit()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--scan-limit 1KiB --tail 8, NO_MATCH",
    "--scan-limit 1KiB --tail 1KiB, MATCHED",
    "--inflate-limit 1mib, NO_MATCH",
    "--inflate-limit 1TiB, MATCHED"
  })
  void howFarALogIsReadCanBeSet(String options, String state) {
    Run run = cli.run("classify --ruleset @rules.toml --format jsonl @none.log " + options);
    assertThat(run.out()).contains("\"state\":\"" + state + "\"");
    assertThat(run.out().contains("LOG_CUT")).isEqualTo(!options.endsWith("1TiB"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A rule with a capture, shell trace, a line that only looks like an error, a step.
        "FAILED a.py::t",
        "+ curl -H\nFAILED a.py::t\n+ curl -H",
        "error: cannot push with",
        "##[group]Run curl -H"
      })
  void noHalfOfASecretOfALineThatIsCutIsStored(String begin) throws IOException {
    cli.file(
        "all.toml", "[[rule]]\nname = 'all'\npattern = '^FAILED (.*)$'\nblock = { max = 9 }\n");
    String token = "ghp_" + "S3cr3t".repeat(6);
    for (int before = 90; before < 130; before += 3) {
      String line = begin + " " + "x ".repeat((before - Math.min(before, begin.length())) / 2);
      cli.file("cut.log", line + token + " y".repeat(300) + "\nFAILED b.py::t\n");
      cli.file("end.log", line + token);
      int end = line.length() + before % token.length();
      for (String log :
          new String[] {"--max-line 256 @cut.log", "--inflate-limit " + end + " @end.log"}) {
        Run run = cli.run("classify --ruleset @all.toml --format jsonl " + log);
        assertThat(run.out()).as("%s, %d", log, before).doesNotContainPattern("ghp_|S3|r3t");
        run = cli.run("explain --ruleset @all.toml --all " + log);
        assertThat(run.out()).as("%s, %d", log, before).doesNotContainPattern("ghp_|S3|r3t");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "90, 90000", "1.5s, 1500", "10m, 600000", "24H, 86400000", "0.001, 1"})
  void timesAreSecondsOrHaveAUnit(String text, long millis) {
    assertThat(new Amount.Time().convert(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1048576, 1048576", "512KiB, 524288", "1.5gib, 1610612736"})
  void sizesAreBytesOrHaveAUnit(String text, long bytes) {
    assertThat(new Amount.LogSize().convert(text)).isEqualTo(bytes);
  }
}
