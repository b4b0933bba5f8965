package dev.buildmeister.scan.syntax;

/// The flags that change what a pattern may match. `s` and `U` change only what re2j does.
///
/// @param fold `i`: case is ignored
/// @param multiLine `m`: ^ and $ match at line ends too
record Flags(boolean fold, boolean multiLine) {
  static final Flags NONE = new Flags(false, false);
}
