package dev.buildmeister.log;

import dev.buildmeister.job.Note;
import dev.buildmeister.job.Step;
import java.util.List;
import java.util.Set;

/// What is known of a log when its last line has been read.
///
/// @param lines how many raw lines it has, skipped ones too
/// @param bytes how many raw (inflated) bytes it has, as far as it was inflated
/// @param steps in the order of their first lines
/// @param failingStep index into `steps` of the first one that ended in an error, -1 if none
/// @param notes what was cut
public record LogSummary(
    long lines, long bytes, List<Step> steps, int failingStep, Set<Note> notes) {
  public LogSummary {
    steps = List.copyOf(steps);
    notes = Set.copyOf(notes);
  }
}
