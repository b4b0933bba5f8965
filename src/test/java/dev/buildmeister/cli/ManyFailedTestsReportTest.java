package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyFailedTestsReportTest {
  @TempDir Path folder;

  private String report(int tests, String format) throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < tests; i++) {
      log.append("FAILED a.py::t").append(i).append('\n');
    }
    return new Cli(folder)
        .file("rules.toml", Cli.RULES)
        .file("a.log", log.toString())
        .run("classify --ruleset @rules.toml " + format + "@a.log")
        .out();
  }

  @Test
  void theRestOfTheFailedTestsIsCounted() throws IOException {
    assertThat(report(1000, "")).contains("… and 990 more\n");
    assertThat(report(1000, "--format jsonl ")).contains("\"failed_tests_more\":false");
  }

  @Test
  void whereNotAllAreKnownTheCountIsAtLeastThat() throws IOException {
    assertThat(report(1500, "")).contains("… and at least 991 more\n");
    assertThat(report(1500, "--format jsonl ")).contains("\"failed_tests_more\":true");
  }
}
