package dev.buildmeister.scan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Searches a line of nothing but ASCII for a match and its groups, by trying the alternatives in
/// their order and never the same step at the same place twice: RE2's BitState. It finds what re2j
/// finds, at a fraction of the price. Not thread-safe.
final class PlainSearch {
  /// The most bits for what was tried, a quarter of a megabyte, so the most that one search can
  /// cost: a line of some kilobytes for a long pattern. re2j may cost as many steps, and dearer
  /// ones.
  private static final int MAX_BITS = 1 << 21;

  private long[] tried = {};
  private int[] open = new int[256];
  private int size;
  private int[] groups = {};

  /// Whether a line is short enough for a program.
  static boolean isFor(ByteProgram program, int length) {
    return program.isExact() && (long) program.steps().length * (length + 1) <= MAX_BITS;
  }

  /// Searches `line[from..to)`.
  ///
  /// @param groupCount how many groups the pattern has
  /// @return as [TextPattern#find]
  int @Nullable [] find(ByteProgram program, int groupCount, byte[] line, int from, int to) {
    int words = (program.steps().length * (to - from + 1) + 63) / 64;
    if (tried.length < words) {
      tried = new long[words];
    }
    Arrays.fill(tried, 0, words, 0);
    groups = new int[2 * (groupCount + 1)];
    Arrays.fill(groups, -1);
    for (int begin = from; begin <= to; begin++) {
      int end = match(program, line, from, to, begin);
      if (end >= 0) {
        groups[0] = begin - from;
        groups[1] = end - from;
        return groups;
      }
    }
    return null;
  }

  // The end of a match that begins here; -1 if there is none. What is still open comes in pairs: a
  // step and a place, or a group's end, as a negative number, and what was noted of it before.
  private int match(ByteProgram program, byte[] line, int from, int to, int begin) {
    ByteProgram.Step[] steps = program.steps();
    int width = to - from + 1;
    size = 0;
    push(program.start(), begin);
    while (size > 0) {
      int at = open[--size];
      int i = open[--size];
      if (i < 0) {
        groups[~i] = at;
        continue;
      }
      while (i >= 0 && isNew(i * width + at - from)) {
        ByteProgram.Step step = steps[i];
        switch (step.op()) {
          case TAKE -> i = at < to && step.bytes().has(line[at++]) ? step.out() : -1;
          case SPLIT -> {
            push(step.other(), at);
            i = step.out();
          }
          case NOTE -> {
            push(~step.other(), groups[step.other()]);
            groups[step.other()] = at - from;
            i = step.out();
          }
          case START -> i = at == from ? step.out() : -1;
          case END -> i = at == to ? step.out() : -1;
          case MATCH -> {
            return at;
          }
        }
      }
    }
    return -1;
  }

  private boolean isNew(int bit) {
    long mask = 1L << bit;
    boolean isNew = (tried[bit >> 6] & mask) == 0;
    tried[bit >> 6] |= mask;
    return isNew;
  }

  private void push(int step, int at) {
    if (size == open.length) {
      open = Arrays.copyOf(open, 2 * size);
    }
    open[size++] = step;
    open[size++] = at;
  }
}
