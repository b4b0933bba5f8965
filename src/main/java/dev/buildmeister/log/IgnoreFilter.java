package dev.buildmeister.log;

import java.util.function.IntPredicate;

/// Decides, line by line, what becomes of lines that never explain anything.
///
/// One region is open at a time: while one is, the starts of others are plain lines. The stop is
/// looked for from the line after the start on. A marker is a marker even if the line is also
/// ignored for itself. Not thread-safe.
public final class IgnoreFilter {
  /// What to do with a line.
  public enum Fate {
    /// No region is open: the line counts.
    KEEP,
    /// The line is ignored for itself.
    DROP,
    /// The line opens a region; it counts only if the region never stops.
    OPEN,
    /// The line opens a region and is ignored for itself.
    OPEN_DROP,
    /// A region is open; the line counts only if it never stops.
    PROVISIONAL,
    /// The line closes the region: all since its start is dropped, this line too.
    CLOSE
  }

  private static final int NONE = -1;

  private final int regions;
  private int open = NONE;

  /// @param regions how many kinds of regions there are
  public IgnoreFilter(int regions) {
    this.regions = regions;
  }

  /// The fate of the next line.
  ///
  /// @param ignored whether the line is ignored for itself
  /// @param starts whether it starts the region with this number
  /// @param stops whether it stops the region with this number
  public Fate next(boolean ignored, IntPredicate starts, IntPredicate stops) {
    if (open != NONE) {
      if (stops.test(open)) {
        open = NONE;
        return Fate.CLOSE;
      }
      return ignored ? Fate.DROP : Fate.PROVISIONAL;
    }
    for (int region = 0; region < regions; region++) {
      if (starts.test(region)) {
        open = region;
        return ignored ? Fate.OPEN_DROP : Fate.OPEN;
      }
    }
    return ignored ? Fate.DROP : Fate.KEEP;
  }
}
