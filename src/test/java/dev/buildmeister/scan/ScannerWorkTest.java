package dev.buildmeister.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Linear time, shown by counting what is done, not by a clock.
class ScannerWorkTest {
  private static final int MEBIBYTE = 1 << 20;

  // Many ways to be a suffix of one another, in both cases, and one that no prefilter helps.
  private static final String[] PATTERNS = {
    "a+b",
    "aa",
    "aaaa",
    "aaaaaaaa",
    "AAAA",
    "aAaA",
    "(?i)aaaaaa",
    "^aaab",
    "a{40}c",
    "\\d+\\s\\d+x",
    "error: (.*)",
    "Error",
    "ERROR: x",
    "(?i)error:? fatal",
    "--- FAIL: (\\S+)",
    "(?:ab|ba)+c"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "aA", "error: ", "ERRORerror", "Error--- FAIL", "ab", "aab 1 ", "é", "1 "})
  void eachByteIsWalkedOnceAndEachPatternAskedAtMostOnceALine(String piece)
      throws PatternException {
    PatternSet set = set();
    Scanner scanner = set.scanner();
    byte[] line = piece.repeat(MEBIBYTE / piece.length()).getBytes(UTF_8);

    scanner.scan(line, 0, line.length);

    assertThat(scanner.bytesWalked()).isEqualTo(line.length);
    assertThat(scanner.searches()).isLessThanOrEqualTo(set.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "aA", "error: ", "ERRORerror", "Error--- FAIL"})
  void aLineFullOfLiteralsIsNotLookedAtMoreThanAShortOne(String piece) throws PatternException {
    long visits = visits(piece, 64 * 1_024);
    long visitsOfALongLine = visits(piece, MEBIBYTE);

    assertThat(visitsOfALongLine).isLessThanOrEqualTo(visits + 16);
  }

  @Test
  void literalsInTheWrongCaseAreLookedAtSoOftenAndNoOftener() throws PatternException {
    Scanner scanner =
        PatternSet.compile(List.of(LinePattern.regex("ERROR"), LinePattern.regex("FATAL")))
            .scanner();
    byte[] line = "error ".repeat(MEBIBYTE / 6).getBytes(UTF_8);

    assertThat(scanner.scan(line, 0, line.length)).isZero();
    assertThat(scanner.outputsVisited()).isLessThan(1_100);
    assertThat(scanner.searches()).isZero();
  }

  @Test
  void aLineThatNoPatternMayMatchAsksRe2jNothing() throws PatternException {
    Scanner scanner = PatternSet.compile(List.of(LinePattern.regex("^FAILED"))).scanner();
    byte[] line = "this FAILED not at the start".getBytes(UTF_8);

    assertThat(scanner.scan(line, 0, line.length)).isZero();
    assertThat(scanner.searches()).isZero();
  }

  @Test
  void aLineThatNoPatternMayMatchTakesNoMemory() throws PatternException {
    Scanner scanner =
        PatternSet.compile(List.of(LinePattern.regex("^FAILED"), LinePattern.regex("(?i)fatal")))
            .scanner();
    byte[] line = "an ordinary line, über alles: error-free".getBytes(UTF_8);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    scanner.scan(line, 0, line.length);
    long before = threads.getCurrentThreadAllocatedBytes();

    for (int i = 0; i < 100_000; i++) {
      scanner.scan(line, 0, line.length);
    }

    // The reading itself may allocate a little; a single object a line would be 1.6 MB.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
  }

  private static long visits(String piece, int length) throws PatternException {
    Scanner scanner = set().scanner();
    byte[] line = piece.repeat(length / piece.length()).getBytes(UTF_8);
    scanner.scan(line, 0, line.length);
    return scanner.outputsVisited();
  }

  private static PatternSet set() throws PatternException {
    return PatternSet.compile(List.of(PATTERNS).stream().map(LinePattern::regex).toList());
  }
}
