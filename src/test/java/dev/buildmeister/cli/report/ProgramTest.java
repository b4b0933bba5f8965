package dev.buildmeister.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgramTest {
  @Test
  void hintsNameTheProgramAsItWasCalled() {
    assertThat(Program.of("./buildmeister")).isEqualTo("./buildmeister");
    assertThat(Program.of("/my tools/buildmeister")).isEqualTo("'/my tools/buildmeister'");
    assertThat(Program.of("")).isEqualTo("buildmeister");
  }
}
