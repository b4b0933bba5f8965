package dev.buildmeister.store;

import dev.buildmeister.job.Note;
import dev.buildmeister.job.Outcome;
import dev.buildmeister.job.Step;
import dev.buildmeister.rules.Rule.Tier;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.ScanRecord;
import dev.buildmeister.verdict.ScanRecord.BestLine;
import dev.buildmeister.verdict.ScanRecord.ExtractedFact;
import dev.buildmeister.verdict.ScanRecord.Hit;
import dev.buildmeister.verdict.ScanRecord.PatternHits;
import dev.buildmeister.verdict.ScanRecord.StepHits;
import dev.buildmeister.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Seeded values of every kind.
public final class Samples {
  private static final String[] PIECES = {
    "a",
    "FAILED ",
    "/",
    "\"",
    "\\",
    "\n",
    "\u0000",
    "\u001b[31m",
    "é",
    "日本",
    "😀",
    "\u2028",
    "\u202e",
    "<b>",
    "%s",
    "\u009b",
    "\u007f"
  };

  private static final List<Note> NOTES = List.of(Note.values());
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  private Samples() {}

  /// A match by rule `rule`, in one line.
  public static Match match(String rule) {
    return new Match(rule, rule + " failed", 7, List.of("x"), List.of("+ make"));
  }

  /// A verdict that names `rule`.
  public static Verdict.Matched matched(String rule, RulesetVersion ruleset) {
    return matched(match(rule), Set.of(), ruleset);
  }

  /// A verdict with that match.
  public static Verdict.Matched matched(Match match, RulesetVersion ruleset) {
    return matched(match, Set.of(), ruleset);
  }

  static Verdict.Matched matched(Match match, Set<Note> notes, RulesetVersion ruleset) {
    Hit hit =
        new Hit(match.lineNum(), match.line(), 1, match.captures(), match.context(), List.of());
    return new Verdict.Matched(
        match,
        "id-of-" + match.rule(),
        Tier.SPECIFIC,
        null,
        hit,
        "v1:0123456789abcdef",
        List.of(),
        false,
        List.of(),
        null,
        null,
        notes,
        ruleset);
  }

  /// A text with everything in it that can hurt, well-formed, of up to so many pieces.
  public static String text(Random random, int pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(pieces + 1); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /// A match that may be larger than any item.
  static Match hugeMatch(Random random) {
    int size = 1 << random.nextInt(13);
    return new Match(
        text(random, size) + (random.nextBoolean() ? "\ud800" : ""),
        text(random, size),
        random.nextLong(Long.MAX_VALUE),
        many(random, 1 << random.nextInt(9), () -> text(random, size / 4 + 1)),
        many(random, 12, () -> text(random, size) + (random.nextBoolean() ? "\udc00" : "")));
  }

  /// A scan record of a log of some time.
  public static StoredScan stored(Random random) {
    return new StoredScan(Instant.ofEpochMilli(random.nextLong(1L << 41)), scan(random));
  }

  /// A scan record of any shape.
  public static ScanRecord scan(Random random) {
    Map<String, PatternHits> hits = new TreeMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      hits.put(text(random, 4) + i, hits(random));
    }
    Set<Note> notes = EnumSet.noneOf(Note.class);
    if (random.nextBoolean()) {
      notes.add(NOTES.get(random.nextInt(NOTES.size())));
    }
    return new ScanRecord(
        random.nextLong(1L << 40),
        random.nextLong(1L << 40),
        many(random, 4, () -> step(random)),
        random.nextInt(3) - 1,
        OUTCOMES.get(random.nextInt(OUTCOMES.size())),
        notes,
        new TreeSet<>(many(random, 6, () -> text(random, 5))),
        hits,
        many(random, 3, () -> text(random, 20)),
        many(random, 3, () -> new ExtractedFact(text(random, 3), many(random, 3, () -> "1.2"))),
        random.nextBoolean()
            ? null
            : new BestLine(random.nextInt(3) - 1, random.nextInt(30) - 15, hit(random)));
  }

  private static PatternHits hits(Random random) {
    return new PatternHits(
        random.nextInt(1000),
        many(
            random,
            3,
            () -> {
              Hit first = hit(random);
              Hit last = random.nextBoolean() ? first : hit(random);
              return new StepHits(random.nextInt(4) - 1, random.nextInt(99), first, last);
            }),
        many(random, 4, () -> text(random, 6)),
        random.nextBoolean());
  }

  private static Hit hit(Random random) {
    return new Hit(
        random.nextInt(1 << 20) + 1L,
        text(random, 30),
        random.nextInt(50),
        many(random, 3, () -> text(random, 8)),
        many(random, 3, () -> "+" + text(random, 8)),
        many(random, 3, () -> text(random, 20)));
  }

  private static Step step(Random random) {
    long first = random.nextInt(1000) + 1L;
    return new Step(
        random.nextBoolean() ? null : text(random, 5),
        text(random, 5),
        first,
        first + random.nextInt(1000),
        random.nextBoolean() ? null : random.nextInt(256) - 1,
        random.nextBoolean());
  }

  private static <T> List<T> many(Random random, int atMost, Supplier<T> one) {
    List<T> all = new ArrayList<>();
    for (int i = random.nextInt(atMost + 1); i > 0; i--) {
      all.add(one.get());
    }
    return all;
  }
}
