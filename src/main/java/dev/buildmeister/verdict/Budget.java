package dev.buildmeister.verdict;

/// How much text one scan may still keep, so that no number of rules and hits can fill the memory.
final class Budget {
  /// What a scan keeps at most, in UTF-16 code units.
  static final long CHARS = 8 << 20;

  /// What an entry costs beside its text.
  private static final int ENTRY = 64;

  private long left;

  Budget(long chars) {
    this.left = chars;
  }

  /// The same for a region of which it is not known yet whether it counts.
  Budget fork() {
    return new Budget(left);
  }

  /// What the region has spent counts after all.
  void absorb(Budget fork) {
    left = fork.left;
  }

  void spend(int chars) {
    left -= chars + ENTRY;
  }

  void refund(int chars) {
    left += chars + ENTRY;
  }

  boolean isSpent() {
    return left <= 0;
  }
}
