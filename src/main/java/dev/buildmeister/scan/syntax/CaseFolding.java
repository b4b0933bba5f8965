package dev.buildmeister.scan.syntax;

/// What ignoring case may not be asked of re2j.
///
/// re2j 1.8 finds the other cases of a character by walking from one to the next until it is back
/// where it began, by a table of its own and by the JDK's. For the nine letters U+1C80 to U+1C88,
/// which are younger than its table, the walk never comes back: compiling would not end.
final class CaseFolding {
  private static final int FIRST_ENDLESS = 0x1C80;
  private static final int LAST_ENDLESS = 0x1C88;
  // re2j folds the members of a range one by one between these two; a range over all is not folded.
  private static final int FIRST_FOLDED = 0x41;
  private static final int LAST_FOLDED = 0x1044F;
  private static final int MAX_FOLDED_CODE_POINTS = 500_000;

  private int foldedCodePoints;

  /// Checks a character or range that stands where case is ignored.
  void check(int low, int high, int offset) throws SyntaxException {
    if (low <= FIRST_FOLDED && high >= LAST_FOLDED) {
      return;
    }
    if (low <= LAST_ENDLESS && high >= FIRST_ENDLESS) {
      throw new SyntaxException(
          offset,
          "the letters U+1C80 to U+1C88 cannot be matched with case ignored",
          "leave them out, or switch (?i) off around them: (?-i:…)");
    }
    foldedCodePoints += Math.max(0, Math.min(high, LAST_FOLDED) - Math.max(low, FIRST_FOLDED) + 1);
    if (foldedCodePoints > MAX_FOLDED_CODE_POINTS) {
      throw new SyntaxException(
          offset,
          "the classes under (?i) hold more than " + MAX_FOLDED_CODE_POINTS + " characters",
          "use smaller ranges, or switch (?i) off around them: (?-i:…)");
    }
  }
}
