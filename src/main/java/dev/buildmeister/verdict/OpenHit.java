package dev.buildmeister.verdict;

import dev.buildmeister.verdict.ScanRecord.Hit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A hit while its log is still being read: its `then` may be pending, its excerpt incomplete.
final class OpenHit {
  final long lineNum;
  final int step;
  private final String line;
  private final int column;
  private final List<String> captures;
  private final List<String> context;
  final @Nullable Excerpt excerpt;

  OpenHit(
      long lineNum,
      int step,
      LineView view,
      int[] groups,
      List<String> context,
      @Nullable Excerpt excerpt) {
    this(
        lineNum,
        step,
        view.stored(),
        view.column(groups[0]),
        view.captures(groups),
        context,
        excerpt);
  }

  private OpenHit(
      long lineNum,
      int step,
      String line,
      int column,
      List<String> captures,
      List<String> context,
      @Nullable Excerpt excerpt) {
    this.lineNum = lineNum;
    this.step = step;
    this.line = line;
    this.column = column;
    this.captures = captures;
    this.context = context;
    this.excerpt = excerpt;
  }

  /// The same hit with the groups of its `then` appended.
  OpenHit with(List<String> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<String> all = new ArrayList<>(captures);
    all.addAll(more);
    return new OpenHit(lineNum, step, line, column, all, context, excerpt);
  }

  OpenHit copy(Budget forkOfBudget) {
    return excerpt == null
        ? this
        : new OpenHit(lineNum, step, line, column, captures, context, excerpt.copy(forkOfBudget));
  }

  /// Its text, in UTF-16 code units. The context is shared by all hits near by and not counted.
  int chars() {
    int chars = line.length();
    for (String capture : captures) {
      chars += capture.length();
    }
    return chars;
  }

  @Nullable String firstCapture() {
    return captures.isEmpty() ? null : captures.getFirst();
  }

  Hit toHit() {
    return new Hit(
        lineNum, line, column, captures, context, excerpt == null ? List.of() : excerpt.lines());
  }
}
