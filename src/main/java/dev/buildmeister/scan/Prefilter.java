package dev.buildmeister.scan;

import dev.buildmeister.scan.syntax.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The plans of all patterns, made ready to be asked of lines. Immutable.
///
/// @param always the patterns that every line may match
/// @param literals null if no pattern asks for one
/// @param barredBy by the first byte of a line, 256 of them: the patterns that look for literals
///   and cannot match there. Not to be changed.
record Prefilter(
    List<Plan> plans,
    List<Integer> always,
    LineStarts starts,
    @Nullable LiteralAutomaton literals,
    List<Candidates> barredBy) {
  /// The most bytes that all literals of an automaton have together; its states are fewer.
  static final int MAX_LITERAL_BYTES = 32_768;

  // Longer literals are cut: what they say more is seldom worth the memory.
  private static final int[] LITERAL_LENGTHS = {32, 16, 8, 4};

  static Prefilter of(List<Node> nodes) {
    List<Plan> wanted = nodes.stream().map(Plan::of).toList();
    int length = literalLength(wanted);
    List<Plan> plans = new ArrayList<>();
    List<Integer> always = new ArrayList<>();
    List<LiteralAutomaton.Literal> starts = new ArrayList<>();
    List<LiteralAutomaton.Literal> literals = new ArrayList<>();
    int room = MAX_LITERAL_BYTES;
    for (int pattern = 0; pattern < wanted.size(); pattern++) {
      Plan plan = wanted.get(pattern);
      if (plan.kind() == Plan.Kind.LITERALS) {
        int bytes = bytes(plan, length);
        plan = bytes > room ? Plan.ALWAYS : afterCutting(plan, length);
        room -= bytes > room ? 0 : bytes;
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
        literals.isEmpty() ? null : LiteralAutomaton.of(literals),
        barredBy(nodes.stream().map(FirstBytes::ofLine).toList()));
  }

  // Lines that begin alike share a set: there are few kinds.
  private static List<Candidates> barredBy(List<FirstBytes> firstBytes) {
    Map<List<Integer>, Candidates> sets = new HashMap<>();
    List<Candidates> barredBy = new ArrayList<>();
    for (int first = 0; first < 256; first++) {
      List<Integer> barred = new ArrayList<>();
      for (int pattern = 0; pattern < firstBytes.size(); pattern++) {
        if (!firstBytes.get(pattern).admits((byte) first)) {
          barred.add(pattern);
        }
      }
      barredBy.add(
          sets.computeIfAbsent(
              barred,
              numbers -> {
                Candidates set = new Candidates(firstBytes.size());
                numbers.forEach(set::add);
                return set;
              }));
    }
    return List.copyOf(barredBy);
  }

  // The beginning of a literal is not enough to be certain.
  private static Plan afterCutting(Plan plan, int length) {
    boolean whole =
        plan.literals().stream()
            .allMatch(literal -> literal.getBytes(StandardCharsets.UTF_8).length <= length);
    return whole ? plan : plan.inexact();
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
