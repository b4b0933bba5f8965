package dev.buildmeister.verdict;

import dev.buildmeister.rules.CompiledRuleset.CompiledProbe;
import dev.buildmeister.rules.Rule.Block;
import dev.buildmeister.rules.Rule.Pick;
import dev.buildmeister.verdict.ScanRecord.PatternHits;
import dev.buildmeister.verdict.ScanRecord.StepHits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The hits of one probe so far. Its memory is bounded, however often the probe hits.
final class Tally {
  /// Steps whose hits are kept apart; of more, those after the first are forgotten oldest first.
  static final int MAX_STEPS = 64;

  /// Distinct first captures that are kept.
  static final int MAX_CAPTURES = 1000;

  private final CompiledProbe probe;
  private long count;
  private List<StepTally> steps = new ArrayList<>();
  private final Set<String> firstCaptures = new LinkedHashSet<>();
  private final Deque<OpenHit> window = new ArrayDeque<>();
  private Deque<OpenHit> pending = new ArrayDeque<>();
  private @Nullable Excerpt collecting;

  /// In a provisional tally, the copy of the excerpt that was being collected when it began.
  private @Nullable Excerpt inherited;

  Tally(CompiledProbe probe) {
    this.probe = probe;
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
  Tally fork() {
    Tally fork = new Tally(probe);
    pending.forEach(hit -> fork.pending.add(hit.copy()));
    if (collecting != null) {
      fork.inherited = collecting.copy();
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
    fork.firstCaptures.forEach(this::keepCapture);
    fork.window.forEach(this::keepInWindow);
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
    return !pending.isEmpty() || (collecting != null && collecting.isOpen());
  }

  /// Whether hits of this probe wait for a second pattern.
  private boolean hasThen() {
    return probe.then() != null;
  }

  /// A line on which the probe hits.
  void hit(long lineNum, int step, LineView view, int[] groups, List<String> context) {
    Block block = probe.probe().block();
    Excerpt excerpt = block == null ? null : new Excerpt(block, probe.until());
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
    for (OpenHit hit : pending) {
      if (hit.excerpt != null) {
        hit.excerpt.next(text, view);
      }
    }
    if (probe.then() == null || probe.probe().then() == null) {
      return;
    }
    int within = probe.probe().then().within();
    while (!pending.isEmpty() && pending.peekFirst().lineNum + within < lineNum) {
      pending.removeFirst();
    }
    int[] groups = pending.isEmpty() ? null : probe.then().find(text);
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
      collect(hit.excerpt);
      return;
    }
    StepTally tally = find(hit.step);
    if (tally == null) {
      tally = new StepTally(hit);
      addStep(tally);
      collect(hit.excerpt);
    } else if (probe.probe().excerptOf() != Pick.FIRST) {
      collect(hit.excerpt);
    }
    tally.count++;
    tally.last = hit;
  }

  private void collect(@Nullable Excerpt excerpt) {
    collecting = excerpt;
  }

  private void keepCapture(String capture) {
    if (firstCaptures.size() < MAX_CAPTURES) {
      firstCaptures.add(capture);
    }
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
    if (steps.size() == MAX_STEPS) {
      steps.remove(1);
    }
    steps.add(tally);
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
        List.copyOf(firstCaptures));
  }
}
