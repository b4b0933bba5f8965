package dev.buildmeister.verdict;

/// Where something of a line is missing.
enum Gap {
  /// Nowhere: the line is whole.
  NONE,
  /// Where ` … ` stands in it.
  MIDDLE,
  /// At its end, and perhaps where ` … ` stands in it.
  END
}
