package dev.buildmeister.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.buildmeister.job.Note;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void headAndTailAreWhatTheLimitsSay() throws IOException {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      byte[] log = lettersAndLineFeeds(random, random.nextInt(200));
      int scan = random.nextInt(100);
      int tail = random.nextInt(100);
      Reading reading = Reading.of(log, new LogLimits(scan, tail, 1 << 20, 1 << 10));
      boolean cut = log.length > scan + tail;
      assertThat(reading.summary().notes().contains(Note.LOG_CUT))
          .as("seed %d", seed)
          .isEqualTo(cut);
      assertThat(described(reading))
          .as("seed %d", seed)
          .isEqualTo(cut ? cutLines(log, scan, tail) : lines(log, 0, log.length));
      assertThat(reading.summary().lines())
          .as("seed %d", seed)
          .isEqualTo(lines(log, 0, log.length).size());
      assertThat(reading.summary().bytes()).isEqualTo(log.length);
    }
  }

  private static List<String> cutLines(byte[] log, int scan, int tail) {
    List<String> expected = new ArrayList<>(lines(log, 0, scan));
    int from = log.length - tail;
    if (tail > 0
        && log[from - 1] != '\n'
        && lines(log, from, log.length).size() == 1
        && log[log.length - 1] != '\n') {
      return withTailOfLine(expected, log, scan, from);
    }
    while (from < log.length && log[from - 1] != '\n') {
      from++;
    }
    expected.addAll(lines(log, from, log.length));
    return expected;
  }

  /// All of the tail lies in one line.
  private static List<String> withTailOfLine(List<String> head, byte[] log, int scan, int from) {
    String tail = lines(log, from, log.length).getFirst();
    String number = tail.substring(0, tail.indexOf(':') + 2);
    boolean begun = !head.isEmpty() && log[scan - 1] != '\n' && head.getLast().startsWith(number);
    String start = begun ? head.removeLast() : number;
    head.add(start + " … " + tail.substring(number.length()));
    return head;
  }

  /// `number: text` of the lines in a part of a log, numbered as in the whole.
  private static List<String> lines(byte[] log, int from, int to) {
    List<String> lines = new ArrayList<>();
    int number = 1;
    for (int i = 0; i < from; i++) {
      number += log[i] == '\n' ? 1 : 0;
    }
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to ? start < to : log[i] == '\n') {
        lines.add(number + ": " + new String(log, start, i - start, StandardCharsets.US_ASCII));
        number++;
        start = i + 1;
      }
    }
    return lines;
  }

  private static List<String> described(Reading reading) {
    return reading.lines().stream().map(line -> line.number() + ": " + line.text()).toList();
  }

  private static byte[] lettersAndLineFeeds(Random random, int length) {
    byte[] log = new byte[length];
    for (int i = 0; i < length; i++) {
      log[i] = (byte) (random.nextInt(6) == 0 ? '\n' : 'a' + random.nextInt(26));
    }
    return log;
  }

  @Test
  void aWindowThatGrowsAndWrapsKeepsTheLastLines() throws IOException {
    byte[] log = LogOpeningTest.numberedLines(40_000);
    int tail = 300_000;
    Reading reading = Reading.of(log, new LogLimits(1000, tail, 1L << 30, 1 << 10));
    assertThat(described(reading)).isEqualTo(cutLines(log, 1000, tail));
  }

  @Test
  void readingStopsWhenTimeIsUp() throws IOException {
    byte[] log = LogOpeningTest.numberedLines(1_000_000); // more than 20 MB
    AtomicInteger asked = new AtomicInteger();
    long[] lines = {0};
    LogSummary summary =
        LogReader.read(
            new ByteArrayInputStream(log),
            LogLimits.DEFAULT,
            () -> asked.incrementAndGet() == 3,
            (number, step, buffer, from, to) -> lines[0]++);
    assertThat(asked).hasValue(3);
    assertThat(summary.bytes()).isBetween(200_000L, 768L << 10);
    assertThat(summary.lines()).isEqualTo(lines[0]);
    assertThat(summary.notes()).containsExactly(Note.LOG_CUT);
  }

  @Test
  void timeIsLookedAtOftenWhateverTheLinesAreLike() throws IOException {
    assertThat(linesUntilAskedTwice("\n".repeat(1 << 20))).isBetween(1L << 12, 1L << 14);
    String longLines = ("x".repeat(65_535) + "\n").repeat(64);
    assertThat(linesUntilAskedTwice(longLines)).isLessThanOrEqualTo(8);
  }

  private static long linesUntilAskedTwice(String log) throws IOException {
    AtomicInteger asked = new AtomicInteger();
    long[] lines = {0};
    LogSummary summary =
        LogReader.read(
            new ByteArrayInputStream(log.getBytes(StandardCharsets.US_ASCII)),
            LogLimits.DEFAULT,
            () -> asked.incrementAndGet() == 2,
            (number, step, buffer, from, to) -> lines[0]++);
    assertThat(summary.notes()).containsExactly(Note.LOG_CUT);
    assertThat(summary.lines()).isEqualTo(lines[0]);
    return lines[0];
  }

  @Test
  void whatWasReadWhenTimeIsUpIsScannedToItsEnd() throws IOException {
    byte[] log = LogOpeningTest.numberedLines(1_000_000);
    List<Long> numbers = new ArrayList<>();
    LogSummary summary =
        LogReader.read(
            new ByteArrayInputStream(log),
            new LogLimits(100, 100, 1L << 30, 1 << 10),
            () -> true,
            (number, step, buffer, from, to) -> numbers.add(number));
    assertThat(numbers.getLast()).isEqualTo(summary.lines());
    assertThat(numbers.size()).isLessThan(12);
  }

  @Test
  void timeThatIsUpWhileTheTailIsScannedLeavesOutAllButItsEnd() throws IOException {
    byte[] log = LogOpeningTest.numberedLines(400_000);
    AtomicInteger asked = new AtomicInteger();
    int inflating = log.length / (1 << 18) + 1;
    List<Long> numbers = new ArrayList<>();
    LogSummary summary =
        LogReader.read(
            new ByteArrayInputStream(log),
            new LogLimits(1000, 16 << 20, 1L << 30, 1 << 10),
            () -> asked.incrementAndGet() == inflating + 3,
            (number, step, buffer, from, to) -> numbers.add(number));
    assertThat(asked).as("never again").hasValue(inflating + 3);
    assertThat(numbers.size()).isLessThan(60_000);
    assertThat(numbers.getLast()).isEqualTo(summary.lines()).isEqualTo(400_000);
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(summary.bytes()).isEqualTo(log.length);
    assertThat(summary.notes()).containsExactly(Note.LOG_CUT);
  }

  @Test
  void ofATailInOneLineTheEndIsScannedWhenTimeIsUp() throws IOException {
    String log = "begin " + "y".repeat(3 << 20) + " boom";
    AtomicInteger asked = new AtomicInteger();
    List<String> texts = new ArrayList<>();
    LogSummary summary =
        LogReader.read(
            new ByteArrayInputStream(log.getBytes(StandardCharsets.US_ASCII)),
            new LogLimits(6, 2 << 20, 1L << 30, 1 << 20),
            () -> asked.incrementAndGet() == 14,
            (number, step, buffer, from, to) ->
                texts.add(new String(buffer, from, to - from, StandardCharsets.UTF_8)));
    assertThat(asked).hasValue(14);
    assertThat(texts).hasSize(1);
    assertThat(texts.getFirst()).startsWith("begin  … yyy").endsWith(" boom");
    assertThat(texts.getFirst().length()).isBetween(1 << 18, 1 << 20);
    assertThat(summary.notes()).containsExactlyInAnyOrder(Note.LOG_CUT, Note.LINE_CUT);
  }

  @Test
  void aSinkIsToldOfLinesOfWhichSomethingIsMissing() throws IOException {
    LogLimits limits = new LogLimits(1 << 20, 0, 30, 16);
    assertThat(incomplete("short\n0123456789abcdefg\nx\n", limits)).containsExactly("2 middle");
    assertThat(incomplete("short\n0123456789abcdef\nx", limits)).isEmpty();
    assertThat(incomplete("a\nb\nc token=ghp_S3cr3tS3cr3tS3cr3t\n", limits)).contains("3 end");
    LogLimits head = new LogLimits(8, 8, 1 << 20, 64);
    assertThat(incomplete("line1\nline2\nline3\nline4\nabc\nde\n", head)).containsExactly("2 end");
    assertThat(incomplete("line1\nabcdefghijklmnopqrst", head)).containsExactly("2 middle");
  }

  private static List<String> incomplete(String log, LogLimits limits) throws IOException {
    List<String> told = new ArrayList<>();
    String[] next = {""};
    LogReader.read(
        new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
        limits,
        new LineSink() {
          @Override
          public void incomplete(boolean atEnd) {
            next[0] = atEnd ? "end" : "middle";
          }

          @Override
          public void line(long number, int step, byte[] buffer, int from, int to) {
            if (!next[0].isEmpty()) {
              told.add(number + " " + next[0]);
            }
            next[0] = "";
          }
        });
    return told;
  }

  @Test
  void aLineOfMoreThanTheBufferKeepsItsEnds() throws IOException {
    byte[] log = new byte[5 << 20];
    Arrays.fill(log, (byte) 'x');
    log[0] = 'a';
    log[1] = ' ';
    log[log.length - 2] = ' ';
    log[log.length - 1] = 'z';
    Reading reading = Reading.of(log, new LogLimits(1 << 30, 0, 1 << 30, 16));
    assertThat(reading.texts()).containsExactly("a xxxxxx … xxxxxx z");
    assertThat(reading.summary().notes()).containsExactly(Note.LINE_CUT);
    assertThat(reading.summary().lines()).isOne();
  }

  @Test
  void aTailWithinOneLineIsItsEndWhereverTheWindowWraps() throws IOException {
    for (int length = 40_000; length < 90_000; length += 1_111) {
      String log = "begin x" + "y".repeat(length) + " boom at the end";
      Reading reading =
          Reading.of(
              log.getBytes(StandardCharsets.US_ASCII), new LogLimits(10, 20_000, 1 << 30, 1 << 20));
      assertThat(reading.texts())
          .containsExactly("begin xyyy … " + "y".repeat(20_000 - 16) + " boom at the end");
      assertThat(reading.summary().notes()).containsExactlyInAnyOrder(Note.LOG_CUT, Note.LINE_CUT);
    }
  }

  @Test
  void limitsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogLimits(-1, 0, 0, 100))
        .withMessageContaining("-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogLimits(1, 0, 0, 15))
        .withMessageContaining("15");
  }
}
