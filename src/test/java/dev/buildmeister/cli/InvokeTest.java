package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.cli.Cli.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvokeTest {
  private final Cli cli;

  InvokeTest(@TempDir Path folder) {
    this.cli = new Cli(folder);
  }

  private Run invoke(String fixture, String function) {
    String event = Path.of("fixtures", "events", fixture).toAbsolutePath().toString();
    return cli.run("invoke " + event + " --function " + function);
  }

  @ParameterizedTest
  @CsvSource({
    "schedule.json, classify, backfill",
    "stream-facts-arrived.json, classify, changes",
    "direct.json, changes, classify",
    "s3-put.json, changes, classify",
    "schedule.json, changes, backfill"
  })
  void anEventForAnotherFunctionNamesTheOption(String event, String function, String other) {
    Run run = invoke(event, function);

    assertThat(run.err()).endsWith("; use --function " + other + "\n");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void anEventForNoFunctionNamesNone() {
    assertThat(invoke("unknown.json", "classify").err())
        .contains("of no shape that is known")
        .doesNotContain("--function");
  }
}
