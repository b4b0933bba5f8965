package dev.buildmeister.scan;

import java.util.Arrays;
import java.util.List;

/// Finds all of many literals in one walk over a line: the automaton of Aho and Corasick
/// ("Efficient string matching", 1975) over bytes, with every transition written out.
///
/// Upper and lower case ASCII letters are the same byte to it, so that one automaton serves
/// patterns that ignore case and those that do not; for the latter [#isThere] looks at the bytes
/// again. Immutable.
final class LiteralAutomaton {
  /// One literal of a pattern. Its bytes are not copied and must not change.
  static final class Literal {
    private final byte[] bytes;
    private final int pattern;
    private final boolean anyCase;

    /// @param bytes not empty; if `anyCase` without upper case ASCII letters
    Literal(byte[] bytes, int pattern, boolean anyCase) {
      this.bytes = bytes;
      this.pattern = pattern;
      this.anyCase = anyCase;
    }

    byte[] bytes() {
      return bytes;
    }

    int pattern() {
      return pattern;
    }

    boolean anyCase() {
      return anyCase;
    }
  }

  // A state is named by the place of its row in `next`, so that a step needs no multiplication.
  // States at which a literal ends come last: one comparison tells them.
  private final int[] next;
  private final int[] classOf;
  private final int stride;
  private final int firstOutputRow;

  // Of each state with output: the literals that end there, and the state of the longest proper
  // suffix with output.
  private final int[] firstLiteral;
  private final int[] shorter;

  private final List<Literal> literals;
  private final int[] patternOf;
  private final boolean[] cased;
  private final int[] nextLiteral;

  private LiteralAutomaton(Trie trie, List<Literal> literals) {
    this.literals = literals;
    this.patternOf = literals.stream().mapToInt(Literal::pattern).toArray();
    this.cased = new boolean[literals.size()];
    for (int literal = 0; literal < cased.length; literal++) {
      cased[literal] = !literals.get(literal).anyCase();
    }
    this.nextLiteral = trie.nextLiteral;
    this.classOf = trie.classOf;
    this.stride = trie.stride;
    int[] numbers = trie.numbersOutputsLast();
    int outputs = trie.outputs();
    this.firstOutputRow = (trie.states - outputs) * stride;
    this.next = new int[trie.states * stride];
    this.firstLiteral = new int[outputs];
    this.shorter = new int[outputs];
    for (int state = 0; state < trie.states; state++) {
      int row = numbers[state] * stride;
      for (int column = 0; column < stride; column++) {
        next[row + column] = numbers[trie.target[state * stride + column]] * stride;
      }
      if (row >= firstOutputRow) {
        int longer = trie.longestOutput(trie.fail[state]);
        firstLiteral[output(row)] = trie.firstLiteral[state];
        shorter[output(row)] = longer < 0 ? -1 : output(numbers[longer] * stride);
      }
    }
  }

  static LiteralAutomaton of(List<Literal> literals) {
    return new LiteralAutomaton(new Trie(literals), List.copyOf(literals));
  }

  /// Walks over `line[at..to)` from a state up to the first byte after which a literal is complete.
  ///
  /// @param row the state to begin in; 0 at the start of a line
  /// @return the place after the last byte that was read in the upper half, the state in the lower
  long walk(byte[] line, int at, int to, int row) {
    int[] next = this.next;
    int[] classOf = this.classOf;
    int firstOutputRow = this.firstOutputRow;
    // This loop reads every byte of every log. Nothing is called in it.
    while (at < to) {
      row = next[row + classOf[line[at++] & 0xFF]];
      if (row >= firstOutputRow) {
        break;
      }
    }
    return (long) at << 32 | row;
  }

  /// How many states have output; those are numbered from 0.
  int outputs() {
    return firstLiteral.length;
  }

  /// The number of the output of a state, negative if it has none.
  int output(int row) {
    return row < firstOutputRow ? -1 : (row - firstOutputRow) / stride;
  }

  /// The output of the next shorter literal that ends at the same place; -1 if there is none.
  int shorter(int output) {
    return shorter[output];
  }

  /// The first literal of an output, -1 if it has only shorter ones.
  int firstLiteral(int output) {
    return firstLiteral[output];
  }

  /// The next literal that is the same but for case; -1 if there is none.
  int nextLiteral(int literal) {
    return nextLiteral[literal];
  }

  /// The pattern that a literal belongs to.
  int pattern(int literal) {
    return patternOf[literal];
  }

  /// Whether the case matters for a literal.
  boolean isCased(int literal) {
    return cased[literal];
  }

  /// Whether a literal that was found to end here, whatever its case, is there in its own case.
  boolean isThere(int literal, byte[] line, int end) {
    byte[] bytes = literals.get(literal).bytes();
    return Arrays.equals(line, end - bytes.length, end, bytes, 0, bytes.length);
  }

  static int fold(int b) {
    return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
  }

  /// The automaton while it is built.
  private static final class Trie {
    final int[] classOf = new int[256];
    final int stride;
    final int[] target;
    final int[] fail;
    final int[] firstLiteral;
    final int[] nextLiteral;
    int states = 1;

    Trie(List<Literal> literals) {
      this.stride = classify(literals);
      int most = 1 + literals.stream().mapToInt(literal -> literal.bytes().length).sum();
      this.target = new int[most * stride];
      this.fail = new int[most];
      this.firstLiteral = new int[most];
      this.nextLiteral = new int[literals.size()];
      Arrays.fill(firstLiteral, -1);
      for (int number = 0; number < literals.size(); number++) {
        int state = enter(literals.get(number).bytes());
        nextLiteral[number] = firstLiteral[state];
        firstLiteral[state] = number;
      }
      complete();
    }

    // Bytes that are in no literal share class 0.
    private int classify(List<Literal> literals) {
      int classes = 1;
      for (Literal literal : literals) {
        for (byte b : literal.bytes()) {
          int folded = fold(b & 0xFF);
          if (classOf[folded] == 0) {
            classOf[folded] = classes++;
          }
        }
      }
      for (int letter = 'A'; letter <= 'Z'; letter++) {
        classOf[letter] = classOf[fold(letter)];
      }
      return classes;
    }

    private int enter(byte[] bytes) {
      int state = 0;
      for (byte b : bytes) {
        int edge = state * stride + classOf[b & 0xFF];
        if (target[edge] == 0) {
          target[edge] = states++;
        }
        state = target[edge];
      }
      return state;
    }

    // Breadth first, so that the shorter suffix's row is complete before it is copied from.
    private void complete() {
      int[] queue = new int[states];
      int read = 0;
      int written = 1;
      while (read < written) {
        int state = queue[read++];
        for (int column = 0; column < stride; column++) {
          int edge = state * stride + column;
          int child = target[edge];
          int fallback = state == 0 ? 0 : target[fail[state] * stride + column];
          if (child == 0) {
            target[edge] = fallback;
          } else {
            fail[child] = fallback;
            queue[written++] = child;
          }
        }
      }
    }

    // The state itself or its longest suffix at which a literal ends; -1 if there is none.
    int longestOutput(int state) {
      int suffix = state;
      while (suffix != 0 && firstLiteral[suffix] < 0) {
        suffix = fail[suffix];
      }
      return suffix == 0 ? -1 : suffix;
    }

    int outputs() {
      int count = 0;
      for (int state = 0; state < states; state++) {
        count += longestOutput(state) < 0 ? 0 : 1;
      }
      return count;
    }

    int[] numbersOutputsLast() {
      int[] numbers = new int[states];
      int plain = 0;
      int output = states - outputs();
      for (int state = 0; state < states; state++) {
        numbers[state] = longestOutput(state) < 0 ? plain++ : output++;
      }
      return numbers;
    }
  }
}
