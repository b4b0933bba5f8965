package dev.buildmeister.verdict;

import dev.buildmeister.verdict.ScanRecord.BestLine;
import dev.buildmeister.verdict.ScanRecord.Hit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds for each step the error-like line to show where no rule explains the failure.
///
/// The score of a line is the sum of its [Sign]s, and
///
/// - [#NEAR_END] more if it is one of the last [#NEAR] lines of its step: what ends a step is said
///   near its end, mostly; how near says nothing, since summaries and clean-up follow,
/// - [#OFTEN] less if more than [#MANY] lines of the step are the same but for their numbers: what
///   a step says again and again it says in passing jobs too.
///
/// The highest score wins, of equal ones the first line, from which the others mostly follow. Of
/// lines that are the same but for their numbers only the first takes part.
///
/// Memory is bounded: of the open step the [#MAX_BEST] best lines are kept and those near its end
/// that may still overtake them, of a closed step its best line. Steps are at most 1,000. A line
/// costs something only if it looks like an error, and little if one of its form was there before.
final class BestLines {
  static final int NEAR = 200;
  static final int NEAR_END = 2;
  static final int MANY = 8;
  static final int OFTEN = -2;

  private static final int MAX_BEST = 8;

  /// Of the lines near the end no more are kept; the newest counts least then.
  private static final int MAX_NEAR = 64;

  /// Forms that are told apart in a step; later ones count as new.
  private static final int MAX_FORMS = 1 << 12;

  /// What is held of a line: a little more than is stored, so that a cut hides no more than it
  /// must.
  private static final int MAX_CHARS = 2 * Cut.LINE_BYTES;

  private static final int NO_STEP = Integer.MIN_VALUE;

  /// How often a form was there.
  private static final class Form {
    private int count;
  }

  /// A line that may be the best of its step.
  ///
  /// @param score by its text alone
  private record Candidate(
      long lineNum, int score, Form form, KeptLine line, List<KeptLine> trace) {
    int score(long end) {
      return score + (end - lineNum < NEAR ? NEAR_END : 0) + (form.count > MANY ? OFTEN : 0);
    }
  }

  /// The best line of a step that is closed.
  private record Scored(int score, Candidate candidate) {}

  private final Signs signs = new Signs();
  private final Map<Integer, Scored> closed = new TreeMap<>();
  private final Map<Long, Form> forms = new HashMap<>();

  /// Best first, of equal ones the earliest.
  private final List<Candidate> best = new ArrayList<>();

  /// In the order of the log, each at least as good as those behind it.
  private final Deque<Candidate> near = new ArrayDeque<>();

  private int step = NO_STEP;

  /// A line that looks like an error. Lines come in ascending order.
  void line(
      long lineNum,
      int inStep,
      byte[] buffer,
      int from,
      int to,
      LineView view,
      List<KeptLine> trace) {
    step = inStep;
    Form form = form(Signs.form(buffer, from, to));
    form.count++;
    if (form.count > 1) {
      return;
    }
    int score = signs.score(buffer, from, to);
    boolean amongBest = best.size() < MAX_BEST || score > best.getLast().score;
    boolean mayOvertake = best.isEmpty() || score > best.getFirst().score + OFTEN - NEAR_END;
    if (amongBest || mayOvertake) {
      KeptLine line = new KeptLine(view, MAX_CHARS);
      Candidate candidate = new Candidate(lineNum, score, form, line, trace);
      if (amongBest) {
        keepBest(candidate);
      }
      if (mayOvertake) {
        keepNear(candidate);
      }
    }
  }

  private Form form(long hash) {
    Form known = forms.get(hash);
    if (known != null) {
      return known;
    }
    Form form = new Form();
    if (forms.size() < MAX_FORMS) {
      forms.put(hash, form);
    }
    return form;
  }

  private void keepBest(Candidate candidate) {
    int at = best.size();
    while (at > 0 && best.get(at - 1).score < candidate.score) {
      at--;
    }
    best.add(at, candidate);
    if (best.size() > MAX_BEST) {
      best.removeLast();
    }
  }

  private void keepNear(Candidate candidate) {
    while (!near.isEmpty() && near.getFirst().lineNum <= candidate.lineNum - NEAR) {
      near.removeFirst();
    }
    while (!near.isEmpty() && near.getLast().score < candidate.score) {
      near.removeLast();
    }
    if (near.size() < MAX_NEAR) {
      near.addLast(candidate);
    }
  }

  /// The step whose lines came has its last line here.
  void stepEnds(long lineNum) {
    Candidate winner = null;
    int score = 0;
    for (List<Candidate> each : List.of(best, List.copyOf(near))) {
      for (Candidate candidate : each) {
        int total = candidate.score(lineNum);
        boolean earlier = winner != null && candidate.lineNum < winner.lineNum;
        if (winner == null || total > score || (total == score && earlier)) {
          winner = candidate;
          score = total;
        }
      }
    }
    if (winner != null) {
      close(step, new Scored(score, winner));
    }
    best.clear();
    near.clear();
    forms.clear();
    step = NO_STEP;
  }

  private void close(int ofStep, Scored scored) {
    closed.merge(ofStep, scored, (was, is) -> is.score > was.score ? is : was);
  }

  /// Takes over what a fork has found since; both have been told that their step ends.
  void absorb(BestLines fork) {
    fork.closed.forEach(this::close);
  }

  /// The line to show: the best of the failing step, or of the whole log if none is known.
  ///
  /// @param failingStep index of the step, negative if none is known
  @Nullable BestLine best(int failingStep) {
    BestLine found = null;
    for (Map.Entry<Integer, Scored> each : closed.entrySet()) {
      boolean asked = failingStep < 0 || each.getKey() == failingStep;
      Scored scored = each.getValue();
      if (asked && (found == null || scored.score > found.score())) {
        found = new BestLine(each.getKey(), scored.score, hit(scored.candidate));
      }
    }
    return found;
  }

  /// As that of a pattern without groups that matches the whole line.
  private static Hit hit(Candidate candidate) {
    String line = candidate.line.stored();
    return new Hit(
        candidate.lineNum,
        line,
        1,
        List.of(Cut.utf8(line, Cut.CAPTURE_BYTES)),
        candidate.trace.stream().map(KeptLine::stored).toList(),
        List.of());
  }
}
