package dev.buildmeister.cli.eval;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The measures that count: whether the line shown is one that a person would have shown, and
/// whether jobs that passed are left alone.
///
/// Each is a mean over repositories of the mean over a repository's logs, so that one with many
/// logs does not outvote the others, with a 90 % interval by bootstrap over repositories. The
/// figures equal those of the corpus' own `score.py` to the last digit; a test holds them equal.
public final class Score {
  /// Synthetic one-liners, labels made by a parser, and one project's own ruleset: they would say
  /// more about how they were made than about the rules.
  private static final Set<String> LEFT_OUT =
      Set.of("buildlog-consultant", "treeherder", "pytorch-test-infra");

  private static final int SEED = 7;
  private static final int RESAMPLES = 1000;
  private static final int LOW = 50;
  private static final int HIGH = 949;
  private static final int NAME = 28;

  /// By measure, then by repository, the values of its logs.
  private final Map<String, Map<String, List<Double>>> table = new TreeMap<>();

  private Score() {}

  /// The measures as lines of text.
  ///
  /// @param answers what was said, by log id; a log without one was not asked about
  public static List<String> of(List<LabelledLog> logs, Map<String, Answer> answers) {
    Score score = new Score();
    for (LabelledLog log : logs) {
      if (!log.duplicate() && !LEFT_OUT.contains(log.set())) {
        score.add(log, answers.getOrDefault(log.id(), Answer.NONE));
      }
    }
    long missing = logs.stream().filter(log -> !answers.containsKey(log.id())).count();
    return score.lines(missing, logs.size());
  }

  private void add(LabelledLog log, Answer answer) {
    if (log.passed()) {
      put("QUIET specific", log, !answer.specific());
      put("QUIET any", log, !answer.given());
    } else if (log.located()) {
      located(kind(log), log, answer);
    }
  }

  private static String kind(LabelledLog log) {
    if (log.set().equals("logchunks")) {
      return "LOGCHUNKS";
    }
    return log.provider().equals("github-actions") ? "GHA" : "OTHER";
  }

  private void located(String kind, LabelledLog log, Answer answer) {
    Long line = answer.lineNum();
    boolean hit = line != null && log.right().contains(line);
    put(kind + " answered", log, answer.given());
    put(kind + " hit", log, hit);
    put(kind + " specific answered", log, answer.specific());
    if (answer.specific()) {
      put(kind + " specific right", log, hit);
    }
    if (log.best() != 0) {
      put(kind + " best", log, line != null && line == log.best());
    }
    if (!log.keyLines().isEmpty()) {
      put(kind + " key line", log, line != null && log.keyLines().contains(line));
    }
  }

  private void put(String measure, LabelledLog log, boolean value) {
    // Python sorts texts by code point.
    table
        .computeIfAbsent(
            measure,
            _ -> new TreeMap<>(Comparator.comparing(Score::codePoints, Arrays::compareUnsigned)))
        .computeIfAbsent(log.group(), _ -> new ArrayList<>())
        .add(value ? 1.0 : 0.0);
  }

  /// UTF-8 sorts as its code points do.
  private static byte[] codePoints(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// @param logs how many there are values of
  /// @param groups of how many repositories
  private record Result(double mean, double low, double high, int logs, int groups) {}

  private static Result result(Map<String, List<Double>> byGroup) {
    double[] means =
        byGroup.values().stream()
            .mapToDouble(each -> mean(each.stream().mapToDouble(Double::doubleValue).toArray()))
            .toArray();
    PythonRandom random = new PythonRandom(SEED);
    double[] boots = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      boots[i] = mean(random.choices(means));
    }
    Arrays.sort(boots);
    int logs = byGroup.values().stream().mapToInt(List::size).sum();
    return new Result(mean(means), boots[LOW], boots[HIGH], logs, means.length);
  }

  /// Summed from left to right, not as [java.util.stream.DoubleStream#sum] does.
  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private List<String> lines(long missing, int total) {
    List<String> lines = new ArrayList<>();
    if (missing > 0) {
      lines.add("no verdict given for " + missing + " of " + total + " logs");
    }
    Map<String, Result> results = new TreeMap<>();
    table.forEach((name, byGroup) -> results.put(name, result(byGroup)));
    results.forEach((name, result) -> lines.add(line(name, result)));
    lines.add(summary(results));
    return lines;
  }

  private static String line(String name, Result result) {
    String percent = percent(result.mean());
    return name
        + " ".repeat(Math.max(0, NAME - name.length()))
        + " ".repeat(Math.max(0, 5 - percent.length()))
        + percent
        + "%  ["
        + percent(result.low())
        + " .. "
        + percent(result.high())
        + "]  "
        + result.logs()
        + " logs of "
        + result.groups()
        + " repositories";
  }

  private static String summary(Map<String, Result> results) {
    return "SUMMARY gha-hit "
        + percent(results.get("GHA hit"))
        + " gha-specific-right "
        + percent(results.get("GHA specific right"))
        + " gha-specific-answered "
        + percent(results.get("GHA specific answered"))
        + " other-hit "
        + percent(results.get("OTHER hit"))
        + " logchunks-hit "
        + percent(results.get("LOGCHUNKS hit"))
        + " quiet "
        + percent(results.get("QUIET specific"));
  }

  private static String percent(@Nullable Result result) {
    return result == null ? "-" : percent(result.mean());
  }

  /// With one digit, rounded as C's `printf` does: the exact binary value, ties to even.
  private static String percent(double share) {
    return new BigDecimal(100 * share).setScale(1, RoundingMode.HALF_EVEN).toPlainString();
  }
}
