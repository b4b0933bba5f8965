package dev.buildmeister.verdict;

import dev.buildmeister.job.Note;
import dev.buildmeister.job.Outcome;
import dev.buildmeister.job.Step;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Everything that one reading of a log found: all hits of all patterns, not only the winner. A
/// verdict can be reached from it again without the log.
///
/// Hits are kept by pattern, not by rule, so that rules may be reordered, re-scoped, re-tagged,
/// renamed or deleted and the record stays good. Everything in it is redacted and cut.
///
/// @param lines raw lines of the log
/// @param bytes raw (inflated) bytes of the log
/// @param steps in the order of their first lines
/// @param failingStep index into `steps` of the first that ended in an error, -1 if none
/// @param outcome what the log says of its job's end
/// @param notes what was cut
/// @param patterns keys of all that it was made with, see
///   [dev.buildmeister.rules.CompiledRuleset#recordKeys]
/// @param hits by [dev.buildmeister.rules.Probe#key]; a pattern that did not hit is absent
/// @param errorLines the last lines that look like errors, oldest first, at most
///   [#MAX_ERROR_LINES]; they identify a failure that no rule explains
/// @param extracted facts, in order of first appearance
/// @param bestLine the line to show where no rule explains the failure; null if no line looks like
///   an error, or the ruleset did not ask
public record ScanRecord(
    long lines,
    long bytes,
    List<Step> steps,
    int failingStep,
    Outcome outcome,
    Set<Note> notes,
    Set<String> patterns,
    Map<String, PatternHits> hits,
    List<String> errorLines,
    List<ExtractedFact> extracted,
    @Nullable BestLine bestLine) {
  /// How many error-like lines are kept.
  public static final int MAX_ERROR_LINES = 3;

  public ScanRecord {
    steps = List.copyOf(steps);
    notes = Collections.unmodifiableSet(new TreeSet<>(notes));
    patterns = Collections.unmodifiableSet(new TreeSet<>(patterns));
    hits = Collections.unmodifiableMap(new TreeMap<>(hits));
    errorLines = List.copyOf(errorLines);
    extracted = List.copyOf(extracted);
  }

  /// The hits of one pattern.
  ///
  /// @param count how many lines it hit
  /// @param steps the same by step, in the order of the log; all that hit, until the text of the
  ///   whole record comes to 8 Mi characters; from then on some are dropped, but never the first
  ///   one nor the newest
  /// @param firstCaptures distinct first captures of all hits, in order of appearance, at most
  ///   1,000
  /// @param moreCaptures whether there was at least one more than are kept; how many is not known,
  ///   since telling them apart would take memory that grows with the log
  public record PatternHits(
      long count, List<StepHits> steps, List<String> firstCaptures, boolean moreCaptures) {
    public PatternHits {
      steps = List.copyOf(steps);
      firstCaptures = List.copyOf(firstCaptures);
    }
  }

  /// The hits of one pattern in one step.
  ///
  /// @param step index into the record's steps, -1 for lines outside of all
  /// @param count how many lines
  /// @param first the first one
  /// @param last the last one; equal to `first` where there is one
  public record StepHits(int step, long count, Hit first, Hit last) {}

  /// One hit.
  ///
  /// @param lineNum 1-based raw line number
  /// @param line the cleaned line, redacted, at most 2 KiB
  /// @param column where the match begins in `line`, 1-based in UTF-16 code units; 0 if it was cut
  ///   off
  /// @param captures redacted, each at most 1 KiB
  /// @param context see [Match]
  /// @param excerpt the lines of the rule's block, the hit first; empty if the rule has none
  public record Hit(
      long lineNum,
      String line,
      int column,
      List<String> captures,
      List<String> context,
      List<String> excerpt) {
    public Hit {
      captures = List.copyOf(captures);
      context = List.copyOf(context);
      excerpt = List.copyOf(excerpt);
    }
  }

  /// The error-like line of the failing step with the highest score, or of the log where no step is
  /// known to have failed. How it is scored: [BestLines].
  ///
  /// @param step index into the record's steps, -1 if it lies in none
  /// @param score what speaks for it
  /// @param hit the line, which is its own capture
  public record BestLine(int step, int score, Hit hit) {}

  /// One fact from the log.
  ///
  /// @param name the `[[extract]]` entry's name
  /// @param values its captures
  public record ExtractedFact(String name, List<String> values) {
    public ExtractedFact {
      values = List.copyOf(values);
    }
  }
}
