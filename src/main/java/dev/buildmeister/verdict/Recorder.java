package dev.buildmeister.verdict;

import dev.buildmeister.job.Step;
import dev.buildmeister.log.IgnoreFilter;
import dev.buildmeister.log.LineSink;
import dev.buildmeister.log.LogSummary;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.CompiledRuleset.Role;
import dev.buildmeister.rules.Ignore;
import dev.buildmeister.scan.Scanner;
import dev.buildmeister.verdict.ScanRecord.ExtractedFact;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Takes the lines of one log and keeps what its scan record promises, in bounded memory: for each
/// probe the number of hits, and by step the first and the last one.
///
/// For one log and one thread.
public final class Recorder implements LineSink {
  /// How many lines of shell trace are kept with a hit.
  public static final int CONTEXT_DEPTH = 12;

  /// A key of 16,384 bits has about 200 lines; a beginning without an end hides no more.
  private static final int MAX_KEY_LINES = 256;

  /// Lines of a key have 64 characters, but for the last.
  private static final int MIN_KEY_LINE = 16;

  private final CompiledRuleset ruleset;
  private final Scanner scanner;
  private final IgnoreFilter ignores;
  private final BitSet starts = new BitSet();
  private final BitSet stops = new BitSet();
  private final IntPredicate startsHere = starts::get;
  private final IntPredicate stopsHere = stops::get;
  private final Findings findings;

  /// How many lines more may belong to a private key.
  private int keyLines;

  /// How many lines more may belong to a private key whose first line was passed over.
  private int tornKeyLines;

  /// Whether the line in hand is one of them.
  private boolean hidden;

  /// What is missing of the line that comes next.
  private Gap nextGap = Gap.NONE;

  /// What is missing of the line in hand.
  private Gap gap = Gap.NONE;

  /// The step and the number of the line before.
  private int lastStep = -1;

  private long lastLine;

  /// For each step the number of its first incomplete line; its name may come from it.
  private final Map<Integer, Long> firstIncomplete = new HashMap<>();

  /// Takes the lines of the region that is open, null if none is.
  private @Nullable Findings provisional;

  /// @param contextDepth how many lines of shell trace to keep with a hit, normally
  ///   [#CONTEXT_DEPTH]
  public Recorder(CompiledRuleset ruleset, int contextDepth) {
    this.ruleset = ruleset;
    this.scanner = ruleset.patterns().scanner();
    this.ignores =
        new IgnoreFilter(
            (int)
                ruleset.ruleset().ignores().stream()
                    .filter(Ignore.Region.class::isInstance)
                    .count());
    this.findings = new Findings(ruleset, contextDepth, new Budget(Budget.CHARS));
  }

  @Override
  public void incomplete(boolean atEnd) {
    nextGap = atEnd ? Gap.END : Gap.MIDDLE;
  }

  @Override
  public void passedOver() {
    tornKeyLines = MAX_KEY_LINES;
  }

  @Override
  public void line(long number, int step, byte[] buffer, int from, int to) {
    if (step != lastStep) {
      stepEnds();
      lastStep = step;
    }
    lastLine = number;
    int hits = scanner.scan(buffer, from, to);
    gap = nextGap;
    nextGap = Gap.NONE;
    if (gap != Gap.NONE) {
      var _ = firstIncomplete.putIfAbsent(step, number);
    }
    hidden = keyLines > 0 || (tornKeyLines > 0 && isBase64(buffer, from, to));
    tornKeyLines = Math.max(0, tornKeyLines - 1);
    keyLines = Math.max(0, keyLines - 1);
    boolean traced = from < to && buffer[from] == '+';
    if (hits == 0 && !traced && !current().isWaiting()) {
      return;
    }
    boolean ignored = readMarkers(hits);
    switch (ignores.next(ignored, startsHere, stopsHere)) {
      case KEEP, PROVISIONAL -> take(number, step, hits, traced, buffer, from, to);
      case OPEN -> {
        provisional = findings.fork();
        take(number, step, hits, traced, buffer, from, to);
      }
      case OPEN_DROP -> provisional = findings.fork();
      case CLOSE -> provisional = null;
      case DROP -> {}
    }
  }

  /// Whether the line is one run of the characters of a key's body. A key's last line may be
  /// shorter than what counts as one, and then tells little; a word such as `Killed` is none.
  private static boolean isBase64(byte[] buffer, int from, int to) {
    if (to - from < MIN_KEY_LINE) {
      return false;
    }
    for (int i = from; i < to; i++) {
      byte b = buffer[i];
      boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
      if (!letter && !(b >= '/' && b <= '9') && b != '+' && b != '=' && b != ' ') {
        return false;
      }
    }
    return !new String(buffer, from, to - from, StandardCharsets.US_ASCII).strip().contains(" ");
  }

  private Findings current() {
    return provisional == null ? findings : provisional;
  }

  private boolean readMarkers(int hits) {
    starts.clear();
    stops.clear();
    boolean ignored = false;
    int keyBegins = -1;
    int keyEnds = -1;
    for (int hit = 0; hit < hits; hit++) {
      switch (ruleset.role(scanner.pattern(hit))) {
        case Role.IgnoredLine() -> ignored = true;
        case Role.RegionStart(int region) -> starts.set(region);
        case Role.RegionStop(int region) -> stops.set(region);
        case Role.KeyBegin() -> keyBegins = scanner.groups(hit)[0];
        case Role.KeyEnd() -> keyEnds = scanner.groups(hit)[0];
        case Role.ProbeHit _, Role.ExtractHit _, Role.ErrorLike _ -> {}
      }
    }
    // Of keys that were joined without a line end one ends where the next begins.
    if (keyBegins > keyEnds) {
      keyLines = MAX_KEY_LINES;
    } else if (keyEnds >= 0) {
      keyLines = 0;
      tornKeyLines = 0;
    }
    return ignored;
  }

  private void stepEnds() {
    findings.stepEnds(lastLine);
    if (provisional != null) {
      provisional.stepEnds(lastLine);
    }
  }

  private void take(
      long number, int step, int hits, boolean traced, byte[] buffer, int from, int to) {
    Findings into = current();
    LineView view = new LineView(scanner.text(), hidden, gap);
    if (traced) {
      into.traced(view);
    }
    if (into.isWaiting()) {
      into.next(number, scanner.text(), view);
    }
    boolean errorLike = false;
    for (int hit = 0; hit < hits; hit++) {
      switch (ruleset.role(scanner.pattern(hit))) {
        case Role.ProbeHit(int probe) -> into.hit(probe, number, step, view, scanner.groups(hit));
        case Role.ExtractHit(String name) ->
            into.fact(new ExtractedFact(name, view.captures(scanner.groups(hit))));
        case Role.ErrorLike() -> errorLike = true;
        case Role.IgnoredLine _,
            Role.RegionStart _,
            Role.RegionStop _,
            Role.KeyBegin _,
            Role.KeyEnd _ -> {}
      }
    }
    if (errorLike) {
      into.errorLine(number, step, buffer, from, to, view);
    }
  }

  /// The record of the log whose last line has been taken; none is taken after it.
  public ScanRecord finish(LogSummary summary) {
    stepEnds();
    if (provisional != null) {
      findings.absorb(provisional);
      provisional = null;
    }
    scanner.close();
    return new ScanRecord(
        summary.lines(),
        summary.bytes(),
        redacted(summary.steps()),
        summary.failingStep(),
        summary.outcome(),
        summary.notes(),
        ruleset.recordKeys(),
        findings.hits(summary.lines()),
        findings.errorLines(),
        findings.facts(),
        findings.bestLine(summary.failingStep()));
  }

  /// Steps whose names hold no secret: GitHub names a step by its command. The line that names it
  /// is its first, or follows its marker.
  private List<Step> redacted(List<Step> steps) {
    List<Step> redacted = new ArrayList<>();
    for (Step step : steps) {
      long incomplete = firstIncomplete.getOrDefault(redacted.size(), Long.MAX_VALUE);
      redacted.add(redacted(step, incomplete <= step.firstLine() + 1 ? Gap.END : Gap.NONE));
    }
    return redacted;
  }

  private static Step redacted(Step step, Gap nameGap) {
    return new Step(
        step.job() == null ? null : redacted(step.job(), Gap.NONE),
        redacted(step.name(), nameGap),
        step.firstLine(),
        step.lastLine(),
        step.exitCode(),
        step.failed());
  }

  private static String redacted(String name, Gap nameGap) {
    // A name of the greatest length was cut, perhaps before a character of two units.
    Gap gap = name.length() >= LogSummary.MAX_STEP_NAME - 1 ? Gap.END : nameGap;
    String masked = Redactor.mask(name, Redactor.find(name, gap), 0, name.length());
    int end = Math.min(masked.length(), Step.MAX_NAME);
    boolean split = end < masked.length() && Character.isHighSurrogate(masked.charAt(end - 1));
    return masked.substring(0, split ? end - 1 : end);
  }
}
