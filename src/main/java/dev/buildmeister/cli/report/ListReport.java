package dev.buildmeister.cli.report;

import dev.buildmeister.cli.report.LogResult.Explained;
import dev.buildmeister.cli.report.LogResult.Unexplained;
import dev.buildmeister.cli.report.LogResult.Unreadable;
import dev.buildmeister.cli.text.Columns;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.cli.text.Style;
import dev.buildmeister.rules.Rule.Tier;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.ScanRecord;
import dev.buildmeister.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One line for each of many logs, for a person, and a summary.
public final class ListReport implements Report {
  private static final int MAX_RULES = 10;

  private final Io io;
  private final Style style;
  private final int columns;
  private final Map<String, Integer> rules = new TreeMap<>();
  private int explained;
  private int general;
  private int unexplained;
  private int unreadable;

  public ListReport(Io io) {
    this.io = io;
    this.style = io.style();
    this.columns = io.columns();
  }

  @Override
  public void log(LogResult result) {
    String file = Printable.of(result.file());
    switch (result) {
      case Explained(_, _, var verdict) -> {
        Match match = verdict.match();
        explained++;
        general += verdict.tier() == Tier.GENERAL ? 1 : 0;
        rules.merge(match.rule(), 1, Integer::sum);
        line(
            file + ":" + match.lineNum(),
            style.bad("MATCHED    "),
            Printable.of(match.rule()) + ": ",
            Printable.of(match.line()));
      }
      case Unexplained(_, var scan, var verdict) -> {
        unexplained++;
        line(file, style.unsure("NO_MATCH   "), "", Printable.of(unexplained(scan, verdict)));
      }
      case Unreadable(_, String reason) -> {
        unreadable++;
        line(file, style.bad("SCAN_FAILED"), "", Printable.of(reason));
      }
    }
    io.flush();
  }

  /// Notes if there are some, else what the log says last.
  private static String unexplained(ScanRecord scan, Verdict.NoMatch verdict) {
    List<String> notes = Words.notes(scan, verdict.notes());
    return !notes.isEmpty()
        ? String.join("; ", notes)
        : scan.errorLines().isEmpty() ? "" : "last error: " + scan.errorLines().getLast();
  }

  private void line(String file, String state, String rule, String text) {
    int room = columns == Columns.UNLIMITED ? columns : columns - 12;
    // A long path keeps half of a narrow line at most, and its end, which tells logs apart.
    String place = columns == Columns.UNLIMITED ? file : Columns.end(file, room / 2);
    String rest =
        columns == Columns.UNLIMITED
            ? rule + text
            : Columns.cut(rule + text, room - Columns.width(place) - 2);
    io.println((state + " " + style.strong(place) + "  " + rest).stripTrailing());
  }

  @Override
  public void end() {
    int logs = explained + unexplained + unreadable;
    io.println("");
    io.println(
        Words.count(logs, "log")
            + ": "
            + explained
            + " explained"
            + (general > 0 ? " (" + general + " by a catch-all)" : "")
            + ", "
            + unexplained
            + " not, "
            + unreadable
            + " unreadable");
    List<Map.Entry<String, Integer>> most = new ArrayList<>(rules.entrySet());
    most.sort(Comparator.comparingInt(entry -> -entry.getValue()));
    for (Map.Entry<String, Integer> entry : most.subList(0, Math.min(MAX_RULES, most.size()))) {
      io.println(String.format("%6d  %s", entry.getValue(), Printable.of(entry.getKey())));
    }
    if (most.size() > MAX_RULES) {
      io.println("        … and " + Words.count(most.size() - MAX_RULES, "other rule"));
    }
    io.flush();
  }
}
