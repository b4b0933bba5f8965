package dev.buildmeister.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileNamesTest {
  private static final Path ROOT = Path.of("root");
  private static final String[] PIECES = {
    "a",
    "A",
    ".",
    "..",
    " ",
    "%",
    "%2e",
    "+",
    "con",
    "CON",
    "lpt1",
    "é",
    "日",
    "😀",
    "~",
    ":",
    "\\",
    "x".repeat(119),
    "日".repeat(40),
    "-",
    "_",
    ".log"
  };

  @Test
  void plainNamesStayAsTheyAre() {
    assertThat(FileNames.path(ROOT, "log/acme/app-1_2/42", ".log"))
        .isEqualTo(Path.of("root/log/acme/app-1_2/42.log"));
  }

  @Test
  void otherNamesAreEscaped() {
    assertThat(FileNames.path(ROOT, "log/gitlab.com!Acme/../42.1", ".log"))
        .isEqualTo(Path.of("root/log/gitlab%2ecom%21%41cme/%2e%2e/42%2e1.log"));
    assertThat(FileNames.path(ROOT, "log/con/nul", ".log"))
        .isEqualTo(Path.of("root/log/%63on/%6eul.log"));
  }

  @Test
  void longNamesGoOnInADirectory() {
    assertThat(FileNames.path(ROOT, "log/" + "x".repeat(121), ".log"))
        .isEqualTo(Path.of("root/log/" + "x".repeat(120) + "+/x.log"));
  }

  @Test
  void differentKeysNeverMeetWhateverTheFileSystemDoesToCase() {
    Map<String, String> keys = new HashMap<>();
    for (int round = 0; round < 5000; round++) {
      Random random = new Random(round);
      StringBuilder key = new StringBuilder("log");
      for (int segment = random.nextInt(3) + 1; segment > 0; segment--) {
        key.append('/');
        for (int piece = random.nextInt(4) + 1; piece > 0; piece--) {
          key.append(PIECES[random.nextInt(PIECES.length)]);
        }
      }
      Path path = FileNames.path(ROOT, key.toString(), ".log");

      String former = keys.put(path.toString().toLowerCase(Locale.ROOT), key.toString());
      assertThat(former == null || former.contentEquals(key)).as("seed %d", round).isTrue();
      assertThat(path.normalize()).as("seed %d", round).isEqualTo(path).startsWithRaw(ROOT);
      for (Path name : path) {
        assertThat(name.toString())
            .as("seed %d", round)
            .matches("[a-z0-9_%-][a-z0-9_%.+-]*")
            .hasSizeLessThanOrEqualTo(125);
      }
    }
  }

  @Test
  void namesAreReadBack() {
    String text = "Ac.me 日 %2e";
    Path name = FileNames.path(ROOT, text, "").getFileName();

    assertThat(FileNames.text(FileNames.decode(String.valueOf(name)))).isEqualTo(text);
    assertThat(FileNames.decode("100%")).isEqualTo("100%");
    assertThat(FileNames.decode("%zz")).isEqualTo("%zz");
  }
}
