package dev.buildmeister.cli.report;

import dev.buildmeister.job.Note;
import dev.buildmeister.job.Step;
import dev.buildmeister.log.Contents;
import dev.buildmeister.verdict.ScanRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Notes, remarks, steps and sizes in plain words.
public final class Words {
  private static final String EMPTY = "the log is empty";
  private static final String DAMAGED = "the compressed log is damaged at its beginning";

  private Words() {}

  /// What to know about how a verdict was reached.
  public static List<String> notes(ScanRecord scan, Set<Note> notes) {
    if (isNothing(scan, notes)) {
      return List.of(
          notes.contains(Note.GZIP_CUT)
              ? DAMAGED + ": nothing of it could be read"
              : EMPTY + ": there is nothing to read in it");
    }
    return notes.stream().map(Words::of).toList();
  }

  /// Of a log of which there was nothing to read, what is the matter with it and what to do next;
  /// rules are of no help there. Nothing for other logs.
  ///
  /// @param file its name, for the command
  public static Optional<String> next(String file, ScanRecord scan, Set<Note> notes) {
    if (!isNothing(scan, notes)) {
      return Optional.empty();
    }
    if (!notes.contains(Note.GZIP_CUT)) {
      return Optional.of(EMPTY + ": fetch it again, or look whether the job wrote one");
    }
    String test = file.toLowerCase(Locale.ROOT).endsWith(".zst") ? "zstd -t" : "gzip -t";
    String name = file.equals("-") ? "" : " " + Shell.quote(file);
    return Optional.of(
        DAMAGED + ": download it again; " + test + name + " shows whether it is whole");
  }

  /// Whether there was nothing to read; a log that was not looked at for its limits may hold much.
  private static boolean isNothing(ScanRecord scan, Set<Note> notes) {
    return scan.bytes() == 0 && !notes.contains(Note.LOG_CUT);
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
      case JOB_SUCCEEDED ->
          "the job succeeded, says its log or its conclusion, so there is nothing to explain:"
              + " --job conclusion=failure has a cause looked for all the same";
    };
  }

  /// What to know of a log that does not look like one, without its name; nothing for text.
  ///
  /// @param file its name, for the command
  public static Optional<Remark> remark(Contents contents, String file) {
    return switch (contents) {
      case TEXT -> Optional.empty();
      case UTF_16LE -> remark("UTF-16 text", "convert it:", iconv("UTF-16LE", file));
      case UTF_16BE -> remark("UTF-16 text", "convert it:", iconv("UTF-16BE", file));
      case EXECUTABLE -> remark("a program", "name the log that its job printed", "");
      case BINARY ->
          remark(
              "binary data, or text that is not UTF-8",
              "if it is text, convert it:",
              iconv("ENCODING", file));
    };
  }

  private static Optional<Remark> remark(String what, String next, String command) {
    return Optional.of(
        new Remark(
            "looks like " + what + "; rules were tried on its bytes as they are; " + next,
            command));
  }

  /// What to know of a log that does not look like one.
  ///
  /// @param words without the log's name; they may be broken into lines
  /// @param command what to type, which is to stay in one piece; empty if there is nothing
  public record Remark(String words, String command) {
    /// Both in one line.
    @Override
    public String toString() {
      return (words + " " + command).stripTrailing();
    }
  }

  private static String iconv(String from, String file) {
    String convert = "iconv -f " + from + " -t UTF-8";
    String lower = file.toLowerCase(Locale.ROOT);
    String whole =
        lower.endsWith(".gz")
            ? "gzip -dc " + name(file) + " | " + convert
            : lower.endsWith(".zst")
                ? "zstd -dc " + name(file) + " | " + convert
                : convert + " " + name(file);
    return whole + " | " + Program.name() + " classify -";
  }

  /// A log's name on a command line; the standard input is not there a second time.
  public static String name(String file) {
    return file.equals("-") ? "FILE" : Shell.quote(file);
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
