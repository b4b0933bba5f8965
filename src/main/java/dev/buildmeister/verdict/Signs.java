package dev.buildmeister.verdict;

import dev.buildmeister.scan.LinePattern;
import dev.buildmeister.scan.PatternException;
import dev.buildmeister.scan.PatternSet;
import dev.buildmeister.scan.Scanner;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Adds up the [Sign]s of a line, in time linear in its length. Not thread-safe.
final class Signs {
  /// Of a longer line only the beginning is looked at, which is what is stored of it.
  static final int MAX_BYTES = Cut.LINE_BYTES;

  /// For each pattern the number of its sign.
  private static final List<Integer> SIGN_OF = new ArrayList<>();

  private static final PatternSet PATTERNS = compile();

  private final Scanner scanner = PATTERNS.scanner();
  private final BitSet found = new BitSet();

  private static PatternSet compile() {
    List<LinePattern> patterns = new ArrayList<>();
    for (int sign = 0; sign < Sign.ALL.size(); sign++) {
      for (String pattern : Sign.ALL.get(sign).patterns()) {
        patterns.add(LinePattern.regex(pattern));
        SIGN_OF.add(sign);
      }
    }
    try {
      return PatternSet.compile(patterns);
    } catch (PatternException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The score of a line by its text alone.
  int score(byte[] buffer, int from, int to) {
    found.clear();
    int score = 0;
    int hits = scanner.scan(buffer, from, Math.min(to, from + MAX_BYTES));
    for (int hit = 0; hit < hits; hit++) {
      int sign = SIGN_OF.get(scanner.pattern(hit));
      if (!found.get(sign)) {
        found.set(sign);
        score += Sign.ALL.get(sign).weight();
      }
    }
    return score;
  }

  /// What tells a line from others but for its numbers: FNV-1a, 64 bits, over its bytes with each
  /// run of digits as one.
  static long form(byte[] buffer, int from, int to) {
    long hash = 0xcbf29ce484222325L;
    boolean inDigits = false;
    int end = Math.min(to, from + MAX_BYTES);
    for (int i = from; i < end; i++) {
      byte b = buffer[i];
      boolean digit = b >= '0' && b <= '9';
      if (!digit || !inDigits) {
        hash = (hash ^ (digit ? '#' : b & 0xff)) * 0x100000001b3L;
      }
      inDigits = digit;
    }
    return hash;
  }
}
