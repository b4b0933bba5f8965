package dev.buildmeister.verdict;

import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.verdict.ScanRecord.BestLine;
import dev.buildmeister.verdict.ScanRecord.ExtractedFact;
import dev.buildmeister.verdict.ScanRecord.PatternHits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What has been found in the lines so far. A fork of it takes the lines of an ignored region: it
/// is dropped when the region stops and absorbed when the log ends first.
final class Findings {
  /// Distinct facts that are kept of one log.
  private static final int MAX_FACTS = 1000;

  private final CompiledRuleset ruleset;
  private final int contextDepth;
  private final Map<Integer, Tally> tallies = new TreeMap<>();
  private final BitSet waiting = new BitSet();
  private final Budget budget;
  private List<KeptLine> trace = List.of();
  private final Deque<KeptLine> errorLines = new ArrayDeque<>();
  private final Set<ExtractedFact> facts = new LinkedHashSet<>();

  /// Null if the ruleset does not ask for the best line.
  private final @Nullable BestLines bestLines;

  Findings(CompiledRuleset ruleset, int contextDepth, Budget budget) {
    this.ruleset = ruleset;
    this.contextDepth = contextDepth;
    this.budget = budget;
    this.bestLines = ruleset.ruleset().policy().generalBestLine() ? new BestLines() : null;
  }

  Findings fork() {
    Findings fork = new Findings(ruleset, contextDepth, budget.fork());
    fork.trace = trace;
    // A window is taken over whole, so every tally with one goes on in the fork.
    tallies.forEach(
        (probe, tally) -> {
          if (waiting.get(probe) || ruleset.probes().get(probe).probe().firstWithin() > 0) {
            fork.tallies.put(probe, tally.fork(fork.budget));
          }
        });
    fork.waiting.or(waiting);
    return fork;
  }

  void absorb(Findings fork) {
    fork.tallies.forEach((probe, tally) -> tally(probe).absorb(tally));
    fork.errorLines.forEach(this::errorLine);
    fork.facts.forEach(this::fact);
    if (bestLines != null && fork.bestLines != null) {
      bestLines.absorb(fork.bestLines);
    }
    trace = fork.trace;
    budget.absorb(fork.budget);
  }

  private Tally tally(int probe) {
    return tallies.computeIfAbsent(probe, key -> new Tally(ruleset.probes().get(key), budget));
  }

  /// Whether a line without any hit matters.
  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /// Shows a kept line to the hits that wait for one.
  void next(long lineNum, String text, LineView view) {
    for (int probe = waiting.nextSetBit(0); probe >= 0; probe = waiting.nextSetBit(probe + 1)) {
      Tally tally = tally(probe);
      tally.next(lineNum, text, view);
      waiting.set(probe, tally.isWaiting());
    }
  }

  /// A line of shell trace.
  void traced(LineView view) {
    List<KeptLine> newer = new ArrayList<>(contextDepth);
    if (contextDepth > 0) {
      newer.add(new KeptLine(view));
      newer.addAll(trace.subList(0, Math.min(trace.size(), contextDepth - 1)));
    }
    trace = newer;
  }

  void hit(int probe, long lineNum, int step, LineView view, int[] groups) {
    Tally tally = tally(probe);
    tally.hit(lineNum, step, view, groups, trace.stream().map(KeptLine::stored).toList());
    waiting.set(probe, tally.isWaiting());
  }

  /// A line that looks like an error, in `[from, to)` of the buffer.
  void errorLine(long lineNum, int step, byte[] buffer, int from, int to, LineView view) {
    errorLine(new KeptLine(view));
    if (bestLines != null) {
      bestLines.line(lineNum, step, buffer, from, to, view, trace);
    }
  }

  /// The step whose lines came has its last line here.
  void stepEnds(long lineNum) {
    if (bestLines != null) {
      bestLines.stepEnds(lineNum);
    }
  }

  /// The line to show where no rule explains the failure; null if there is none.
  @Nullable BestLine bestLine(int failingStep) {
    return bestLines == null ? null : bestLines.best(failingStep);
  }

  private void errorLine(KeptLine line) {
    if (errorLines.size() == ScanRecord.MAX_ERROR_LINES) {
      errorLines.removeFirst();
    }
    errorLines.add(line);
  }

  void fact(ExtractedFact fact) {
    if (facts.size() < MAX_FACTS) {
      facts.add(fact);
    }
  }

  Map<String, PatternHits> hits(long lines) {
    Map<String, PatternHits> hits = new TreeMap<>();
    tallies.forEach(
        (probe, tally) -> {
          PatternHits found = tally.finish(lines);
          if (found != null) {
            hits.put(ruleset.probes().get(probe).key(), found);
          }
        });
    return hits;
  }

  List<String> errorLines() {
    return errorLines.stream().map(KeptLine::stored).toList();
  }

  List<ExtractedFact> facts() {
    return List.copyOf(facts);
  }
}
