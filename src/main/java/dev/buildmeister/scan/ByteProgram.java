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
/// character beyond ASCII is any run of bytes from 0x80 on, and places other than the ends of the
/// line hold everywhere.
///
/// Immutable; [Sieve] makes it deterministic while it runs, [PlainSearch] walks it.
final class ByteProgram {
  /// A program of more steps is not made: a counted repeat writes its body out.
  private static final int MAX_STEPS = 1_000;

  /// What a step does.
  enum Op {
    /// Takes a byte, or a run of bytes from 0x80 on.
    TAKE,
    /// Goes on at two steps, rather at the first.
    SPLIT,
    /// Notes the place as an end of a group.
    NOTE,
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
  record Bytes(long low, long high, boolean rest) {
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
  /// @param other the second one: of a SPLIT always, of a TAKE after a byte from 0x80 on; of a NOTE
  ///   where to note the place
  record Step(Op op, int out, int other, Bytes bytes) {}

  private final Step[] steps;
  private final int start;
  private final boolean exact;
  private final int[] classOf = new int[256];
  private final int[] sample;

  private ByteProgram(List<Step> steps, int start, boolean exact) {
    this.steps = steps.toArray(Step[]::new);
    this.start = start;
    this.exact = exact;
    this.sample = classify();
  }

  /// The program of a pattern; null if it would be too long.
  static @Nullable ByteProgram of(Node node) {
    Builder builder = new Builder();
    int start = builder.add(node, builder.step(Op.MATCH, 0, 0, Bytes.REST));
    return builder.steps.size() > MAX_STEPS ? null : builder.program(start);
  }

  /// The steps. Not to be changed.
  Step[] steps() {
    return steps;
  }

  /// The step to begin at.
  int start() {
    return start;
  }

  /// Whether it takes of lines of nothing but ASCII those that the pattern matches and no others,
  /// the alternatives in the order of re2j.
  boolean isExact() {
    return exact;
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

  /// Room for the steps that are still to be followed; for one thread.
  int[] scratch() {
    return new int[2 * steps.length];
  }

  /// Where a search is before the first byte, or where one begins later in the line.
  BitSet begin(boolean atStart, int[] scratch) {
    BitSet at = new BitSet(steps.length);
    follow(start, atStart, false, at, scratch);
    return at;
  }

  /// Where a search is that was at `from`, after a byte of the class; a match can begin there too.
  BitSet next(BitSet from, int byteClass, int[] scratch) {
    int b = sample[byteClass];
    BitSet at = begin(false, scratch);
    for (int i = from.nextSetBit(0); i >= 0; i = from.nextSetBit(i + 1)) {
      Step step = steps[i];
      if (step.op == Op.TAKE && step.bytes.has(b)) {
        follow(step.out, false, false, at, scratch);
        if (b >= 128) {
          follow(step.other, false, false, at, scratch);
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
  boolean isMatchAtEnd(BitSet at, int[] scratch) {
    BitSet beyond = new BitSet(steps.length);
    for (int i = at.nextSetBit(0); i >= 0; i = at.nextSetBit(i + 1)) {
      if (steps[i].op == Op.END) {
        follow(steps[i].out, true, true, beyond, scratch);
      }
    }
    return isMatch(at) || isMatch(beyond);
  }

  // Adds the step and all that it leads to without a byte.
  private void follow(int from, boolean atStart, boolean atEnd, BitSet at, int[] open) {
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
        case NOTE -> size = push(open, size, step.out, true);
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
    boolean exact = true;

    ByteProgram program(int start) {
      return new ByteProgram(steps, start, exact && endsAreLast());
    }

    // Where a line's end is asked for anywhere but at the end of all matches, re2j may tell other
    // groups than those of the match: it looks for groups in the match and one character more.
    private boolean endsAreLast() {
      boolean ends = steps.stream().anyMatch(step -> step.op == Op.END);
      return !ends
          || steps.stream()
              .skip(1)
              .allMatch(step -> (step.op == Op.END) == (step.out == 0 || isSplitTo(step, 0)));
    }

    private static boolean isSplitTo(Step step, int target) {
      return step.op == Op.SPLIT && step.other == target;
    }

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
              case LINE_START, LINE_END, WORD_EDGE, NO_WORD_EDGE -> {
                exact = false;
                yield next;
              }
            };
        case Node.Group(Node body, int number) -> group(body, number, next);
        case Node.Repeat repeat -> repeat(repeat, next);
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
      exact &= isExact(node);
      if (!bytes.rest) {
        return step(Op.TAKE, next, next, bytes);
      }
      int more = steps.size();
      step(Op.TAKE, next, more, Bytes.REST);
      return step(Op.TAKE, next, more, bytes);
    }

    // A letter beyond ASCII may be the other case of one within.
    private static boolean isExact(Node node) {
      return switch (node) {
        case Node.Wide wide -> wide.exact();
        case Node.Literal(int codePoint, boolean fold) -> codePoint < 0x80 || !fold;
        case Node.OneOf(List<Integer> codePoints, boolean fold) ->
            !fold || codePoints.stream().allMatch(codePoint -> codePoint < 0x80);
        case Node.Assertion _, Node.Group _, Node.Repeat _, Node.Sequence _, Node.Choice _ -> false;
      };
    }

    private int group(Node body, int number, int next) {
      if (number == 0) {
        return add(body, next);
      }
      int inside = add(body, step(Op.NOTE, next, 2 * number + 1, Bytes.REST));
      return step(Op.NOTE, inside, 2 * number, Bytes.REST);
    }

    private int repeat(Node.Repeat repeat, int next) {
      Node body = repeat.body();
      boolean unbounded = repeat.max() == Node.Repeat.UNBOUNDED;
      // How often nothing is repeated is a matter of taste, in which re2j has its own.
      exact &= !FirstBytes.of(body).canBeEmpty();
      int first = next;
      if (unbounded) {
        int split = step(Op.SPLIT, next, next, Bytes.REST);
        int again = add(body, split);
        steps.set(split, split(again, next, repeat.greedy()));
        first = repeat.min() == 0 ? split : again;
      } else {
        for (int i = repeat.min(); i < repeat.max(); i++) {
          int again = add(body, first);
          first = steps.size();
          steps.add(split(again, next, repeat.greedy()));
        }
      }
      for (int i = unbounded ? 1 : 0; i < repeat.min(); i++) {
        first = add(body, first);
      }
      return first;
    }

    private static Step split(int again, int next, boolean greedy) {
      return greedy
          ? new Step(Op.SPLIT, again, next, Bytes.REST)
          : new Step(Op.SPLIT, next, again, Bytes.REST);
    }
  }
}
