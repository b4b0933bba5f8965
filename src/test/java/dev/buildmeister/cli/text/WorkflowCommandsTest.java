package dev.buildmeister.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowCommandsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          a::b|a::b
          ::error::x|\\x3a:error::x
             ::stop-commands::x|   \\x3a:stop-commands::x
          \u00a0\u3000::x|\u00a0\u3000\\x3a:x
          \u001b[2m  ::x\u001b[0m|\u001b[2m  \\x3a:x\u001b[0m
          \u001b[2m##[x]\u001b[0m|\u001b[2m\\x23#[x]\u001b[0m
          a ##[add-mask]a|a \\x23#[add-mask]a
          a ###[group]|a #\\x23#[group]
          a ####[#|a ##\\x23#[#
          a # #[x] : :|a # #[x] : :
          """)
  void aLineOfTextIsNoCommand(String text, String harmless) {
    assertThat(WorkflowCommands.inText(text)).isEqualTo(harmless);
  }

  @ParameterizedTest
  @CsvSource({"'a\n::x\n', 'a\n\\x3a:x\n'", "'a\r ::x', 'a\r \\x3a:x'"})
  void everyLineOfATextIsLookedAt(String text, String harmless) {
    assertThat(WorkflowCommands.inText(text)).isEqualTo(harmless);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":"::x :::"}      | {"a":"\\u003a:x \\u003a\\u003a:"}
          {"a":"###[x]"}       | {"a":"#\\u0023#[x]"}
          {"a":"\\\\##[x]\\\\::"} | {"a":"\\\\\\u0023#[x]\\\\\\u003a:"}
          """)
  void jsonKeepsItsValues(String json, String harmless) {
    assertThat(WorkflowCommands.inJson(json)).isEqualTo(harmless);
  }
}
