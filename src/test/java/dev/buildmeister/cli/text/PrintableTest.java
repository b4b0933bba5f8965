package dev.buildmeister.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
  @Test
  void plainTextStaysAsItIs() {
    assertThat(Printable.of("error: nö → 世界 👩‍🚀")).isEqualTo("error: nö → 世界 👩‍🚀");
  }

  @ParameterizedTest
  @CsvSource({
    "001b, \\x1b",
    "0000, \\x00",
    "000d, \\x0d",
    "000a, \\x0a",
    "007f, \\x7f",
    "009b, \\x9b",
    "202e, \\u202e",
    "2066, \\u2066",
    "200f, \\u200f",
    "2028, \\u2028",
    "feff, \\ufeff",
    "e0041, \\ue0041",
  })
  void whatMovesTheCursorOrHidesTextIsWrittenOut(String codePoint, String shown) {
    String text = "a" + Character.toString(Integer.parseInt(codePoint, 16)) + "b";
    assertThat(Printable.of(text)).isEqualTo("a" + shown + "b");
  }

  @Test
  void aTabReachesTheNextMultipleOfEight() {
    assertThat(Printable.of("ab\tc\t世\td"))
        .isEqualTo("ab" + " ".repeat(6) + "c" + " ".repeat(7) + "世" + " ".repeat(6) + "d");
  }

  @Test
  void halfASurrogatePairIsReplaced() {
    assertThat(Printable.of("a\ud83db")).isEqualTo("a\uFFFDb");
  }

  @Test
  void noCharacterThatIsPrintedIsAControl() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(20, 0, Character.MAX_CODE_POINT + 1).forEach(text::appendCodePoint);
      random.ints(20, 0, 0x300).forEach(text::appendCodePoint);
      random.ints(20, 0x2000, 0x2100).forEach(text::appendCodePoint);
      assertThat(Printable.of(text.toString()).codePoints())
          .as("seed %d", seed)
          .noneMatch(c -> Character.isISOControl(c) || Printable.isHidden(c));
    }
  }
}
