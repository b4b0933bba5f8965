package dev.buildmeister.log;

import dev.buildmeister.job.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The steps found so far, and which one is open.
final class StepList {
  /// Later steps are counted into the last of these.
  static final int MAX_STEPS = 1000;

  /// No step.
  static final int NONE = -1;

  private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}+");

  /// Enough bytes for the longest name, some escape sequences among them.
  private static final int MAX_NAME_BYTES = 8 * LogSummary.MAX_STEP_NAME;

  private static final class Entry {
    private final @Nullable String job;
    private final String name;
    private final long firstLine;
    private long lastLine;
    private @Nullable Integer exitCode;
    private boolean failed;

    Entry(@Nullable String job, String name, long line) {
      this.job = job;
      this.name = name;
      this.firstLine = line;
      this.lastLine = line;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private int current = NONE;

  /// Index of the open step, [#NONE] if none is.
  int current() {
    return current;
  }

  int size() {
    return entries.size();
  }

  boolean isFull() {
    return entries.size() == MAX_STEPS;
  }

  /// Opens a step at a line, after whichever is open; the last one again if there are too many.
  void open(@Nullable String job, String name, long line) {
    if (isFull()) {
      current = MAX_STEPS - 1;
    } else {
      current = entries.size();
      entries.add(new Entry(job == null ? null : clean(job), clean(name), line));
    }
  }

  void close() {
    current = NONE;
  }

  /// Counts a line into a step; lines come in ascending order.
  int count(int step, long line) {
    if (step != NONE) {
      Entry entry = entries.get(step);
      entry.lastLine = Math.max(entry.lastLine, line);
    }
    return step;
  }

  String name(int step) {
    return entries.get(step).name;
  }

  void fail(int step) {
    if (step != NONE) {
      entries.get(step).failed = true;
    }
  }

  /// Notes how a step ended; any code but 0 is a failure.
  void exit(int step, @Nullable Integer code) {
    if (step != NONE && code != null) {
      Entry entry = entries.get(step);
      entry.exitCode = code;
      entry.failed |= code != 0;
    }
  }

  /// Whether a step is known to have ended with a code other than 0.
  boolean hasExitCode() {
    return entries.stream().anyMatch(entry -> entry.exitCode != null && entry.exitCode != 0);
  }

  List<Step> toSteps() {
    return entries.stream()
        .map(
            entry ->
                new Step(
                    entry.job,
                    entry.name,
                    entry.firstLine,
                    entry.lastLine,
                    entry.exitCode,
                    entry.failed))
        .toList();
  }

  /// Index of the first step that failed, [#NONE] if none did.
  int firstFailed() {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).failed) {
        return i;
      }
    }
    return NONE;
  }

  /// A name as it stands in a log, without control characters, of bounded length. A secret in it is
  /// still there: names are redacted before they are cut to what is stored.
  static String clean(String name) {
    String clean = CONTROLS.matcher(name).replaceAll("").strip();
    if (clean.length() <= LogSummary.MAX_STEP_NAME) {
      return clean;
    }
    boolean pair = Character.isHighSurrogate(clean.charAt(LogSummary.MAX_STEP_NAME - 1));
    return clean.substring(0, pair ? LogSummary.MAX_STEP_NAME - 1 : LogSummary.MAX_STEP_NAME);
  }

  /// The text in `[from, to)` as far as a name needs it.
  static String text(byte[] bytes, int from, int to) {
    int end = to - from > MAX_NAME_BYTES ? Utf8.headEnd(bytes, from, from + MAX_NAME_BYTES) : to;
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }
}
