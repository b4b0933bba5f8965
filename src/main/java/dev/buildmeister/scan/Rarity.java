package dev.buildmeister.scan;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

/// How seldom a literal is in a CI log, as a rough logarithm: the higher, the seldomer.
///
/// The weights are a guess at byte frequencies in build output; they decide what is looked for,
/// never what is found.
final class Rarity {
  private static final double FREQUENT = 3;
  private static final double COMMON = 4;
  private static final double RARE = 6;
  private static final double BLANK = 1.5;
  private static final double UPPER_CASE_BONUS = 1;
  private static final double NON_ASCII = 3.5;
  private static final String FREQUENT_BYTES = "etaoinsrlcdpm./-_0123456789:=";

  private Rarity() {}

  /// The score of a set one of which must occur: that of its most frequent member, less for each
  /// doubling of the set.
  static double of(Collection<String> literals) {
    double lowest = Double.MAX_VALUE;
    for (String literal : literals) {
      lowest = Math.min(lowest, of(literal));
    }
    return lowest - Math.log(literals.size()) / Math.log(2);
  }

  private static double of(String literal) {
    double sum = 0;
    for (byte b : literal.getBytes(StandardCharsets.UTF_8)) {
      sum += of(b);
    }
    return sum;
  }

  private static double of(byte b) {
    if (b < 0) {
      return NON_ASCII;
    }
    if (b == ' ') {
      return BLANK;
    }
    boolean upper = b >= 'A' && b <= 'Z';
    int folded = upper ? b | 0x20 : b;
    if (FREQUENT_BYTES.indexOf(folded) >= 0) {
      return FREQUENT + (upper ? UPPER_CASE_BONUS : 0);
    }
    boolean letter = folded >= 'a' && folded <= 'z';
    return (letter ? COMMON : RARE) + (upper ? UPPER_CASE_BONUS : 0);
  }
}
