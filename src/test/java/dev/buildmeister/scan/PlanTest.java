package dev.buildmeister.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      textBlock =
          """
          ^##\\[error\\]                          ~ ANCHORED "##[error]"
          ^FAILED (\\S+)                          ~ ANCHORED "FAILED "
          ^(?:E  |FAIL: )\\w                      ~ ANCHORED "E  ", "FAIL: "
          ^a.*AssertionError                      ~ LITERALS "AssertionError"
          ^\\s*--- FAIL: (\\S+)                   ~ LITERALS "--- FAIL: "
          (?i)^error:                             ~ ANCHORED "error:" in any case
          (?m)^error:                             ~ LITERALS "error:"
          [Ee]rror: x                             ~ LITERALS "Error: x", "error: x"
          foo.*barbaz                             ~ LITERALS "barbaz"
          (?:connection|read) timed out           ~ LITERALS "connection timed out", "read timed out"
          a\\d+(?:bcd)+                           ~ LITERALS "bcd"
          (?:ab){3}                               ~ LITERALS "ababab"
          (?i)mask                                ~ LITERALS "mask", "mas\u212a", "ma\u017fk", "ma\u017f\u212a" in any case
          (?i)größe                               ~ LITERALS "gr" in any case
          (?i)✗ boom                              ~ LITERALS "✗ boom" in any case
          err\\x{FFFD}or code                     ~ LITERALS "or code"
          \\x{D83D}abc                            ~ LITERALS "abc"
          foo|\\d+                                ~ ALWAYS
          (?:foo)?                                ~ ALWAYS
          foo|                                    ~ ALWAYS
          \\d+:\\d+|^x*                           ~ ALWAYS
          $                                       ~ ALWAYS
          (?:^|x)yz                               ~ LITERALS "xyz", "yz"
          """)
  void thePlanOfAPatternIsWhatAMatchMustHold(String regex, String plan) throws PatternException {
    assertThat(PatternSet.compile(List.of(LinePattern.regex(regex))).plan(0)).hasToString(plan);
  }

  @ParameterizedTest
  @CsvSource({"a.b*,LITERALS \"a.b*\"", "error,LITERALS \"error\""})
  void thePlanOfALiteralIsItself(String literal, String plan) throws PatternException {
    assertThat(PatternSet.compile(List.of(LinePattern.literal(literal))).plan(0)).hasToString(plan);
  }
}
