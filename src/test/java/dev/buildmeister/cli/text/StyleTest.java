package dev.buildmeister.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.cli.text.Style.When;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StyleTest {
  @Test
  void aTerminalIsColouredAndAPipeIsNot() {
    assertThat(Style.of(When.AUTO, Map.of(), true)).isEqualTo(Style.COLOURED);
    assertThat(Style.of(When.AUTO, Map.of(), false)).isEqualTo(Style.PLAIN);
  }

  @Test
  void noColorTurnsItOff() {
    assertThat(Style.of(When.AUTO, Map.of("NO_COLOR", "1", "CLICOLOR_FORCE", "1"), true))
        .isEqualTo(Style.PLAIN);
  }

  @Test
  void anEmptyNoColorSaysNothing() {
    assertThat(Style.of(When.AUTO, Map.of("NO_COLOR", ""), true)).isEqualTo(Style.COLOURED);
  }

  @Test
  void clicolorForceTurnsItOnForAPipe() {
    assertThat(Style.of(When.AUTO, Map.of("CLICOLOR_FORCE", "1"), false)).isEqualTo(Style.COLOURED);
    assertThat(Style.of(When.AUTO, Map.of("CLICOLOR_FORCE", "0"), false)).isEqualTo(Style.PLAIN);
  }

  @Test
  void aDumbTerminalIsNotColoured() {
    assertThat(Style.of(When.AUTO, Map.of("TERM", "dumb"), true)).isEqualTo(Style.PLAIN);
  }

  @Test
  void theOptionHasTheLastWord() {
    assertThat(Style.of(When.ALWAYS, Map.of("NO_COLOR", "1"), false)).isEqualTo(Style.COLOURED);
    assertThat(Style.of(When.NEVER, Map.of("CLICOLOR_FORCE", "1"), true)).isEqualTo(Style.PLAIN);
  }
}
