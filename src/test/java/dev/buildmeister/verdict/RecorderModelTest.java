package dev.buildmeister.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.job.Outcome;
import dev.buildmeister.log.LogSummary;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.verdict.ScanRecord.PatternHits;
import dev.buildmeister.verdict.ScanRecord.StepHits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// The recorder, which sees each line once and forgets, against a model that keeps the whole log
/// and follows the contract word by word.
class RecorderModelTest {
  private static final String RULES =
      """
      [[rule]]
      name = 'plain'
      pattern = 'a(\\d)'
      [[rule]]
      name = 'then'
      pattern = 'h(\\d)'
      then = 't(\\d)'
      within = 3
      [[ignore]]
      pattern = 'drop'
      [[ignore]]
      start = 'open1'
      stop = 'close1'
      [[ignore]]
      start = 'open2'
      stop = 'close2'
      """;
  private static final List<String> WORDS =
      List.of(
          "a1", "a2", "h1", "h2", "t1", "t2", "drop", "open1", "close1", "open2", "close2", "x");

  @RepeatedTest(300)
  void theHitsAreThoseOfTheWholeLogReadAtLeisure(RepetitionInfo repetition) throws Exception {
    long seed = 20_261_123L * repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<String> log = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    int step = -1;
    for (int i = random.nextInt(30); i >= 0; i--) {
      String line = WORDS.get(random.nextInt(WORDS.size()));
      log.add(random.nextInt(4) == 0 ? line + " " + WORDS.get(random.nextInt(WORDS.size())) : line);
      step += random.nextInt(5) == 0 ? 1 : 0;
      steps.add(step);
    }
    CompiledRuleset ruleset = CompiledRuleset.compile(RulesetFile.parse(RULES, "rules", 0));
    Recorder recorder = new Recorder(ruleset, Recorder.CONTEXT_DEPTH);
    for (int i = 0; i < log.size(); i++) {
      byte[] bytes = log.get(i).getBytes(StandardCharsets.UTF_8);
      recorder.line(i + 1, steps.get(i), bytes, 0, bytes.length);
    }
    ScanRecord record =
        recorder.finish(new LogSummary(log.size(), 0, List.of(), -1, Outcome.UNKNOWN, Set.of()));
    List<Integer> kept = keptLines(log);
    for (int rule = 0; rule < 2; rule++) {
      assertThat(describe(record.hits().get(ruleset.probeKey(rule))))
          .as("seed %d, rule %d, log %s, steps %s", seed, rule, log, steps)
          .isEqualTo(model(rule == 0 ? plain(log, kept) : then(log, kept), steps));
    }
  }

  /// A hit of the model: its line and its captures.
  private record ModelHit(int line, List<String> captures) {}

  private static List<Integer> keptLines(List<String> log) {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      int stop = -1;
      for (int region = 1; region <= 2 && stop < 0; region++) {
        if (log.get(i).contains("open" + region)) {
          stop = stopOf(log, i, region);
          if (stop < 0) {
            // The first region that opens is the one that stays open: the rest of the log counts.
            for (int rest = i; rest < log.size(); rest++) {
              if (rest == i || !log.get(rest).contains("drop")) {
                kept.add(rest);
              }
            }
            return kept;
          }
          break;
        }
      }
      if (stop >= 0) {
        i = stop;
      } else if (!log.get(i).contains("drop")) {
        kept.add(i);
      }
    }
    return kept;
  }

  private static int stopOf(List<String> log, int start, int region) {
    for (int i = start + 1; i < log.size(); i++) {
      if (log.get(i).contains("close" + region)) {
        return i;
      }
    }
    return -1;
  }

  private static List<ModelHit> plain(List<String> log, List<Integer> kept) {
    List<ModelHit> hits = new ArrayList<>();
    for (int i : kept) {
      int at = indexOf(log.get(i), 'a');
      if (at >= 0) {
        hits.add(new ModelHit(i, List.of(log.get(i).substring(at + 1, at + 2))));
      }
    }
    return hits;
  }

  private static List<ModelHit> then(List<String> log, List<Integer> kept) {
    List<ModelHit> hits = new ArrayList<>();
    for (int i : kept) {
      int head = indexOf(log.get(i), 'h');
      if (head < 0) {
        continue;
      }
      for (int j : kept) {
        int tail = indexOf(log.get(j), 't');
        if (j > i && j <= i + 3 && tail >= 0) {
          hits.add(
              new ModelHit(
                  i,
                  List.of(
                      log.get(i).substring(head + 1, head + 2),
                      log.get(j).substring(tail + 1, tail + 2))));
          break;
        }
      }
    }
    return hits;
  }

  private static int indexOf(String line, char letter) {
    for (int i = 0; i + 1 < line.length(); i++) {
      if (line.charAt(i) == letter && Character.isDigit(line.charAt(i + 1))) {
        return i;
      }
    }
    return -1;
  }

  private static String model(List<ModelHit> hits, List<Integer> steps) {
    Map<Integer, List<ModelHit>> byStep = new LinkedHashMap<>();
    Set<String> captures = new LinkedHashSet<>();
    for (ModelHit hit : hits) {
      byStep.computeIfAbsent(steps.get(hit.line()), key -> new ArrayList<>()).add(hit);
      captures.add(hit.captures().getFirst());
    }
    StringBuilder text = new StringBuilder(hits.size() + " " + captures);
    byStep.forEach(
        (step, in) ->
            text.append("; step ")
                .append(step + ": " + in.size() + " ")
                .append(in.getFirst().line() + 1 + " " + in.getFirst().captures() + " ")
                .append(in.getLast().line() + 1 + " " + in.getLast().captures()));
    return text.toString();
  }

  private static String describe(@Nullable PatternHits hits) {
    if (hits == null) {
      return "0 []";
    }
    StringBuilder text = new StringBuilder(hits.count() + " " + hits.firstCaptures());
    for (StepHits in : hits.steps()) {
      text.append("; step ")
          .append(in.step() + ": " + in.count() + " ")
          .append(in.first().lineNum() + " " + in.first().captures() + " ")
          .append(in.last().lineNum() + " " + in.last().captures());
    }
    return text.toString();
  }
}
