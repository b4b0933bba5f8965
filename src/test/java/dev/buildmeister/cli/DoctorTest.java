package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.cli.Cli.Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path folder;

  @Test
  void everyCheckIsOneLine() {
    Run run = new Cli(folder).env("LANG", "en_GB.UTF-8").run("doctor");
    assertThat(run.out().lines())
        .hasSize(9)
        .allMatch(line -> line.matches("(ok     |fault  )  [a-z]+ +.+"));
    assertThat(run.out())
        .contains("ok       terminal  no terminal (a pipe or file), en_GB.UTF-8\n");
  }

  @Test
  void nothingIsWiderThanTheTerminal() throws IOException {
    Run run =
        new Cli(folder)
            .file("bad.toml", "[[rule]]\nname = 'a'\n")
            .env("LC_ALL", "C")
            .env("COLUMNS", "50")
            .run("doctor --ruleset @bad.toml");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 50);
    assertThat(run.out()).contains("rules check");
  }

  @Test
  void aFaultComesWithItsNextStep() throws IOException {
    Run run =
        new Cli(folder)
            .file("bad.toml", "[[rule]]\nname = 'a'\n")
            .env("LC_ALL", "C")
            .env("LANG", "en_GB.UTF-8")
            .run("doctor --ruleset @bad.toml");
    assertThat(run.out())
        .contains("fault    ruleset   bad.toml has 1 fault; buildmeister rules check bad.toml\n")
        .contains(
            "locale 'C' is not UTF-8, which verdicts are written in; export LC_ALL=C.UTF-8\n");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void whatTheMachineLacksIsNamed() {
    assertThat(Doctor.jdk(21, "/jdk").text())
        .isEqualTo("Java 21 in /jdk, made for 25; set JAVA_HOME to a JDK 25");
    assertThat(Doctor.archive("mixed mode").ok()).isFalse();
    assertThat(Doctor.archive("mixed mode, sharing").ok()).isTrue();
    assertThat(Doctor.names("ANSI_X3.4-1968").text()).contains("LC_ALL=C.UTF-8");
    assertThat(Doctor.disk(folder.resolve("no")).ok()).isFalse();
  }
}
