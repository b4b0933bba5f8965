package dev.buildmeister.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  @Test
  void wideCharactersTakeTwoColumnsAndMarksNone() {
    assertThat(Columns.width("ab")).isEqualTo(2);
    assertThat(Columns.width("世界")).isEqualTo(4);
    assertThat(Columns.width("e\u0301")).isEqualTo(1);
    assertThat(Columns.width("✗🚀")).isEqualTo(3);
  }

  @Test
  void aTextIsCutWhereItNoLongerFits() {
    assertThat(Columns.cut("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Columns.cut("abcdef", 5)).isEqualTo("abcd…");
    assertThat(Columns.cut("世界世界", 6)).isEqualTo("世界…");
  }

  @Test
  void aCutTextNeverTakesMoreColumnsThanAllowed() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      StringBuilder text = new StringBuilder();
      random
          .ints(random.nextInt(30), 0, 6)
          .forEach(c -> text.append(List.of("a", "世", "e\u0301", "🚀", " ", "ü").get(c)));
      int columns = 1 + random.nextInt(30);
      int place = random.nextInt(text.length() + 1);
      assertThat(Columns.width(Columns.cut(text.toString(), columns)))
          .as("seed %d", seed)
          .isLessThanOrEqualTo(columns);
      assertThat(Columns.width(Columns.around(text.toString(), place, Math.max(4, columns))))
          .as("seed %d", seed)
          .isLessThanOrEqualTo(Math.max(4, columns));
    }
  }

  @Test
  void thePlaceThatMattersStaysVisible() {
    String line = "x".repeat(100) + "FAILED here" + "y".repeat(100);
    assertThat(Columns.around(line, 100, 30)).isEqualTo("…xxxxxxxxxxFAILED hereyyyyyyy…");
    assertThat(Columns.around(line, 0, 10)).isEqualTo("xxxxxxxxx…");
  }

  @Test
  void linesAreBrokenAtBlanksAndWordsThatAreTooLongAnywhere() {
    assertThat(Columns.wrap("one two three", 8)).containsExactly("one two", "three");
    assertThat(Columns.wrap("abcdefghij kl", 4)).containsExactly("abcd", "efgh", "ij", "kl");
    assertThat(Columns.wrap("", 4)).containsExactly("");
  }
}
