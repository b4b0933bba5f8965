package dev.buildmeister.verdict;

import dev.buildmeister.rules.CompiledRuleset.CompiledProbe;
import dev.buildmeister.rules.Rule.Block;
import dev.buildmeister.rules.Rule.Pick;
import dev.buildmeister.scan.TextPattern;
import dev.buildmeister.verdict.ScanRecord.PatternHits;
import dev.buildmeister.verdict.ScanRecord.StepHits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The hits of one probe so far. Its memory is bounded, however often the probe hits: by the steps
/// of a log, and by the budget of the scan. When that is spent, no further captures are kept, and
/// of the steps only the first one and the newest.
final class Tally {
  /// Distinct first captures that are kept.
  static final int MAX_CAPTURES = 1000;

  private final CompiledProbe probe;
  private final Budget budget;
  private long count;
  private List<StepTally> steps = new ArrayList<>();
  private final Set<String> firstCaptures = new LinkedHashSet<>();
  private boolean moreCaptures;
  private Deque<OpenHit> window = new ArrayDeque<>();
  private Deque<OpenHit> pending = new ArrayDeque<>();
  private @Nullable Excerpt collecting;

  /// In a provisional tally, the copy of the excerpt that was being collected when it began.
  private @Nullable Excerpt inherited;

  Tally(CompiledProbe probe, Budget budget) {
    this.probe = probe;
    this.budget = budget;
  }

  private static final class StepTally {
    final int step;
    long count;
    OpenHit first;
    OpenHit last;

    StepTally(OpenHit hit) {
      this.step = hit.step;
      this.first = hit;
      this.last = hit;
    }
  }

  /// An empty tally that goes on with what is pending here; see [#absorb].
  Tally fork(Budget forkOfBudget) {
    Tally fork = new Tally(probe, forkOfBudget);
    pending.forEach(hit -> fork.pending.add(hit.copy(forkOfBudget)));
    window.forEach(hit -> fork.window.add(hit.copy(forkOfBudget)));
    if (collecting != null) {
      fork.inherited = collecting.copy(forkOfBudget);
      fork.collecting = fork.inherited;
    }
    return fork;
  }

  /// Takes over all that a fork has found since.
  void absorb(Tally fork) {
    if (collecting != null && fork.inherited != null) {
      collecting.become(fork.inherited);
    }
    if (fork.collecting != fork.inherited) {
      collecting = fork.collecting;
    }
    pending = fork.pending;
    count += fork.count;
    fork.firstCaptures.forEach(this::addCapture);
    moreCaptures |= fork.moreCaptures;
    window = fork.window;
    for (StepTally other : fork.steps) {
      StepTally mine = find(other.step);
      if (mine == null) {
        addStep(other);
      } else {
        mine.count += other.count;
        mine.last = other.last;
      }
    }
  }

  /// Whether later lines matter to hits that are already there.
  boolean isWaiting() {
    return !pending.isEmpty()
        || (collecting != null && collecting.isOpen())
        || window.stream().anyMatch(hit -> hit.excerpt != null && hit.excerpt.isOpen());
  }

  /// Whether hits of this probe wait for a second pattern.
  private boolean hasThen() {
    return probe.then() != null;
  }

  /// A line on which the probe hits.
  void hit(long lineNum, int step, LineView view, int[] groups, List<String> context) {
    Block block = probe.probe().block();
    Excerpt excerpt = block == null ? null : new Excerpt(block, probe.until(), budget);
    if (excerpt != null) {
      excerpt.head(view);
    }
    OpenHit hit = new OpenHit(lineNum, step, view, groups, context, excerpt);
    if (hasThen()) {
      pending.add(hit);
    } else {
      record(hit);
    }
  }

  /// A line after a hit: it may fulfil a `then`, it may belong to an excerpt.
  void next(long lineNum, String text, LineView view) {
    if (collecting != null) {
      collecting.next(text, view);
    }
    pending.forEach(hit -> collect(hit, text, view));
    window.forEach(hit -> collect(hit, text, view));
    if (probe.then() != null && probe.probe().then() != null) {
      fulfil(probe.then(), probe.probe().then().within(), lineNum, text, view);
    }
  }

  private static void collect(OpenHit hit, String text, LineView view) {
    if (hit.excerpt != null) {
      hit.excerpt.next(text, view);
    }
  }

  private void fulfil(TextPattern then, int within, long lineNum, String text, LineView view) {
    while (!pending.isEmpty() && pending.peekFirst().lineNum + within < lineNum) {
      pending.removeFirst();
    }
    int[] groups = pending.isEmpty() ? null : then.find(text);
    if (groups != null) {
      List<String> more = view.groupsOf(groups);
      pending.forEach(hit -> record(hit.with(more)));
      pending.clear();
    }
  }

  private void record(OpenHit hit) {
    count++;
    String capture = hit.firstCapture();
    if (capture != null) {
      keepCapture(capture);
    }
    if (probe.probe().firstWithin() > 0) {
      keepInWindow(hit);
      return;
    }
    StepTally tally = find(hit.step);
    if (tally == null) {
      tally = new StepTally(hit);
      addStep(tally);
      collecting = hit.excerpt;
    } else if (probe.probe().excerptOf() != Pick.FIRST) {
      collecting = hit.excerpt;
    }
    tally.count++;
    budget.refund(tally.last.chars());
    tally.last = hit;
    budget.spend(hit.chars());
    while (budget.isSpent() && steps.size() > 2) {
      StepTally forgotten = steps.remove(1);
      budget.refund(forgotten.first.chars());
      budget.refund(forgotten.last.chars());
    }
  }

  private void keepCapture(String capture) {
    if (addCapture(capture)) {
      budget.spend(capture.length());
    }
  }

  private boolean addCapture(String capture) {
    if (firstCaptures.size() < MAX_CAPTURES && !budget.isSpent()) {
      return firstCaptures.add(capture);
    }
    moreCaptures |= !firstCaptures.contains(capture);
    return false;
  }

  private void keepInWindow(OpenHit hit) {
    window.add(hit);
    while (window.getFirst().lineNum <= hit.lineNum - probe.probe().firstWithin()) {
      window.removeFirst();
    }
  }

  private @Nullable StepTally find(int step) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).step == step) {
        return steps.get(i);
      }
    }
    return null;
  }

  private void addStep(StepTally tally) {
    steps.add(tally);
    budget.spend(tally.first.chars());
    budget.spend(tally.last.chars());
  }

  /// What is kept of it at the end of a log with this many raw lines; null if it never hit.
  @Nullable PatternHits finish(long lines) {
    if (count == 0) {
      return null;
    }
    if (probe.probe().firstWithin() > 0) {
      window.removeIf(hit -> hit.lineNum <= lines - probe.probe().firstWithin());
      steps = new ArrayList<>();
      for (OpenHit hit : window) {
        StepTally tally = find(hit.step);
        if (tally == null) {
          tally = new StepTally(hit);
          addStep(tally);
        }
        tally.count++;
        tally.last = hit;
      }
    }
    return new PatternHits(
        count,
        steps.stream()
            .map(each -> new StepHits(each.step, each.count, each.first.toHit(), each.last.toHit()))
            .toList(),
        List.copyOf(firstCaptures),
        moreCaptures);
  }
}
