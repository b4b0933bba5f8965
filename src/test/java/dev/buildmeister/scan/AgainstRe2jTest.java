package dev.buildmeister.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A set of patterns against re2j asked pattern by pattern, on patterns and lines made at random.
///
/// `-Dbuildmeister.cases=N` sets how many pairs of pattern and line are tried, and
/// `-Dbuildmeister.seed=N` where the randomness begins.
class AgainstRe2jTest {
  private static final int CASES = Integer.getInteger("buildmeister.cases", 20_000);
  private static final int PATTERNS_AT_ONCE = 8;

  @Test
  void aSetAnswersAsRe2jDoesOnRandomPatternsAndLines() throws PatternException {
    long seed = Long.getLong("buildmeister.seed", System.nanoTime());
    int asked = 0;
    int matched = 0;
    for (long round = seed; asked < CASES; round++) {
      RandomPatterns source = new RandomPatterns(new Random(round));
      List<String> expressions = new ArrayList<>();
      List<byte[]> lines = new ArrayList<>();
      for (int i = 0; i < PATTERNS_AT_ONCE; i++) {
        RandomPatterns.Pair pair = source.next();
        expressions.add(pair.regex());
        lines.add(source.bytes(pair.line()));
      }
      matched += compare(round, expressions, lines);
      asked += PATTERNS_AT_ONCE * PATTERNS_AT_ONCE;
    }
    // Were hardly any pair to match, or hardly any not to, equality would say little.
    assertThat(matched).as("matches from seed %d", seed).isBetween(asked / 20, asked / 2);
  }

  private static int compare(long seed, List<String> expressions, List<byte[]> lines)
      throws PatternException {
    PatternSet set = PatternSet.compile(expressions.stream().map(LinePattern::regex).toList());
    Scanner scanner = set.scanner();
    int matched = 0;
    for (byte[] line : lines) {
      String text = new String(line, StandardCharsets.UTF_8);
      List<List<Integer>> expected =
          expressions.stream().map(expression -> groups(expression, text)).toList();
      List<List<Integer>> found = new ArrayList<>();
      expressions.forEach(_ -> found.add(List.of()));
      int hits = scanner.scan(line, 0, line.length);
      for (int hit = 0; hit < hits; hit++) {
        found.set(scanner.pattern(hit), listed(scanner.groups(hit)));
        matched++;
      }
      for (int i = 0; i < expressions.size(); i++) {
        if (!found.get(i).equals(expected.get(i))) {
          fail(
              "seed %d: %s, planned as %s, on bytes %s (%s): re2j %s, scanner %s",
              seed,
              expressions.get(i),
              set.plan(i),
              HexFormat.of().formatHex(line),
              text,
              expected.get(i),
              found.get(i));
        }
      }
    }
    return matched;
  }

  private static List<Integer> groups(String expression, String text) {
    Matcher matcher = Pattern.compile(expression).matcher(text);
    List<Integer> groups = new ArrayList<>();
    if (matcher.find()) {
      for (int group = 0; group <= matcher.groupCount(); group++) {
        groups.add(matcher.start(group));
        groups.add(matcher.end(group));
      }
    }
    return groups;
  }

  private static List<Integer> listed(int[] groups) {
    List<Integer> list = new ArrayList<>();
    for (int group : groups) {
      list.add(group);
    }
    return list;
  }
}
