package dev.buildmeister.verdict;

import dev.buildmeister.rules.CompiledRuleset;
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

/// What has been found in the lines so far. A fork of it takes the lines of an ignored region: it
/// is dropped when the region stops and absorbed when the log ends first.
final class Findings {
  /// Distinct facts that are kept of one log.
  private static final int MAX_FACTS = 1000;

  private final CompiledRuleset ruleset;
  private final int contextDepth;
  private final Map<Integer, Tally> tallies = new TreeMap<>();
  private final BitSet waiting = new BitSet();
  private List<String> context = List.of();
  private final Deque<LineView> errorLines = new ArrayDeque<>();
  private final Set<ExtractedFact> facts = new LinkedHashSet<>();

  Findings(CompiledRuleset ruleset, int contextDepth) {
    this.ruleset = ruleset;
    this.contextDepth = contextDepth;
  }

  Findings fork() {
    Findings fork = new Findings(ruleset, contextDepth);
    fork.context = context;
    waiting.stream().forEach(probe -> fork.tallies.put(probe, tally(probe).fork()));
    fork.waiting.or(waiting);
    return fork;
  }

  void absorb(Findings fork) {
    fork.tallies.forEach((probe, tally) -> tally(probe).absorb(tally));
    fork.errorLines.forEach(this::errorLine);
    fork.facts.forEach(this::fact);
    context = fork.context;
  }

  private Tally tally(int probe) {
    return tallies.computeIfAbsent(probe, key -> new Tally(ruleset.probes().get(key)));
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
    List<String> newer = new ArrayList<>(contextDepth);
    if (contextDepth > 0) {
      newer.add(view.stored());
      newer.addAll(context.subList(0, Math.min(context.size(), contextDepth - 1)));
    }
    context = List.copyOf(newer);
  }

  void hit(int probe, long lineNum, int step, LineView view, int[] groups) {
    Tally tally = tally(probe);
    tally.hit(lineNum, step, view, groups, context);
    waiting.set(probe, tally.isWaiting());
  }

  /// A line that looks like an error. Most are soon followed by another, so it is only redacted
  /// when it has stayed.
  void errorLine(LineView line) {
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
    return errorLines.stream().map(LineView::stored).toList();
  }

  List<ExtractedFact> facts() {
    return List.copyOf(facts);
  }
}
