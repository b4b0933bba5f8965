package dev.buildmeister.scan.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PatternParserTest {
  private static final int CASES = Integer.getInteger("buildmeister.cases", 20_000);

  // The pieces of which random patterns are made: what means something, and what looks like it.
  private static final String[] PIECES = {
    "a",
    "b",
    "K",
    "s",
    "é",
    "😀",
    "0",
    "1",
    "12",
    " ",
    "-",
    "--",
    "&&",
    "~~",
    "^",
    "$",
    ".",
    "*",
    "+",
    "?",
    "??",
    "|",
    "(",
    ")",
    "(",
    ")",
    "(?:",
    "(?i)",
    "(?-i)",
    "(?i-s:",
    "(?P<n>",
    "(?<n>",
    "(?P<m>",
    "(?=",
    "(?",
    "(?)",
    "(?U)",
    "[",
    "]",
    "[^",
    "[a",
    "[]",
    "[:alpha:]",
    "[[:word:]",
    "{",
    "}",
    "{2}",
    "{2,}",
    "{2,3}",
    "{3,2}",
    "{,2}",
    "{02}",
    "{1001}",
    "{999999999}",
    ",",
    "\\",
    "\\d",
    "\\S",
    "\\w",
    "\\b",
    "\\B",
    "\\A",
    "\\z",
    "\\Z",
    "\\Q",
    "\\E",
    "\\p",
    "\\pL",
    "\\p{",
    "\\p{Lu}",
    "\\P{^Greek}",
    "\\p{Nope}",
    "\\x",
    "\\x4",
    "\\x41",
    "\\x{",
    "\\x{41}",
    "\\x{110000}",
    "\\0",
    "\\07",
    "\\1",
    "\\12",
    "\\8",
    "\\n",
    "\\v",
    "\\u",
    "\\<",
    "\\_",
    "\\.",
    "\\]",
    "\\[",
    "\\-",
    "\\C",
    "<",
    ">",
    ":",
    "=",
    "!",
    "#",
    "P",
    "i",
    "x"
  };

  // What is refused although re2j takes it; see PatternParser.
  private static final String DELIBERATE =
      "set operation|class inside a class|word boundary|is a back-reference|plain text in RE2"
          + "|nothing to repeat|repeated no times|the limit is|Unicode classes in one|case ignored|under \\(\\?i\\)";

  @Test
  void whatTheParserTakesRe2jTakesAndTheOtherWayRound() {
    long seed = Long.getLong("buildmeister.seed", System.nanoTime());
    int taken = 0;
    for (long round = seed; round < seed + CASES; round++) {
      String pattern = pattern(new Random(round));
      String refusal = refusal(pattern);
      if (refusal.isEmpty()) {
        taken++;
        assertThat(re2jRefusal(pattern)).as("seed %d: re2j on %s", round, pattern).isEmpty();
      } else if (!refusal.matches(".*(?:" + DELIBERATE + ").*")) {
        assertThat(re2jRefusal(pattern))
            .as("seed %d: re2j on %s, which we refuse: %s", round, pattern, refusal)
            .isNotEmpty();
      }
    }
    assertThat(taken).as("taken from seed %d", seed).isGreaterThan(CASES / 20);
  }

  @Test
  void theEstimateOfAProgramIsNeverTooLow() throws SyntaxException {
    long seed = Long.getLong("buildmeister.seed", System.nanoTime());
    for (long round = seed; round < seed + CASES; round++) {
      String pattern = pattern(new Random(round));
      if (refusal(pattern).isEmpty()) {
        // re2j adds one instruction to fail with and one to match.
        assertThat((long) Pattern.compile(pattern).programSize())
            .as("seed %d: %s", round, pattern)
            .isLessThanOrEqualTo(ProgramSize.of(PatternParser.parse(pattern)).steps() + 2);
      }
    }
  }

  // Not to measure time: a letter on which re2j never ends would hang the test.
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everyLetterThatIsTakenWithCaseIgnoredLetsRe2jComeToAnEnd() throws SyntaxException {
    int refused = 0;
    for (int codePoint = 0x80; codePoint <= 0x1FFFF; codePoint++) {
      String pattern = "(?i)\\x{%x}".formatted(codePoint);
      if (refusal(pattern).isEmpty()) {
        Pattern.compile(pattern).matcher("x").find();
      } else {
        refused++;
      }
    }
    assertThat(refused).isEqualTo(9);
  }

  @Test
  void thePatternAtTheLimitOfLengthIsTakenAndTheNextLongerRefused() throws SyntaxException {
    PatternParser.parse("a".repeat(PatternParser.MAX_LENGTH));

    assertThatThrownBy(() -> PatternParser.parse("a".repeat(PatternParser.MAX_LENGTH + 1)))
        .hasMessageContaining("4096");
  }

  @Test
  void theDeepestNestingIsTakenAndTheNextDeeperRefused() throws SyntaxException {
    int depth = PatternParser.MAX_DEPTH;
    String deepest = "(".repeat(depth) + "a" + ")".repeat(depth);
    Pattern.compile(deepest);
    PatternParser.parse(deepest);

    assertThatThrownBy(() -> PatternParser.parse("(" + deepest + ")"))
        .hasMessageContaining("deeper than 200");
  }

  @Test
  void theLargestProgramsRunInHalfAMebibyteOfStack() throws Exception {
    for (String pattern :
        new String[] {"(?:a?){1000}", "(){660}", "(?:()()){330}", "(?:a??){999}b"}) {
      PatternParser.parse(pattern);
      Throwable[] thrown = new Throwable[1];
      Thread thread =
          new Thread(
              null,
              () -> {
                try {
                  Pattern.compile(pattern).matcher("aab".repeat(3)).find();
                } catch (StackOverflowError e) {
                  thrown[0] = e;
                }
              },
              "small",
              512 * 1024);
      thread.start();
      thread.join();
      assertThat(thrown[0]).as(pattern).isNull();
    }
  }

  @Test
  void manyUnicodeClassesAreRefusedBeforeRe2jSortsThem() {
    assertThat(refusal("[" + "\\pL".repeat(64) + "]")).isEmpty();
    assertThat(refusal("[" + "\\pL".repeat(65) + "]")).contains("more than 64 Unicode classes");
  }

  private static String pattern(Random random) {
    StringBuilder pattern = new StringBuilder();
    int pieces = 1 + random.nextInt(8);
    for (int i = 0; i < pieces; i++) {
      pattern.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return pattern.toString();
  }

  private static String refusal(String pattern) {
    try {
      PatternParser.parse(pattern);
      return "";
    } catch (SyntaxException e) {
      assertThat(e.offset()).as(pattern).isBetween(0, pattern.length());
      return e.reason();
    }
  }

  private static String re2jRefusal(String pattern) {
    try {
      Pattern.compile(pattern);
      return "";
    } catch (PatternSyntaxException e) {
      return e.getDescription();
    }
  }
}
