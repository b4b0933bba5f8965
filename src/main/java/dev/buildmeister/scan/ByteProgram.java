package dev.buildmeister.scan;

import dev.buildmeister.scan.syntax.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A pattern as a nondeterministic automaton over the bytes of a line, after Thompson ("Regular
/// expression search algorithm", 1968), that takes every line the pattern matches, and some more: a
/// character beyond ASCII is any run of bytes from 0x80 on, of large classes only what [FirstBytes]
/// knows is told apart, and places other than the ends of the line hold everywhere.
///
/// Immutable; [Sieve] makes it deterministic while it runs.
final class ByteProgram {
  /// A program of more steps is not made: a counted repeat writes its body out.
  private static final int MAX_STEPS = 1_000;

  /// What a step does.
  private enum Op {
    /// Takes a byte, or a run of bytes from 0x80 on.
    TAKE,
    /// Goes on at two steps.
    SPLIT,
    /// Goes on at the start of the line only.
    START,
    /// Goes on at the end of the line only.
    END,
    /// The pattern matches.
    MATCH
  }

  /// The bytes that a step takes.
  ///
  /// @param low of 0 to 63, one bit each
  /// @param high of 64 to 127
  /// @param rest whether all bytes from 128 on
  private record Bytes(long low, long high, boolean rest) {
    static final Bytes REST = new Bytes(0, 0, true);

    static Bytes of(BitSet set) {
      long[] words = Arrays.copyOf(set.toLongArray(), 4);
      return new Bytes(words[0], words[1], (words[2] | words[3]) != 0);
    }

    boolean has(int b) {
      return b >= 128 ? rest : ((b < 64 ? low : high) & 1L << b) != 0;
    }
  }

  /// @param out the step to go on at
  /// @param other the second one: of a SPLIT always, of a TAKE after a byte from 0x80 on
  private record Step(Op op, int out, int other, Bytes bytes) {}

  private final Step[] steps;
  private final int start;
  private final int[] classOf = new int[256];
  private final int[] sample;

  private ByteProgram(List<Step> steps, int start) {
    this.steps = steps.toArray(Step[]::new);
    this.start = start;
    this.sample = classify();
  }

  /// The program of a pattern; null if it would be too long.
  static @Nullable ByteProgram of(Node node) {
    Builder builder = new Builder();
    int start = builder.add(node, builder.step(Op.MATCH, 0, 0, Bytes.REST));
    return builder.steps.size() > MAX_STEPS ? null : new ByteProgram(builder.steps, start);
  }

  // Bytes that no step tells apart share a class; returns one byte of each.
  private int[] classify() {
    Set<Bytes> sets = new LinkedHashSet<>();
    for (Step step : steps) {
      if (step.op == Op.TAKE) {
        sets.add(step.bytes);
      }
    }
    List<Bytes> told = List.copyOf(sets);
    List<BitSet> classes = new ArrayList<>();
    int[] samples = new int[129];
    for (int b = 0; b < 256; b++) {
      BitSet in = new BitSet(told.size() + 1);
      for (int set = 0; set < told.size(); set++) {
        in.set(set, told.get(set).has(b));
      }
      in.set(told.size(), b >= 128);
      int known = classes.indexOf(in);
      classOf[b] = known < 0 ? classes.size() : known;
      if (known < 0) {
        samples[classes.size()] = b;
        classes.add(in);
      }
    }
    return Arrays.copyOf(samples, classes.size());
  }

  /// The classes of bytes by byte, 256 of them. Not to be changed.
  int[] classOf() {
    return classOf;
  }

  /// How many classes of bytes there are.
  int classes() {
    return sample.length;
  }

  /// Where a search is before the first byte, or where one begins later in the line.
  BitSet begin(boolean atStart) {
    BitSet at = new BitSet(steps.length);
    follow(start, atStart, false, at);
    return at;
  }

  /// Where a search is that was at `from`, after a byte of the class; a match can begin there too.
  BitSet next(BitSet from, int byteClass) {
    int b = sample[byteClass];
    BitSet at = begin(false);
    for (int i = from.nextSetBit(0); i >= 0; i = from.nextSetBit(i + 1)) {
      Step step = steps[i];
      if (step.op == Op.TAKE && step.bytes.has(b)) {
        follow(step.out, false, false, at);
        if (b >= 128) {
          follow(step.other, false, false, at);
        }
      }
    }
    return at;
  }

  /// Whether the pattern matches, whatever follows.
  boolean isMatch(BitSet at) {
    // The first step that was made.
    return at.get(0);
  }

  /// Whether the pattern matches if the line ends there.
  boolean isMatchAtEnd(BitSet at) {
    BitSet beyond = new BitSet(steps.length);
    for (int i = at.nextSetBit(0); i >= 0; i = at.nextSetBit(i + 1)) {
      if (steps[i].op == Op.END) {
        follow(steps[i].out, true, true, beyond);
      }
    }
    return isMatch(at) || isMatch(beyond);
  }

  // Adds the step and all that it leads to without a byte.
  private void follow(int from, boolean atStart, boolean atEnd, BitSet at) {
    int[] open = new int[2 * steps.length];
    int size = 0;
    open[size++] = from;
    while (size > 0) {
      int i = open[--size];
      if (at.get(i)) {
        continue;
      }
      at.set(i);
      Step step = steps[i];
      switch (step.op) {
        case SPLIT -> {
          open[size++] = step.out;
          open[size++] = step.other;
        }
        case START -> size = push(open, size, step.out, atStart);
        case END -> size = push(open, size, step.out, atEnd);
        case TAKE, MATCH -> {}
      }
    }
  }

  private static int push(int[] open, int size, int step, boolean holds) {
    open[size] = step;
    return holds ? size + 1 : size;
  }

  /// Writes steps from the end of a pattern to its beginning: each is told what follows it.
  private static final class Builder {
    final List<Step> steps = new ArrayList<>();

    int step(Op op, int out, int other, Bytes bytes) {
      steps.add(new Step(op, out, other, bytes));
      return steps.size() - 1;
    }

    /// Adds a part of the pattern before the step `next` and returns its first step.
    int add(Node node, int next) {
      if (steps.size() > MAX_STEPS) {
        return next;
      }
      return switch (node) {
        case Node.Literal _, Node.OneOf _, Node.Wide _ -> take(node, next);
        case Node.Assertion(Node.Place place) ->
            switch (place) {
              case TEXT_START -> step(Op.START, next, next, Bytes.REST);
              case TEXT_END -> step(Op.END, next, next, Bytes.REST);
              case LINE_START, LINE_END, WORD_EDGE, NO_WORD_EDGE -> next;
            };
        case Node.Group(Node body, boolean _) -> add(body, next);
        case Node.Repeat(Node body, int min, int max) -> repeat(body, min, max, next);
        case Node.Sequence(List<Node> parts) -> {
          int first = next;
          for (Node part : parts.reversed()) {
            first = add(part, first);
          }
          yield first;
        }
        case Node.Choice(List<Node> branches) -> {
          int first = add(branches.getLast(), next);
          for (Node branch : branches.reversed().subList(1, branches.size())) {
            first = step(Op.SPLIT, add(branch, next), first, Bytes.REST);
          }
          yield first;
        }
      };
    }

    private int take(Node node, int next) {
      Bytes bytes = Bytes.of(FirstBytes.of(node).bytes());
      if (!bytes.rest) {
        return step(Op.TAKE, next, next, bytes);
      }
      int more = steps.size();
      step(Op.TAKE, next, more, Bytes.REST);
      return step(Op.TAKE, next, more, bytes);
    }

    private int repeat(Node body, int min, int max, int next) {
      int first = next;
      if (max == Node.Repeat.UNBOUNDED) {
        int split = step(Op.SPLIT, next, next, Bytes.REST);
        int again = add(body, split);
        steps.set(split, new Step(Op.SPLIT, again, next, Bytes.REST));
        first = min == 0 ? split : again;
      } else {
        for (int i = min; i < max; i++) {
          first = step(Op.SPLIT, add(body, first), next, Bytes.REST);
        }
      }
      for (int i = max == Node.Repeat.UNBOUNDED ? 1 : 0; i < min; i++) {
        first = add(body, first);
      }
      return first;
    }
  }
}
