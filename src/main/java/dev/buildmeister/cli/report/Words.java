package dev.buildmeister.cli.report;

import dev.buildmeister.job.Note;
import dev.buildmeister.job.Step;
import dev.buildmeister.verdict.ScanRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Notes, steps and sizes in plain words.
public final class Words {
  private Words() {}

  /// What to know about how a verdict was reached.
  public static List<String> notes(ScanRecord scan, Set<Note> notes) {
    List<String> words = new ArrayList<>();
    if (scan.lines() == 0) {
      words.add("the log is empty: there is nothing to read in it");
    }
    notes.forEach(note -> words.add(of(note)));
    return words;
  }

  /// One note.
  public static String of(Note note) {
    return switch (note) {
      case LOG_CUT ->
          "not all of the log was scanned: it is longer than the limits allow, or took longer"
              + " (--scan-limit, --tail, --inflate-limit, --time-limit)";
      case GZIP_CUT ->
          "the compressed log ends early or is damaged: it was scanned as far as it could be"
              + " inflated";
      case LINE_CUT ->
          "at least one line is longer than the limit and lost its middle: --max-line raises it";
      case SCOPE_UNKNOWN ->
          "a rule that applies to some jobs only could not be judged: say which job it is with"
              + " --job repo=…,branch=…,job=…";
    };
  }

  /// A step: `Run tests, lines 40 to 840, exit code 1, failed`.
  public static String of(Step step) {
    StringBuilder words = new StringBuilder(step.name());
    if (step.job() != null) {
      words.append(" (job ").append(step.job()).append(')');
    }
    if (step.firstLine() == step.lastLine()) {
      words.append(", line ").append(step.firstLine());
    } else {
      words.append(", lines ").append(step.firstLine()).append(" to ").append(step.lastLine());
    }
    if (step.exitCode() != null) {
      words.append(", exit code ").append(step.exitCode());
    }
    return words.append(step.failed() ? ", failed" : "").toString();
  }

  /// `1 log`, `2 logs`, `1,234 logs`.
  public static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : noun + "s");
  }

  /// `812 bytes`, `1.2 KiB`, `3.0 GiB`.
  public static String size(long bytes) {
    if (bytes < 1024) {
      return count(bytes, "byte");
    }
    double size = bytes / 1024.0;
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, units[unit]);
  }
}
