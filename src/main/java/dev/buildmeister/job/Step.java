package dev.buildmeister.job;

import org.jspecify.annotations.Nullable;

/// A part of a job's log that the provider marks as one: a GitHub step, a GitLab section, a Travis
/// fold or command.
///
/// @param job the job's name where one file holds the logs of several (`gh run view`), else null
/// @param name as the provider writes it, cut to [#MAX_NAME] characters
/// @param firstLine 1-based raw number of the line that opens it
/// @param lastLine 1-based raw number of its last line, at least `firstLine`
/// @param exitCode where the log says it, else null
/// @param failed whether the step ended in an error
public record Step(
    @Nullable String job,
    String name,
    long firstLine,
    long lastLine,
    @Nullable Integer exitCode,
    boolean failed) {
  /// The longest name that is kept, in UTF-16 code units.
  public static final int MAX_NAME = 256;

  /// @throws IllegalArgumentException if the lines are not in order
  public Step {
    if (firstLine < 1 || lastLine < firstLine) {
      throw new IllegalArgumentException("step lines " + firstLine + ".." + lastLine);
    }
  }
}
