package dev.buildmeister.rules;

import dev.buildmeister.scan.LinePattern;

/// Lines that never explain anything.
public sealed interface Ignore {
  /// Single lines.
  record Line(LinePattern pattern) implements Ignore {}

  /// All lines from one that matches `start` to the next one that matches `stop`, both included. A
  /// region that is never stopped is none.
  record Region(LinePattern start, LinePattern stop) implements Ignore {}
}
