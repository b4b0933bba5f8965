package dev.buildmeister.scan;

/// The patterns that may match the line in hand: a set of small numbers.
final class Candidates {
  private final long[] words;
  private int size;

  /// @param patterns how many patterns there are
  Candidates(int patterns) {
    this.words = new long[(patterns + 63) / 64];
  }

  void add(int pattern) {
    long bit = 1L << pattern;
    if ((words[pattern >> 6] & bit) == 0) {
      words[pattern >> 6] |= bit;
      size++;
    }
  }

  boolean contains(int pattern) {
    return (words[pattern >> 6] & 1L << pattern) != 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /// Removes the lowest and returns it; only if not empty.
  int removeLowest() {
    int word = 0;
    while (words[word] == 0) {
      word++;
    }
    int pattern = word * 64 + Long.numberOfTrailingZeros(words[word]);
    words[word] &= words[word] - 1;
    size--;
    return pattern;
  }
}
