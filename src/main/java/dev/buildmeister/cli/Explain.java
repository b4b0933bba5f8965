package dev.buildmeister.cli;

import dev.buildmeister.cli.report.LogResult;
import dev.buildmeister.cli.report.Program;
import dev.buildmeister.cli.report.Words;
import dev.buildmeister.cli.text.Columns;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.cli.text.Style;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.job.Note;
import dev.buildmeister.job.Step;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.verdict.Arbiter;
import dev.buildmeister.verdict.RuleOutcome;
import dev.buildmeister.verdict.RuleOutcome.Reason;
import dev.buildmeister.verdict.ScanRecord;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `explain`: why each rule won or lost.
@Command(
    name = "explain",
    description = "Says for one log why each rule won or lost, and how to see it again.",
    exitCodeList = {"0:a rule won", "1:no rule did", "3:the log cannot be read"})
final class Explain implements Callable<Integer> {
  private static final int MAX_STEPS = 40;

  private final Io io;

  @Parameters(paramLabel = "FILE|-", description = "The log.")
  String log = "-";

  @Option(names = "--all", description = "List the rules that did not hit too, and all steps.")
  boolean all;

  @Mixin RulesetOption ruleset = new RulesetOption();
  @Mixin JobOption job = new JobOption();
  @Mixin ScanOptions scan = new ScanOptions();

  Explain(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    CompiledRuleset rules = ruleset.compiled(io);
    JobFacts facts = job.facts();
    List<LogSource> sources = LogFinder.find(List.of(log), "explain");
    if (sources.size() > 1) {
      throw new UsageException(
          "explain takes one log, and " + Printable.of(log) + " holds " + sources.size());
    }
    LogSource source = sources.getFirst();
    LogResult result =
        new Judge(scan.classifier(rules), facts, scan.timeLimit(io), io).judge(source);
    source.complain(io);
    return switch (result) {
      case LogResult.Explained(var file, var record, var verdict) -> {
        show(file, record, verdict.notes(), Arbiter.explain(record, facts, rules), rules);
        yield Exit.OK;
      }
      case LogResult.Unexplained(var file, var record, var verdict) -> {
        show(file, record, verdict.notes(), Arbiter.explain(record, facts, rules), rules);
        yield Exit.NO;
      }
      case LogResult.Unreadable(var file, var reason) -> {
        io.complain(Printable.of(file + ": " + reason));
        yield Exit.UNREADABLE;
      }
    };
  }

  private void show(
      String file,
      ScanRecord record,
      Set<Note> notes,
      List<RuleOutcome> outcomes,
      CompiledRuleset rules) {
    line(file + ": " + Words.count(record.lines(), "line") + ", " + Words.size(record.bytes()));
    Words.notes(record, notes).forEach(note -> line("note: " + note));
    List<RuleOutcome> won = outcomes.stream().filter(Explain::won).toList();
    heading(won.isEmpty() ? "No rule won" : "Won");
    won.forEach(this::outcome);
    List<RuleOutcome> lost =
        outcomes.stream().filter(each -> !won(each) && each.count() > 0).toList();
    if (!lost.isEmpty()) {
      heading("Hit, and lost");
      lost.forEach(this::outcome);
    }
    missed(outcomes.stream().filter(each -> each.count() == 0).toList());
    steps(record);
    again(file, rules);
    io.flush();
  }

  /// Not cut: it is there to be copied.
  private void again(String file, CompiledRuleset rules) {
    heading("To see it again");
    io.println(
        "  "
            + Program.name()
            + " classify "
            + Words.name(file)
            + ruleset.words(io)
            + job.words()
            + "  # ruleset "
            + rules.ruleset().version());
  }

  private static boolean won(RuleOutcome outcome) {
    return outcome.reason() instanceof Reason.Won;
  }

  private void outcome(RuleOutcome outcome) {
    Style style = io.style();
    String name = Printable.of(name(outcome));
    Wrap.println(
        io,
        "  ",
        4,
        name + ": " + why(outcome.reason()),
        part -> part.startsWith(name) ? style.strong(name) + part.substring(name.length()) : part);
    ScanRecord.Hit hit = outcome.hit();
    String lines = Words.count(outcome.count(), "line") + " hit";
    if (hit == null) {
      line("      " + lines);
      return;
    }
    String text = cut("      line " + hit.lineNum() + " (" + lines + "): " + hit.line());
    io.println(won(outcome) ? style.lit(text) : text);
  }

  private static String name(RuleOutcome outcome) {
    String id = outcome.rule().id();
    String name = outcome.rule().name();
    return (id.equals(name) ? name : name + " [" + id + "]") + ", " + outcome.rule().tier().word();
  }

  /// A reason in words.
  static String why(Reason reason) {
    return switch (reason) {
      case Reason.Won(boolean inFailingStep) ->
          inFailingStep
              ? "the first rule of the file that hit in the failing step"
              : "the first rule of the file that hit";
      case Reason.Outranked(String winner) -> "'" + winner + "' stands before it in the file";
      case Reason.OutsideFailingStep(String winner) ->
          "it hit outside of the failing step, and '" + winner + "' hit inside";
      case Reason.JobSucceeded(boolean byLog) ->
          "there is nothing to explain: the job succeeded, says its "
              + (byLog ? "log" : "conclusion");
      case Reason.NoHit() -> "no line matches";
      case Reason.OutOfScope(String fact, String value) ->
          "its 'when' asks for another " + fact + " than '" + value + "'";
      case Reason.ScopeUnknown(String fact) ->
          fact.equals("step")
              ? "its 'when' asks for the step, and no steps are marked in this log"
              : "its 'when' asks for the " + fact + ", which is not known: --job " + fact + "=…";
      case Reason.TooEarly(long firstAllowed) ->
          "its 'last_lines' begins at line " + firstAllowed + ", and it hit before";
    };
  }

  private void missed(List<RuleOutcome> missed) {
    heading("Did not hit");
    if (all) {
      missed.forEach(each -> line("  " + name(each)));
    }
    line(
        "  "
            + Words.count(missed.size(), "rule")
            + (all || missed.isEmpty() ? "" : " (--all lists them)"));
  }

  private void steps(ScanRecord record) {
    List<Step> steps = record.steps();
    if (steps.isEmpty()) {
      return;
    }
    heading("Steps");
    for (int i = 0; i < steps.size(); i++) {
      boolean failing = i == record.failingStep();
      if (all || i < MAX_STEPS || failing) {
        String text = cut((failing ? "> " : "  ") + Words.of(steps.get(i)));
        io.println(failing ? io.style().lit(text) : text);
      }
    }
    if (!all && steps.size() > MAX_STEPS) {
      line("  " + Words.count(steps.size(), "step") + " in all (--all lists them)");
    }
  }

  private void heading(String text) {
    io.println("");
    io.println(io.style().strong(text));
  }

  private void line(String text) {
    io.println(cut(text));
  }

  private String cut(String text) {
    return Columns.cut(Printable.of(text), io.columns());
  }
}
