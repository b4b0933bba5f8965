package dev.buildmeister.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StreamJoiningTest {
  private static final String TIME = "2024-07-08T16:59:08.174787Z ";

  @Test
  void randomStreamsAreJoinedAsTheRuleSays() throws IOException {
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      StringBuilder log = new StringBuilder();
      TreeMap<Long, String> expected = new TreeMap<>();
      Map<String, Long> open = new HashMap<>();
      int streams = 1 + random.nextInt(5);
      int lines = random.nextInt(300);
      for (long number = 1; number <= lines; number++) {
        String stream = "0" + random.nextInt(streams) + (random.nextBoolean() ? 'O' : 'E');
        boolean more = random.nextInt(3) > 0;
        String text = "t" + number + " ";
        log.append(TIME).append(stream).append(more ? '+' : ' ').append(text).append('\n');
        long first = open.getOrDefault(stream, -1000L);
        if (!more || first <= number - StreamJoiner.MAX_LINES) {
          first = number;
          open.put(stream, first);
        }
        expected.merge(first, text, String::concat);
      }
      Reading reading = Reading.of(log.toString());
      TreeMap<Long, String> got = new TreeMap<>();
      reading.lines().forEach(line -> got.put(line.number(), line.text()));
      assertThat(got).as("seed %d", seed).isEqualTo(expected);
      assertThat(reading.numbers()).as("seed %d", seed).isSorted();
    }
  }

  @Test
  void aLineIsHeldForAMebibyteOfLog() throws IOException {
    String filler = TIME + "01O " + "x".repeat(1 << 18) + "\n";
    String start = TIME + "00O a\n" + filler.repeat(3);
    assertThat(Reading.of(start + TIME + "00O+b\n").texts()).hasSize(4).startsWith("ab");
    assertThat(Reading.of(start + filler + TIME + "00O+b\n").texts())
        .hasSize(6)
        .startsWith("a")
        .endsWith("b");
  }

  @Test
  void aLineOfMoreThanTheBufferContinuesItsStreamAndIsOver() throws IOException {
    String log =
        TIME
            + "00O a\n"
            + TIME
            + "01O b\n"
            + TIME
            + "00O+"
            + "x".repeat(3000)
            + "\n"
            + TIME
            + "01O+c\n"
            + TIME
            + "00O+d\n";
    Reading reading =
        Reading.of(
            new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
            LogLimits.DEFAULT,
            Reading.TINY);
    assertThat(reading.texts()).containsExactly("a" + "x".repeat(3000), "b", "c", "d");
    assertThat(reading.numbers()).containsExactly(1L, 2L, 4L, 5L);
  }
}
