package dev.buildmeister.cli;

import dev.buildmeister.cli.report.LogResult;
import dev.buildmeister.cli.report.Words;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.Rule;
import dev.buildmeister.rules.Ruleset;
import dev.buildmeister.rules.RulesetDiff;
import dev.buildmeister.rules.RulesetDiff.Aspect;
import dev.buildmeister.rules.RulesetDiff.Change;
import dev.buildmeister.rules.RulesetDiff.Effect;
import dev.buildmeister.rules.RulesetDiff.Section;
import dev.buildmeister.rules.ShippedRuleset;
import dev.buildmeister.verdict.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `rules diff`: what another ruleset would change.
@Command(
    name = "diff",
    description = "Prints every verdict that changes from one ruleset to another.",
    exitCodeList = {
      "0:nothing changes",
      "1:a verdict changes",
      "3:at least one log cannot be read; this comes before 1"
    })
final class RulesDiff implements Callable<Integer> {
  /// How many ids are listed of each kind of change.
  private static final int MAX_RULES = 10;

  private final Io io;

  @Parameters(index = "0", paramLabel = "OLD", description = "A ruleset, or 'shipped'.")
  String oldRules = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "A ruleset, or 'shipped'.")
  String newRules = "";

  @Parameters(index = "2..*", arity = "1..*", paramLabel = "FILE|DIR", description = "Logs.")
  List<String> logs = new ArrayList<>();

  @Mixin JobOption job = new JobOption();
  @Mixin ScanOptions scan = new ScanOptions();
  @Mixin JobsOption jobs = new JobsOption();

  RulesDiff(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    if (logs.contains("-")) {
      throw new UsageException("diff reads each log twice, so it takes files, not -");
    }
    int threads = jobs.jobs();
    Ruleset oldRuleset = ruleset(oldRules);
    Ruleset newRuleset = ruleset(newRules);
    Judge before = judge(oldRuleset);
    Judge after = judge(newRuleset);
    List<LogSource> sources = LogFinder.find(logs);
    summarise(RulesetDiff.between(oldRuleset, newRuleset));
    Counts counts = new Counts();
    try (Progress progress = new Progress(io, sources.size())) {
      InOrder.run(
          sources,
          threads,
          log -> new Pair(before.judge(log), after.judge(log)),
          pair -> {
            compare(pair, counts);
            progress.step();
          });
    }
    io.println(Words.count(sources.size(), "log") + ": " + counts.inWords());
    return counts.unreadable > 0 ? Exit.UNREADABLE : counts.changed > 0 ? Exit.NO : Exit.OK;
  }

  private static Ruleset ruleset(String file) throws Exception {
    return file.equals("shipped") ? ShippedRuleset.load() : RulesetOption.read(file);
  }

  private Judge judge(Ruleset ruleset) {
    return new Judge(
        scan.classifier(CompiledRuleset.compile(ruleset)), job.facts(), scan.timeLimit(io), io);
  }

  /// What differs between the rulesets themselves; nothing if they are equal.
  private void summarise(RulesetDiff diff) {
    rules(diff.added(), "added");
    rules(diff.removed(), "removed");
    for (Aspect aspect : Aspect.values()) {
      List<Rule> rules =
          diff.changed().stream()
              .filter(change -> change.aspects().contains(aspect))
              .map(Change::after)
              .toList();
      rules(rules, inWords(aspect));
    }
    for (Section section : diff.others()) {
      io.println("[" + section.name().toLowerCase(Locale.ROOT) + "] changed");
    }
    if (!diff.isEmpty()) {
      io.println(inWords(diff.effect()));
    }
  }

  private void rules(List<Rule> rules, String what) {
    if (rules.isEmpty()) {
      return;
    }
    String ids = rules.stream().limit(MAX_RULES).map(Rule::id).collect(Collectors.joining(", "));
    String rest = rules.size() > MAX_RULES ? " and " + (rules.size() - MAX_RULES) + " more" : "";
    io.println(Printable.of(Words.count(rules.size(), "rule") + " " + what + ": " + ids + rest));
  }

  private static String inWords(Aspect aspect) {
    return switch (aspect) {
      case PATTERN -> "with another pattern";
      case ORDER -> "moved";
      case NAME -> "renamed";
      case SCOPE -> "with another scope";
      case CHOICE -> "with another choice of hit";
      case TAGS -> "with other tags";
      case HELP -> "with other help";
      case EXAMPLES -> "with other examples";
    };
  }

  private static String inWords(Effect effect) {
    return switch (effect) {
      case NONE -> "no verdict depends on these";
      case JUDGE -> "stored verdicts can be reached again without the logs";
      case SCAN -> "stored verdicts need the logs again";
    };
  }

  private record Pair(LogResult before, LogResult after) {}

  private static final class Counts {
    int changed;
    int gained;
    int lost;
    int unreadable;

    String inWords() {
      return changed
          + " changed ("
          + gained
          + " explained now, "
          + lost
          + " no longer), "
          + unreadable
          + " unreadable";
    }
  }

  private void compare(Pair pair, Counts counts) {
    if (pair.before() instanceof LogResult.Unreadable(String file, String reason)) {
      counts.unreadable++;
      io.complain(Printable.of(file + ": " + reason));
      return;
    }
    List<Object> before = essence(pair.before());
    List<Object> after = essence(pair.after());
    if (before.equals(after)) {
      return;
    }
    counts.changed++;
    counts.gained += before.isEmpty() ? 1 : 0;
    counts.lost += after.isEmpty() ? 1 : 0;
    String from = place(pair.before());
    String to = place(pair.after());
    String what = from.equals(to) ? from + ", other captures" : from + " → " + to;
    io.println(Printable.of(pair.before().file() + ": " + what));
    io.flush();
  }

  /// What makes a verdict the same; empty if there is none.
  private static List<Object> essence(LogResult result) {
    if (result instanceof LogResult.Explained explained) {
      Match match = explained.verdict().match();
      return List.of(explained.verdict().ruleId(), match.lineNum(), match.captures());
    }
    return List.of();
  }

  private static String place(LogResult result) {
    return result instanceof LogResult.Explained explained
        ? explained.verdict().ruleId() + ":" + explained.verdict().match().lineNum()
        : result.state().name();
  }
}
