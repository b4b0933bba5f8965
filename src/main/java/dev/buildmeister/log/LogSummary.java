package dev.buildmeister.log;

import dev.buildmeister.job.Note;
import dev.buildmeister.job.Outcome;
import dev.buildmeister.job.Step;
import java.util.List;
import java.util.Set;

/// What is known of a log when its last line has been read.
///
/// @param lines how many raw lines it has, skipped ones too
/// @param bytes how many raw (inflated) bytes it has, as far as it was inflated
/// @param steps in the order of their first lines; their names (and jobs) are raw: they may hold
///   secrets and have at most [#MAX_STEP_NAME] characters, more than [Step#MAX_NAME], so that they
///   can be redacted before they are cut
/// @param failingStep index into `steps` of the first one that ended in an error, -1 if none
/// @param outcome what it says of its job's end
/// @param notes what was cut
public record LogSummary(
    long lines, long bytes, List<Step> steps, int failingStep, Outcome outcome, Set<Note> notes) {
  /// The longest name of a step here, in UTF-16 code units.
  public static final int MAX_STEP_NAME = 1024;

  public LogSummary {
    steps = List.copyOf(steps);
    notes = Set.copyOf(notes);
  }
}
