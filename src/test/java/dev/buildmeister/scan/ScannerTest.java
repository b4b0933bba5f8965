package dev.buildmeister.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScannerTest {
  @Test
  void hitsComeInTheOrderOfThePatterns() throws PatternException {
    Scanner scanner = scanner("failed", "^build", "\\d+", "never", "(?i)BUILD");

    assertThat(hits(scanner, "build 7 failed")).containsExactly(0, 1, 2, 4);
  }

  @Test
  void theTextOfALineWithoutAHitCanBeAskedFor() throws PatternException {
    Scanner scanner = scanner("failed");

    assertThat(hits(scanner, "größe ok")).isEmpty();
    assertThat(scanner.text()).isEqualTo("größe ok");
  }

  @Test
  void theHitsOfOneLineAreForgottenOnTheNext() throws PatternException {
    Scanner scanner = scanner("failed", "ok");

    assertThat(hits(scanner, "failed ok")).containsExactly(0, 1);
    assertThat(hits(scanner, "ok")).containsExactly(1);
    assertThat(scanner.groups(0)).containsExactly(0, 2);
    assertThatThrownBy(() -> scanner.groups(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void onlyTheGivenPartOfTheBufferIsScanned() throws PatternException {
    byte[] buffer = "failed|ok|failed".getBytes(UTF_8);
    Scanner scanner = scanner("failed", "^ok$");

    assertThat(scanner.scan(buffer, 7, 9)).isEqualTo(1);
    assertThat(scanner.pattern(0)).isEqualTo(1);
    assertThat(scanner.text()).isEqualTo("ok");
  }

  @Test
  void aSetWithoutPatternsHitsNothing() throws PatternException {
    assertThat(hits(scanner(), "anything")).isEmpty();
  }

  @Test
  void aFaultTellsWhichPatternOfTheListItIsIn() {
    List<LinePattern> patterns =
        List.of(LinePattern.regex("a"), LinePattern.literal("(?="), LinePattern.regex("a(?=b)"));

    assertThatThrownBy(() -> PatternSet.compile(patterns))
        .isInstanceOf(PatternException.class)
        .hasMessage(
            "pattern 2, character 2: look-ahead (?= is not RE2 syntax; RE2 has no look-around;"
                + " match the text itself and put what is wanted into a group");
  }

  @Test
  void moreLiteralsThanTheAutomatonHoldsAreStillFound() throws PatternException {
    List<LinePattern> patterns =
        IntStream.range(0, 10_000)
            .mapToObj(i -> LinePattern.literal(i + " is the number"))
            .toList();
    PatternSet set = PatternSet.compile(patterns);
    Scanner scanner = set.scanner();

    assertThat(set.plan(0).kind()).isEqualTo(Plan.Kind.LITERALS);
    assertThat(set.plan(9_999).kind()).isEqualTo(Plan.Kind.ALWAYS);
    assertThat(hits(scanner, "9999 is the number")).containsExactly(9, 99, 999, 9_999);
  }

  @Test
  void aPatternWhoseLiteralsDoNotFitTakesNoRoomFromThoseAfterIt() throws PatternException {
    List<LinePattern> patterns = new ArrayList<>();
    for (int i = 0; i < Prefilter.MAX_LITERAL_BYTES / 4 - 1; i++) {
      patterns.add(LinePattern.literal("%04d".formatted(i)));
    }
    patterns.add(LinePattern.regex("red!|blue"));
    patterns.add(LinePattern.literal("pink"));

    PatternSet set = PatternSet.compile(patterns);

    assertThat(set.plan(patterns.size() - 2).kind()).isEqualTo(Plan.Kind.ALWAYS);
    assertThat(set.plan(patterns.size() - 1).kind()).isEqualTo(Plan.Kind.LITERALS);
  }

  @Test
  void aLiteralInTheWrongCaseOverAndOverHidesNoneInTheRightCase() throws PatternException {
    Scanner scanner = scanner("ERROR", "FATAL");

    assertThat(hits(scanner, "error ".repeat(5_000) + "ERROR")).containsExactly(0);
    assertThat(hits(scanner, "error ".repeat(5_000))).isEmpty();
  }

  @Test
  void aSetIsSharedByScannersOnSeveralThreads() throws Exception {
    PatternSet set = PatternSet.compile(List.of(LinePattern.regex("(\\d+) failed")));
    List<Throwable> thrown = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < 4; number++) {
      byte[] line = ("7".repeat(number + 1) + " failed").getBytes(UTF_8);
      Runnable task =
          () -> {
            Scanner scanner = set.scanner();
            for (int i = 0; i < 2_000; i++) {
              assertThat(scanner.scan(line, 0, line.length)).isEqualTo(1);
              assertThat(scanner.groups(0)).containsExactly(0, line.length, 0, line.length - 7);
            }
          };
      Thread thread = new Thread(task);
      thread.setUncaughtExceptionHandler(
          (_, e) -> {
            synchronized (thrown) {
              thrown.add(e);
            }
          });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(thrown).isEmpty();
  }

  private static Scanner scanner(String... regexes) throws PatternException {
    return PatternSet.compile(List.of(regexes).stream().map(LinePattern::regex).toList()).scanner();
  }

  @Test
  void aScannerServesOneLogAfterTheOther() throws PatternException {
    PatternSet set =
        PatternSet.compile(List.of(LinePattern.regex("^\\s*b.*\\d$"), LinePattern.regex("x+y")));
    Scanner first = set.scanner();
    assertThat(hits(first, "  b 1")).containsExactly(0);
    first.close();
    Scanner second = set.scanner();
    assertThat(second).isSameAs(first);
    assertThat(second.text()).isEmpty();
    assertThat(hits(second, "xxy")).containsExactly(1);
    assertThat(set.scanner()).isNotSameAs(second);
  }

  @Test
  void aScannerThatHasLearntAllItHasRoomForServesNoOtherLog() throws PatternException {
    PatternSet set = PatternSet.compile(List.of(LinePattern.regex("a.{12}b$")));
    Scanner full = set.scanner();
    Random random = new Random(7);
    for (int round = 0; round < 5_000 && full.canLearn(); round++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        line.append(random.nextBoolean() ? 'a' : 'c');
      }
      var _ = hits(full, line + "bc");
    }
    assertThat(full.canLearn()).isFalse();
    full.close();

    assertThat(set.scanner()).isNotSameAs(full);
  }

  private static List<Integer> hits(Scanner scanner, String line) {
    byte[] bytes = line.getBytes(UTF_8);
    int hits = scanner.scan(bytes, 0, bytes.length);
    return IntStream.range(0, hits).mapToObj(scanner::pattern).toList();
  }
}
