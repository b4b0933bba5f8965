package dev.buildmeister.cli.report;

import dev.buildmeister.cli.report.LogResult.Explained;
import dev.buildmeister.cli.report.LogResult.Unexplained;
import dev.buildmeister.cli.report.LogResult.Unreadable;
import dev.buildmeister.cli.text.Columns;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.cli.text.Style;
import dev.buildmeister.job.Note;
import dev.buildmeister.job.Step;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.ScanRecord;
import dev.buildmeister.verdict.ScanRecord.Hit;
import dev.buildmeister.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything about one log, for a person.
///
/// Where the output is a terminal, each line is cut to its width, around the match; else nothing is
/// cut.
public final class TextReport implements Report {
  /// How many of the other hits are shown.
  private static final int MAX_OTHERS = 5;

  /// How many failed tests are shown.
  private static final int MAX_TESTS = 10;

  private static final int LABEL = 13;
  private static final int WRAP = 100;

  private final Io io;
  private final String options;
  private final Supplier<Optional<Words.Remark>> remark;
  private final Style style;
  private final int columns;

  /// @param options the command line's options by which the verdict was reached, each with a blank
  ///   before it
  /// @param remark what to know of a log that does not look like one; asked once it was read
  public TextReport(Io io, String options, Supplier<Optional<Words.Remark>> remark) {
    this.io = io;
    this.options = options;
    this.remark = remark;
    this.style = io.style();
    this.columns = io.columns();
  }

  @Override
  public void log(LogResult result) {
    switch (result) {
      case Explained explained -> explained(explained);
      case Unexplained unexplained -> unexplained(unexplained);
      case Unreadable(String file, String reason) ->
          io.complain(Printable.of(file + ": " + reason));
    }
    io.flush();
  }

  @Override
  public void end() {
    io.flush();
  }

  private void explained(Explained result) {
    Verdict.Matched verdict = result.verdict();
    Match match = verdict.match();
    Hit hit = verdict.hit();
    heading(style.bad(verdict.state().name()), match.rule() + " (" + verdict.tier().word() + ")");
    io.println(style.dim(Printable.of(place(result.file(), match.lineNum(), hit.column()))));
    io.println("");
    lines(match, hit);
    io.println("");
    for (int i = 0; i < match.captures().size(); i++) {
      field(i == 0 ? "captures" : "", match.captures().get(i));
    }
    step(verdict.step());
    paragraphs("help", verdict.help());
    if (verdict.issue() != null) {
      // An address that lacks its end leads nowhere.
      whole("issue", verdict.issue());
    }
    failedTests(verdict.failedTests(), verdict.moreFailedTests());
    others(verdict.others(), match.lineNum());
    end(result.scan(), verdict.notes(), verdict.fingerprint(), verdict.ruleset().toString());
  }

  private void unexplained(Unexplained result) {
    Verdict.NoMatch verdict = result.verdict();
    ScanRecord scan = result.scan();
    boolean succeeded = verdict.jobSucceeded();
    heading(
        style.unsure(verdict.state().name()),
        succeeded ? "the job succeeded" : "no rule explains this log");
    io.println(style.dim(Printable.of(result.file())));
    io.println("");
    field("read", Words.count(scan.lines(), "line") + ", " + Words.size(scan.bytes()));
    step(scan.failingStep() < 0 ? null : scan.steps().get(scan.failingStep()));
    for (int i = 0; i < (succeeded ? 0 : scan.errorLines().size()); i++) {
      field(i == 0 ? "last errors" : "", scan.errorLines().get(i));
    }
    Optional<String> next = Words.next(result.file(), scan, verdict.notes());
    if (next.isPresent()) {
      // Not cut, because it ends with a command to copy; it says what the note says.
      whole("note", next.get());
      field("ruleset", verdict.ruleset().toString());
      return;
    }
    end(scan, verdict.notes(), verdict.fingerprint(), verdict.ruleset().toString());
    io.println("");
    String again = Words.name(result.file()) + options;
    io.println("To see why no rule won:    " + Program.name() + " explain " + again);
    if (!succeeded) {
      io.println("To check a rule for it:    " + Program.name() + " rules check --help");
    }
  }

  private void heading(String state, String text) {
    io.println(state + "  " + style.strong(Printable.of(text)));
  }

  /// `file:line:column`, which editors and terminals open at a click.
  static String place(String file, long lineNum, int column) {
    return file + ":" + lineNum + (column > 0 ? ":" + column : "");
  }

  /// The shell trace above the line, the line itself, and the excerpt below it.
  private void lines(Match match, Hit hit) {
    int numbers = Math.max(4, Long.toString(match.lineNum()).length());
    List<String> context = match.context();
    for (int i = context.size() - 1; i >= 0; i--) {
      // Nearest first: the first may be the line itself.
      if (i > 0 || !context.get(i).equals(match.line())) {
        io.println("  " + style.dim(cut(" ".repeat(numbers) + " | ", context.get(i), 0)));
      }
    }
    String number = " ".repeat(numbers - Long.toString(match.lineNum()).length()) + match.lineNum();
    io.println(
        style.lit("> ")
            + style.lit(cut(number + " | ", match.line(), Math.max(0, hit.column() - 1))));
    for (int i = 1; i < hit.excerpt().size(); i++) {
      io.println("  " + cut(" ".repeat(numbers) + " | ", hit.excerpt().get(i), 0));
    }
  }

  private String cut(String lead, String line, int place) {
    String printable = Printable.of(line);
    // Where the match begins may have moved to the right by escapes before it.
    int moved = Printable.of(line.substring(0, Math.min(place, line.length()))).length();
    int room = columns == Columns.UNLIMITED ? columns : columns - 2 - Columns.width(lead);
    return lead + Columns.around(printable, moved, room);
  }

  private void step(@Nullable Step step) {
    if (step != null) {
      field("step", Words.of(step));
    }
  }

  private void failedTests(List<String> tests, boolean more) {
    for (int i = 0; i < Math.min(MAX_TESTS, tests.size()); i++) {
      field(i == 0 ? "failed tests" : "", tests.get(i));
    }
    int hidden = Math.max(0, tests.size() - MAX_TESTS);
    if (more) {
      field("", "… and at least " + (hidden + 1) + " more");
    } else if (hidden > 0) {
      field("", "… and " + hidden + " more");
    }
  }

  private void others(List<Verdict.Other> others, long shown) {
    for (int i = 0; i < Math.min(MAX_OTHERS, others.size()); i++) {
      Verdict.Other other = others.get(i);
      String times = other.count() > 1 ? " (" + other.count() + " lines)" : "";
      field(
          i == 0 ? "also" : "",
          other.lineNum() == shown
              ? "the same line, " + other.rule() + times
              : "line " + other.lineNum() + ", " + other.rule() + times + ": " + other.line());
    }
    if (others.size() > MAX_OTHERS) {
      field("", "… and " + Words.count(others.size() - MAX_OTHERS, "other rule"));
    }
  }

  private void end(ScanRecord scan, Set<Note> notes, @Nullable String fingerprint, String ruleset) {
    Words.notes(scan, notes).forEach(note -> paragraphs("note", note));
    remark.get().ifPresent(this::remark);
    if (fingerprint != null) {
      field("fingerprint", fingerprint);
    }
    field("ruleset", ruleset);
  }

  /// On a terminal the words are broken at its width, and the command, which is there to be copied,
  /// has a line of its own.
  private void remark(Words.Remark note) {
    if (columns == Columns.UNLIMITED) {
      whole("note", "the log " + note);
      return;
    }
    paragraphs("note", "the log " + note.words());
    if (!note.command().isEmpty()) {
      whole("", note.command());
    }
  }

  private void field(String label, String value) {
    int room = columns == Columns.UNLIMITED ? columns : columns - LABEL;
    io.println(style.dim(Columns.pad(label, LABEL)) + Columns.cut(Printable.of(value), room));
  }

  /// A field that is not cut.
  private void whole(String label, String value) {
    io.println(style.dim(Columns.pad(label, LABEL)) + Printable.of(value));
  }

  private void paragraphs(String label, @Nullable String text) {
    String left = label;
    for (String line : text == null ? List.<String>of() : text.strip().lines().toList()) {
      for (String part : Columns.wrap(Printable.of(line), Math.min(WRAP, columns) - LABEL)) {
        io.println((style.dim(Columns.pad(left, LABEL)) + part).stripTrailing());
        left = "";
      }
    }
  }
}
