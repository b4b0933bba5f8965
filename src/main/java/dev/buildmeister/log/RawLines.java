package dev.buildmeister.log;

/// Takes the raw lines of a log, without their line feeds, whole or, where they are too long, in
/// parts.
interface RawLines {
  /// A whole line in `[from, to)`.
  ///
  /// @param firstRare index of its first ESC, CR, BEL or C2 byte, -1 if it has none
  /// @param tab1 index of its first tab, -1 if none
  /// @param tab2 index of its second tab, -1 if none
  /// @param ended whether a line feed ended it
  void line(byte[] bytes, int from, int to, int firstRare, int tab1, int tab2, boolean ended);

  /// The first part of a line, at least [Prefix#MAX_BYTES] long.
  void beginParts(byte[] bytes, int from, int to, int tab1, int tab2);

  /// A further part.
  void part(byte[] bytes, int from, int to);

  /// The end of a line in parts.
  ///
  /// @param ended whether a line feed ended it
  void endParts(boolean ended);
}
