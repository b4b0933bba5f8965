package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void bytesAndCutsAreThoseOfUtf8() {
    for (int round = 0; round < 300; round++) {
      Random random = new Random(Contract.SEED + round);
      String text = Samples.text(random, 20);
      int limit = random.nextInt(40);
      String cut = Texts.cut(text, limit);
      String seed = "seed " + (Contract.SEED + round);

      assertThat(Texts.bytes(text)).as(seed).isEqualTo(utf8(text));
      assertThat(text).as(seed).startsWith(cut);
      assertThat(utf8(cut)).as(seed).isLessThanOrEqualTo(limit);
      assertThat(Texts.wellFormed(cut)).as(seed).isEqualTo(cut);
      if (cut.length() < text.length()) {
        int next = text.offsetByCodePoints(cut.length(), 1);
        assertThat(utf8(text.substring(0, next))).as(seed).isGreaterThan(limit);
      }
    }
  }

  @Test
  void halvesOfSurrogatePairsAreReplaced() {
    assertThat(Texts.wellFormed("a\ud83d")).isEqualTo("a\ufffd");
    assertThat(Texts.wellFormed("\ude00\ud83db")).isEqualTo("\ufffd\ufffdb");
    assertThat(Texts.wellFormed("😀")).isEqualTo("😀");
    assertThat(Texts.bytes("\ud83d")).isEqualTo(3);
  }

  @Test
  void oneLineHasNoControlCharactersAndKeepsTheLimit() {
    assertThat(Texts.oneLine("a\r\n\u0085b", 100)).isEqualTo("a\ufffd\ufffd\ufffdb");
    assertThat(Texts.bytes(Texts.oneLine("\n".repeat(100), 10))).isLessThanOrEqualTo(10);
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
