package dev.buildmeister.scan;

import java.util.Arrays;
import java.util.List;

/// The literals with which a line must begin, found by its first byte. Immutable.
final class LineStarts {
  private final List<LiteralAutomaton.Literal> literals;
  private final int[][] byFirstByte = new int[256][0];

  LineStarts(List<LiteralAutomaton.Literal> literals) {
    this.literals = List.copyOf(literals);
    for (int number = 0; number < literals.size(); number++) {
      LiteralAutomaton.Literal literal = literals.get(number);
      int first = literal.bytes()[0] & 0xFF;
      add(first, number);
      if (literal.anyCase() && first >= 'a' && first <= 'z') {
        add(first & ~0x20, number);
      }
    }
  }

  private void add(int first, int number) {
    int[] before = byFirstByte[first];
    byFirstByte[first] = Arrays.copyOf(before, before.length + 1);
    byFirstByte[first][before.length] = number;
  }

  /// Adds the patterns with a literal with which the line begins.
  void addTo(Candidates candidates, byte[] line, int from, int to) {
    if (from == to) {
      return;
    }
    for (int number : byFirstByte[line[from] & 0xFF]) {
      LiteralAutomaton.Literal literal = literals.get(number);
      if (begins(literal, line, from, to)) {
        candidates.add(literal.pattern());
      }
    }
  }

  private static boolean begins(LiteralAutomaton.Literal literal, byte[] line, int from, int to) {
    byte[] bytes = literal.bytes();
    if (bytes.length > to - from) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      int b = line[from + i] & 0xFF;
      if ((literal.anyCase() ? LiteralAutomaton.fold(b) : b) != (bytes[i] & 0xFF)) {
        return false;
      }
    }
    return true;
  }
}
