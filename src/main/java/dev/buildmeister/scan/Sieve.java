package dev.buildmeister.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tells of most lines that a pattern does not match them, at the price of one table look-up for
/// each byte, where re2j would follow many ways at once: a [ByteProgram] is made deterministic
/// while it runs, state by state as lines need them, as RE2 and grep do.
///
/// Not thread-safe. Its memory is bounded by the [Room] that all sieves of a scanner share; where
/// it would need more, it knows nothing.
final class Sieve {
  private static final int UNKNOWN = -1;

  // No match any more; a match whatever follows.
  private static final int DEAD = 0;
  private static final int MATCH = 1;

  /// For how many states there is room.
  static final class Room {
    private int states;

    Room(int states) {
      this.states = states;
    }

    int states() {
      return states;
    }
  }

  private final ByteProgram program;
  private final Room room;
  private final int[] classOf;
  private final int stride;
  private final Map<BitSet, Integer> numbers = new HashMap<>();
  private final List<BitSet> places = new ArrayList<>();
  private final BitSet matchesAtEnd = new BitSet();
  private int[] next = {};
  private final int[] scratch;
  private final int start;

  Sieve(ByteProgram program, Room room) {
    this.program = program;
    this.room = room;
    this.scratch = program.scratch();
    this.classOf = program.classOf();
    this.stride = program.classes();
    // States below 2 are told by their number and have no places.
    places.add(new BitSet());
    places.add(new BitSet());
    numbers.put(new BitSet(), DEAD);
    matchesAtEnd.set(MATCH);
    this.start = number(program.begin(true, scratch));
  }

  /// Whether the pattern may match `line[from..to)`; false is certain.
  boolean mayMatch(byte[] line, int from, int to) {
    int state = start;
    for (int i = from; state > MATCH && i < to; i++) {
      int byteClass = classOf[line[i] & 0xFF];
      int following = next[state * stride + byteClass];
      state = following >= 0 ? following : follow(state, byteClass);
    }
    return state == UNKNOWN || matchesAtEnd.get(state);
  }

  /// How many states there are so far.
  int states() {
    return places.size();
  }

  private int follow(int state, int byteClass) {
    int following = number(program.next(places.get(state), byteClass, scratch));
    next[state * stride + byteClass] = following;
    return following;
  }

  // UNKNOWN if there is no room for another one.
  private int number(BitSet at) {
    if (program.isMatch(at)) {
      return MATCH;
    }
    Integer known = numbers.get(at);
    if (known != null) {
      return known;
    }
    if (room.states == 0) {
      return UNKNOWN;
    }
    room.states--;
    int number = places.size();
    places.add(at);
    numbers.put(at, number);
    matchesAtEnd.set(number, program.isMatchAtEnd(at, scratch));
    int size = next.length;
    if (size < (number + 1) * stride) {
      next = Arrays.copyOf(next, Math.max(8, 2 * number) * stride);
      Arrays.fill(next, size, next.length, UNKNOWN);
    }
    return number;
  }
}
