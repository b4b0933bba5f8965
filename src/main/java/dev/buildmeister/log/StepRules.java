package dev.buildmeister.log;

/// How one provider's logs show where a step begins, ends and fails. Is asked in the order of the
/// lines; of each line first its markers, then its text.
sealed interface StepRules
    permits GithubSteps, ColumnSteps, GitlabSteps, TravisSteps, BuildkiteSteps, SectionSteps {
  /// A marker stood in the line `number`; see [MarkerText].
  default void marker(long number, String marker) {}

  /// The cleaned text of the line.
  ///
  /// @return index of the step it belongs to, [StepList#NONE] if to none
  int line(long number, byte[] bytes, int from, int to);

  /// Lines are missing here.
  default void gap() {}

  /// The log has ended.
  default void end() {}
}
