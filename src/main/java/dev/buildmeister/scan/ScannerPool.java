package dev.buildmeister.scan;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Scanners of one set of patterns that wait for the next log: what they have learnt of the
/// patterns is as true for it, and most of what a small log costs is learning it. Thread-safe.
final class ScannerPool {
  /// So many wait at most, each with up to 8 MB: a function has one or a few, and where more work
  /// at once the others are made anew.
  private static final int MAX_WAITING = 4;

  private final PatternSet set;
  private final ConcurrentLinkedDeque<Scanner> waiting = new ConcurrentLinkedDeque<>();
  private final AtomicInteger count = new AtomicInteger();

  ScannerPool(PatternSet set) {
    this.set = set;
  }

  /// One that waits, else a new one.
  Scanner take() {
    @Nullable Scanner scanner = waiting.pollFirst();
    if (scanner == null) {
      return new Scanner(set);
    }
    count.decrementAndGet();
    return scanner;
  }

  /// Lets one wait whose log has ended; one that has no room to learn more is dropped.
  void giveBack(Scanner scanner) {
    scanner.forgetLine();
    if (scanner.canLearn() && count.incrementAndGet() <= MAX_WAITING) {
      waiting.addFirst(scanner);
    } else if (scanner.canLearn()) {
      count.decrementAndGet();
    }
  }
}
