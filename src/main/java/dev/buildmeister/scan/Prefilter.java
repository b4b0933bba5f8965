package dev.buildmeister.scan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The plans of all patterns, made ready to be asked of lines. Immutable.
///
/// @param always the patterns that every line may match
/// @param literals null if no pattern asks for one
record Prefilter(
    List<Plan> plans,
    List<Integer> always,
    LineStarts starts,
    @Nullable LiteralAutomaton literals) {
  /// The most bytes that all literals of an automaton have together; its states are fewer.
  static final int MAX_LITERAL_BYTES = 32_768;

  // Longer literals are cut: what they say more is seldom worth the memory.
  private static final int[] LITERAL_LENGTHS = {32, 16, 8, 4};

  static Prefilter of(List<Plan> wanted) {
    int length = literalLength(wanted);
    List<Plan> plans = new ArrayList<>();
    List<Integer> always = new ArrayList<>();
    List<LiteralAutomaton.Literal> starts = new ArrayList<>();
    List<LiteralAutomaton.Literal> literals = new ArrayList<>();
    int room = MAX_LITERAL_BYTES;
    for (int pattern = 0; pattern < wanted.size(); pattern++) {
      Plan plan = wanted.get(pattern);
      if (plan.kind() == Plan.Kind.LITERALS) {
        room -= bytes(plan, length);
        plan = room < 0 ? Plan.ALWAYS : plan;
      }
      switch (plan.kind()) {
        case ANCHORED -> enter(plan, pattern, LITERAL_LENGTHS[0], starts);
        case LITERALS -> enter(plan, pattern, length, literals);
        case ALWAYS -> always.add(pattern);
      }
      plans.add(plan);
    }
    return new Prefilter(
        List.copyOf(plans),
        List.copyOf(always),
        new LineStarts(starts),
        literals.isEmpty() ? null : LiteralAutomaton.of(literals));
  }

  // The longest length at which all literals fit.
  private static int literalLength(List<Plan> plans) {
    for (int length : LITERAL_LENGTHS) {
      long sum = 0;
      for (Plan plan : plans) {
        sum += plan.kind() == Plan.Kind.LITERALS ? bytes(plan, length) : 0;
      }
      if (sum <= MAX_LITERAL_BYTES) {
        return length;
      }
    }
    return LITERAL_LENGTHS[LITERAL_LENGTHS.length - 1];
  }

  private static int bytes(Plan plan, int length) {
    return plan.literals().stream().mapToInt(literal -> cut(literal, length).length).sum();
  }

  private static void enter(
      Plan plan, int pattern, int length, List<LiteralAutomaton.Literal> literals) {
    for (String literal : plan.literals()) {
      literals.add(new LiteralAutomaton.Literal(cut(literal, length), pattern, plan.anyCase()));
    }
  }

  // A prefix of a required literal is required too; where in a character it is cut is no matter.
  private static byte[] cut(String literal, int length) {
    byte[] bytes = literal.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= length ? bytes : Arrays.copyOf(bytes, length);
  }
}
