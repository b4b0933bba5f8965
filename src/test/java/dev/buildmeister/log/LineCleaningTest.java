package dev.buildmeister.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The cleaner against a reference that works on strings, and against itself in parts.
class LineCleaningTest {
  private static final int ROUNDS = 2500;
  private static final LogLimits SHORT_LINES = new LogLimits(1 << 30, 1 << 20, 1 << 30, 24);

  @Test
  void randomLogsAreCleanedAsTheReferenceDoes() throws IOException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      byte[] log = new RandomLogs(seed).log(8, 12);
      assertThat(Reading.of(log).texts())
          .as("seed %d", seed)
          .isEqualTo(new ReferenceCleaner().lines(log));
    }
  }

  @Test
  void linesOfMoreThanABufferAreCleanedAsTheReferenceDoes() throws IOException {
    for (int seed = 0; seed < ROUNDS / 10; seed++) {
      byte[] log = new RandomLogs(seed).log(6, 1500);
      Reading reading = Reading.of(new ByteArrayInputStream(log), LogLimits.DEFAULT, Reading.TINY);
      assertThat(reading.texts()).as("seed %d", seed).isEqualTo(new ReferenceCleaner().lines(log));
    }
  }

  @Test
  void aSourceThatTricklesGivesTheSame() throws IOException {
    for (int seed = 0; seed < ROUNDS / 10; seed++) {
      byte[] log = new RandomLogs(seed).log(6, 300);
      Reading whole = Reading.of(log);
      Reading trickled = Reading.of(Reading.trickling(log), LogLimits.DEFAULT, Reading.TINY);
      assertThat(trickled).as("seed %d", seed).isEqualTo(whole);
    }
  }

  @Test
  void cutLinesAreTheSameInPartsAndWhole() throws IOException {
    for (int seed = 0; seed < ROUNDS / 4; seed++) {
      byte[] log = new RandomLogs(seed).log(6, 300);
      Reading whole = Reading.of(log, SHORT_LINES);
      Reading parts = Reading.of(Reading.trickling(log), SHORT_LINES, Reading.TINY);
      assertThat(parts).as("seed %d", seed).isEqualTo(whole);
    }
  }

  @Test
  void aLineCutIsItsEndsAroundAnEllipsis() throws IOException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      RandomLogs random = new RandomLogs(seed);
      String text = "." + random.plainText(40) + ".";
      // A removed sequence takes the same line through the other path.
      for (String line : new String[] {text, "\u001b[0m" + text}) {
        Reading reading = Reading.of(line.getBytes(StandardCharsets.UTF_8), SHORT_LINES);
        assertThat(reading.texts()).as("seed %d", seed).containsExactly(cut(text, 24));
      }
    }
  }

  /// The same, code point by code point.
  private static String cut(String text, int limit) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= limit) {
      return text;
    }
    int head = 0;
    while (bytes(text.substring(0, text.offsetByCodePoints(head, 1))) <= limit / 2) {
      head = text.offsetByCodePoints(head, 1);
    }
    int tail = text.length();
    while (bytes(text.substring(text.offsetByCodePoints(tail, -1))) <= limit / 2) {
      tail = text.offsetByCodePoints(tail, -1);
    }
    return text.substring(0, head) + " … " + text.substring(tail);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void theCleanerDoesNotMindWhereALineIsParted() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      byte[] line = new RandomLogs(seed).line(40);
      int limit = seed % 2 == 0 ? 16 : 1 << 16;
      assertThat(clean(line, limit, new Random(seed)))
          .as("seed %d", seed)
          .isEqualTo(clean(line, limit, null));
    }
  }

  private static byte[] clean(byte[] line, int lineBytes, @Nullable Random parts) {
    LineCleaner cleaner = new LineCleaner(lineBytes, new NoMarkers());
    cleaner.begin();
    int from = 0;
    while (from < line.length) {
      int to = parts == null ? line.length : from + 1 + parts.nextInt(line.length - from);
      cleaner.feed(line, from, to);
      from = to;
    }
    cleaner.finish();
    return Arrays.copyOf(cleaner.buffer(), cleaner.length());
  }

  private static final class NoMarkers implements LineCleaner.Markers {
    @Override
    public void marker(String marker) {}

    @Override
    public void buildkiteTime() {}
  }

  @Test
  void aStringSequenceOfMoreThanItsLimitIsTextWithoutItsIntroducer() {
    String text = "x".repeat(LineCleaner.MAX_STRING_BYTES + 1);
    byte[] line = ("a\u001b]" + text + "\u0007b").getBytes(StandardCharsets.UTF_8);
    assertThat(new String(clean(line, 1 << 20, null), StandardCharsets.UTF_8))
        .isEqualTo("a" + text + "\u0007b");
  }

  @Test
  void aStringSequenceWithinItsLimitIsRemoved() {
    String text = "x".repeat(LineCleaner.MAX_STRING_BYTES);
    byte[] line = ("a\u001b]" + text + "\u0007b").getBytes(StandardCharsets.UTF_8);
    assertThat(new String(clean(line, 1 << 20, null), StandardCharsets.UTF_8)).isEqualTo("ab");
  }

  @Test
  void manyTimeStampsInALongLineAreAllRemoved() {
    String line = "head " + "_bk;t=1234567890123\u0007".repeat(1000) + " tail";
    assertThat(
            new String(
                clean(line.getBytes(StandardCharsets.UTF_8), 16, null), StandardCharsets.UTF_8))
        .isEqualTo("head  tail");
  }

  @Test
  void bytesOnEitherSideOfASequenceDoNotBecomeOneCharacter() {
    byte[] line = {'a', (byte) 0xc3, 0x1b, '[', 'm', (byte) 0xa9, 'b'};
    assertThat(new String(clean(line, 100, null), StandardCharsets.UTF_8))
        .isEqualTo("a\ufffd\ufffdb");
  }
}
