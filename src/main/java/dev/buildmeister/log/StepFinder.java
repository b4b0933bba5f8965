package dev.buildmeister.log;

import org.jspecify.annotations.Nullable;

/// Finds the steps of a log. The first sign of a provider decides whose log it is; what looks like
/// another provider's marker after that is text, because jobs print all sorts of things.
final class StepFinder {
  private static final byte[] GITHUB_STEP = Bytes.ascii("##[group]Run ");
  private static final byte[] SECTION = Bytes.ascii("##[section]Starting: ");

  private final StepList steps = new StepList();
  private @Nullable StepRules rules;
  private @Nullable ColumnSteps columnRules;
  private Prefix.Kind kind = Prefix.Kind.NONE;
  private long number;

  StepList steps() {
    return steps;
  }

  /// How this log's steps are told, null while that is not known.
  @Nullable StepRules rules() {
    return rules;
  }

  /// Whether a step is open.
  boolean isInStep() {
    return steps.current() != StepList.NONE;
  }

  /// A line begins; its markers and its text follow.
  void begin(long lineNumber, Prefix.Kind prefixKind) {
    number = lineNumber;
    kind = prefixKind;
  }

  /// The line has columns with the names of job and step; see [Prefix#columnsFrom].
  void columns(byte[] bytes, int from, int tab, int to) {
    if (rules == null) {
      columnRules = new ColumnSteps(steps);
      rules = columnRules;
    }
    if (columnRules != null) {
      columnRules.columns(number, bytes, from, tab, to);
    }
  }

  void marker(String marker) {
    if (rules == null && kind != Prefix.Kind.GITHUB) {
      rules = marker.startsWith("section_") ? new GitlabSteps(steps) : new TravisSteps(steps);
    }
    if (rules != null) {
      rules.marker(number, marker);
    }
  }

  void buildkiteTime() {
    if (rules == null && kind != Prefix.Kind.GITHUB) {
      rules = new BuildkiteSteps(steps);
    }
  }

  /// The text of the line.
  ///
  /// @return index of its step, -1 if it is in none
  int line(byte[] bytes, int from, int to) {
    if (rules == null) {
      if (from == to || bytes[from] != '#') {
        return StepList.NONE;
      }
      if (Bytes.startsWith(bytes, from, to, GITHUB_STEP)) {
        rules = new GithubSteps(steps);
      } else if (Bytes.startsWith(bytes, from, to, SECTION)) {
        rules = new SectionSteps(steps);
      } else {
        return StepList.NONE;
      }
    }
    return steps.count(rules.line(number, bytes, from, to), number);
  }

  /// Lines are missing here. The step that is open stays open: a log that is too long to be read
  /// whole mostly has one step that wrote too much.
  void gap() {
    if (rules != null) {
      rules.gap();
    }
  }

  void end() {
    if (rules != null) {
      rules.end();
    }
  }
}
