package dev.buildmeister.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.verdict.ScanRecord.BestLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// Which error-like line is the best one, held to a plain reading of the definition.
class BestLinesTest {
  /// Of different scores, with numbers in them and without.
  private static final List<String> TEXTS =
      List.of(
          "error: a",
          "error: cart N",
          "it failed",
          "failed N times",
          "KeyError: N",
          "make: *** [all] Error N",
          "no errors",
          "see failover");

  private record Line(int step, String text) {}

  private static final class Reader {
    private final BestLines lines = new BestLines();
    private long number;
    private int step = -1;

    void line(int inStep, String text) {
      if (inStep != step) {
        lines.stepEnds(number);
        step = inStep;
      }
      number++;
      if (text.isEmpty()) {
        return;
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      LineView view = new LineView(text, false, Gap.NONE);
      lines.line(number, step, bytes, 0, bytes.length, view, List.of());
    }

    @Nullable BestLine best(int failingStep) {
      lines.stepEnds(number);
      return lines.best(failingStep);
    }
  }

  private static int signs(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Signs().score(bytes, 0, bytes.length);
  }

  @RepeatedTest(200)
  void itIsThatOfTheWholeStepReadAtLeisure(RepetitionInfo repetition) {
    long seed = 20_261_123L * repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<Line> log = new ArrayList<>();
    for (int step = 0; step < 3; step++) {
      int rare = random.nextInt(40);
      for (int i = random.nextInt(600); i > 0; i--) {
        String text = TEXTS.get(random.nextInt(TEXTS.size())).replace("N", "" + random.nextInt(99));
        log.add(new Line(step, random.nextInt(40) > rare ? text : ""));
      }
    }
    Reader reader = new Reader();
    log.forEach(line -> reader.line(line.step, line.text));
    int failing = random.nextInt(3);
    BestLine best = reader.best(failing);
    assertThat(best == null ? 0 : best.hit().lineNum())
        .as("seed %d", seed)
        .isEqualTo(model(log, failing));
  }

  /// Number of the best line, 0 if there is none.
  private static long model(List<Line> log, int step) {
    Map<String, Integer> counts = new HashMap<>();
    int end = 0;
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).step == step) {
        counts.merge(log.get(i).text.replaceAll("\\d+", "N"), 1, Integer::sum);
        end = i;
      }
    }
    long best = 0;
    int bestScore = Integer.MIN_VALUE;
    for (int i = 0; i < log.size(); i++) {
      // A form that is taken out has no second line.
      Integer count = counts.get(log.get(i).text.replaceAll("\\d+", "N"));
      if (log.get(i).step == step && !log.get(i).text.isEmpty() && count != null) {
        counts.remove(log.get(i).text.replaceAll("\\d+", "N"));
        int score = signs(log.get(i).text) + (end - i < 200 ? 2 : 0) + (count > 8 ? -2 : 0);
        if (score > bestScore) {
          best = i + 1L;
          bestScore = score;
        }
      }
    }
    return best;
  }

  @Test
  void withoutAFailingStepAllStepsTakePart() {
    Reader reader = new Reader();
    reader.line(0, "it failed");
    reader.line(1, "error: a");
    reader.line(2, "error: b");
    BestLine best = Objects.requireNonNull(reader.best(-1));
    assertThat(best.hit().line()).isEqualTo("error: a");
    assertThat(best.step()).isEqualTo(1);
  }

  @Test
  void aStepOfNothingButDifferentErrorsHasABestLine() {
    Reader reader = new Reader();
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int at = 0; at < 8; at++) {
        name.append((char) ('a' + random.nextInt(26)));
      }
      reader.line(0, "error: no " + name);
    }
    BestLine best = Objects.requireNonNull(reader.best(0));
    assertThat(best.hit().lineNum()).as("the first of the last 200").isEqualTo(199_801);
  }

  @Test
  void eachSignCounts() {
    Map<String, Integer> scores = new HashMap<>();
    scores.put("see failover", 0);
    scores.put("when it failed", 2);
    scores.put("pip failed", 2 + 4);
    scores.put("cart was not found", 2);
    scores.put("error in cart", 2 + 4);
    scores.put("error: cart", 2 + 4 + 2);
    scores.put("src/cart.c:3:7: fatal error: x.h", 2 + 4 + 2);
    scores.put("[16:21:57] Error: cart", 2 + 4 + 2);
    scores.put("acme.CartException: gone", 4 + 2 + 3);
    scores.put("KeyError: 'x'", 4 + 2 + 3);
    scores.put("✖ the cart failed", 2 + 4);
    scores.put("we saw an error: x", 2 + 2);
    scores.put("0 errors", 2 - 5);
    scores.put("DeprecationWarning: error", 2 + 4 - 5);
    scores.put("Failures: 0", 2 - 5);
    scores.put("cart.c:3: 2 errors", 2 - 7);
    scores.put("# cart.c:3: error: x", 2 + 4 + 2);
    scores.put("+ fail", -5);
    scores.put("make[2]: *** [all] Error 1", 2 - 7);
    scores.put("The command \"fail\" exited with 1.", -7);
    scores.put("\tat acme.Fail.error(Fail.java:3)", 2 - 5);
    scores.put("#3 fail at cart.c", -5);
    scores.put("3 failed", 2 + 4 - 7);
    scores.replaceAll((text, score) -> score - signs(text));
    scores.values().removeIf(wrong -> wrong == 0);
    assertThat(scores).isEmpty();
  }

  @RepeatedTest(50)
  void anyBytesHaveAScoreAndNothingOutsideOfThemCounts(RepetitionInfo repetition) {
    long seed = 20_261_123L * repetition.getCurrentRepetition();
    Random random = new Random(seed);
    byte[] bytes = new byte[random.nextInt(40)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) " at #3:.ferro\"+\n".charAt(random.nextInt(16));
    }
    byte[] inside = new byte[bytes.length + 40];
    random.nextBytes(inside);
    System.arraycopy(bytes, 0, inside, 20, bytes.length);
    assertThat(new Signs().score(inside, 20, 20 + bytes.length))
        .as("seed %d", seed)
        .isEqualTo(new Signs().score(bytes, 0, bytes.length));
    random.nextBytes(bytes);
    var _ = new Signs().score(bytes, 0, bytes.length);
  }
}
