package dev.buildmeister.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SieveTest {
  @Test
  void aLineThatOnlyBeginsLikeAMatchIsNotSearched() throws PatternException {
    Scanner scanner =
        PatternSet.compile(
                List.of(LinePattern.regex("^\\[ERROR\\] .*?(Could not find|lost): (\\d+)$")))
            .scanner();

    assertThat(scan(scanner, "[ERROR] Could not find: é7 in here")).isZero();
    assertThat(scan(scanner, "[ERROR] Could not find: x")).isZero();
    assertThat(scanner.searches()).isZero();
    assertThat(scan(scanner, "[ERROR] Could not find: 7")).isEqualTo(1);
    assertThat(scanner.searches()).isEqualTo(1);
  }

  @Test
  void aSieveWithoutRoomLetsEverythingThrough() throws PatternException {
    // Which of the last 20 characters were an a: a million states.
    ByteProgram program = program("a.{19}b$");
    Sieve.Room room = new Sieve.Room(100);
    Sieve sieve = new Sieve(program, room);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    boolean passed = false;
    for (int i = 0; i < 50; i++) {
      byte[] line = new byte[1_000];
      for (int at = 0; at < line.length; at++) {
        line[at] = (byte) (random.nextBoolean() ? 'a' : 'c');
      }
      passed |= sieve.mayMatch(line, 0, line.length);
    }

    assertThat(passed).as("seed %d", seed).isTrue();
    assertThat(sieve.states()).isLessThanOrEqualTo(100 + 2);
  }

  @Test
  void theAnswersStayRightWhenThereIsNoRoom() throws PatternException {
    Scanner scanner = PatternSet.compile(List.of(LinePattern.regex("a.{12}b$"))).scanner();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int at = 0; at < 60; at++) {
        line.append((char) ('a' + random.nextInt(3)));
      }
      boolean expected = line.charAt(59) == 'b' && line.charAt(46) == 'a';

      assertThat(scan(scanner, line.toString()))
          .as("seed %d, line %s", seed, line)
          .isEqualTo(expected ? 1 : 0);
    }
  }

  @Test
  void aPatternThatIsTooLongWrittenOutHasNone() throws PatternException {
    assertThat(ByteProgram.of(TextPattern.compile(LinePattern.regex("(?:[ab]{10}x){150}")).node()))
        .isNull();
  }

  @Test
  void aSearchOfAPlainLineTakesNoStepTwiceAtOnePlace() throws PatternException {
    // Tried one after the other, the ways through this double with each character.
    ByteProgram program = program("^(?:a|aa|aaa|a+)+b$");
    byte[] line = "a".repeat(1_000).getBytes(UTF_8);

    assertThat(PlainSearch.isFor(program, line.length)).isTrue();
    assertThat(new PlainSearch().find(program, 0, line, 0, line.length)).isNull();
    assertThat(PlainSearch.isFor(program, 1 << 20)).isFalse();
  }

  @Test
  void whereRe2jMayTellOtherGroupsThanThoseOfTheMatchItIsAsked() throws PatternException {
    assertThat(program("^(a+)(b)?$").isExact()).isTrue();
    assertThat(program("(ab)(c$)?").isExact()).isFalse();
    assertThat(program("a\\b").isExact()).isFalse();
    assertThat(program("(?:a*)*b").isExact()).isFalse();
    assertThat(program("(?i)é").isExact()).isFalse();
    assertThat(program("[[:alpha:]]x").isExact()).isFalse();
    assertThat(program("[^/\\s:]x").isExact()).isTrue();
  }

  private static ByteProgram program(String regex) throws PatternException {
    return Objects.requireNonNull(
        ByteProgram.of(TextPattern.compile(LinePattern.regex(regex)).node()));
  }

  private static int scan(Scanner scanner, String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return scanner.scan(bytes, 0, bytes.length);
  }
}
