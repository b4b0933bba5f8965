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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
          log -> new VerdictChange(before.judge(log), after.judge(log)),
          change -> {
            count(change, counts);
            progress.step();
          });
    }
    io.println(Words.count(sources.size(), "log") + ": " + counts.inWords());
    return counts.exit();
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

  /// How many logs came to what.
  static final class Counts {
    private int changed;
    private int gained;
    private int lost;
    private int unreadable;

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

    int exit() {
      return unreadable > 0 ? Exit.UNREADABLE : changed > 0 ? Exit.NO : Exit.OK;
    }
  }

  /// Shows and counts what came of one log.
  void count(VerdictChange change, Counts counts) {
    Optional<LogResult.Unreadable> unreadable = change.unreadable();
    if (unreadable.isPresent()) {
      counts.unreadable++;
      io.complain(Printable.of(unreadable.get().file() + ": " + unreadable.get().reason()));
      return;
    }
    Optional<String> words = change.inWords();
    if (words.isPresent()) {
      counts.changed++;
      counts.gained += change.isGained() ? 1 : 0;
      counts.lost += change.isLost() ? 1 : 0;
      io.println(Printable.of(change.before().file() + ": " + words.get()));
      io.flush();
    }
  }
}
