package dev.buildmeister.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tomlj.TomlTable;

/// Runs every case of `fixtures/regex` by every way in which a pattern can be asked.
class RegexFixturesTest {
  static List<RegexFixture> fixtures() {
    return RegexFixture.all();
  }

  static List<TomlTable> refused() {
    return RegexFixture.refused();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void aTextPatternFindsWhatTheFixtureSays(RegexFixture fixture) throws PatternException {
    String text = new String(fixture.bytes(), StandardCharsets.UTF_8);

    int[] groups = TextPattern.compile(fixture.pattern()).find(text);

    assertThat(listed(groups)).isEqualTo(fixture.groups());
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void aScannerOfThePatternAloneFindsTheSame(RegexFixture fixture) throws PatternException {
    Scanner scanner = PatternSet.compile(List.of(fixture.pattern())).scanner();

    int hits = scanner.scan(fixture.bytes(), 0, fixture.line().size());

    assertThat(hits == 0 ? List.of() : listed(scanner.groups(0))).isEqualTo(fixture.groups());
  }

  @Test
  void aScannerOfAllPatternsFindsTheSameOnEveryLine() throws PatternException {
    List<RegexFixture> fixtures = fixtures();
    PatternSet all = PatternSet.compile(fixtures.stream().map(RegexFixture::pattern).toList());
    Scanner scanner = all.scanner();
    for (int number = 0; number < fixtures.size(); number++) {
      byte[] line = fixtures.get(number).bytes();

      int hits = scanner.scan(padded(line), 3, 3 + line.length);

      List<Integer> found = List.of();
      for (int hit = 0; hit < hits; hit++) {
        if (scanner.pattern(hit) == number) {
          found = listed(scanner.groups(hit));
        }
      }
      assertThat(found).as(fixtures.get(number).name()).isEqualTo(fixtures.get(number).groups());
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aPatternThatIsNotRe2SyntaxIsRefusedByName(TomlTable test) {
    LinePattern pattern = LinePattern.regex(RegexFixture.required(test, "regex"));
    int offset = Math.toIntExact(Objects.requireNonNull(test.getLong("offset")));

    assertThatThrownBy(() -> PatternSet.compile(List.of(LinePattern.regex("a"), pattern)))
        .isInstanceOfSatisfying(
            PatternException.class,
            e -> {
              assertThat(e.index()).isEqualTo(1);
              assertThat(e.reason()).contains(RegexFixture.required(test, "reason"));
              assertThat(e.offset()).isEqualTo(offset);
              assertThat(e.hint()).contains(RegexFixture.required(test, "hint"));
            });
  }

  // As a line lies in a log: with other bytes before and after.
  private static byte[] padded(byte[] line) {
    byte[] buffer = new byte[line.length + 6];
    Arrays.fill(buffer, (byte) 'x');
    System.arraycopy(line, 0, buffer, 3, line.length);
    return buffer;
  }

  private static List<Integer> listed(int @Nullable [] groups) {
    List<Integer> list = new ArrayList<>();
    for (int group : groups == null ? new int[0] : groups) {
      list.add(group);
    }
    return list;
  }
}
