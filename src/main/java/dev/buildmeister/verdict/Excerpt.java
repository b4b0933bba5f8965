package dev.buildmeister.verdict;

import dev.buildmeister.rules.Rule.Block;
import dev.buildmeister.scan.TextPattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines of a rule's block, collected as they pass.
final class Excerpt {
  /// The most that one excerpt stores, in UTF-16 code units.
  private static final int MAX_CHARS = 16 << 10;

  private final Block block;
  private final @Nullable TextPattern until;
  private final Budget budget;
  private List<String> lines = new ArrayList<>();
  private int chars;
  private boolean open = true;

  Excerpt(Block block, @Nullable TextPattern until, Budget budget) {
    this.block = block;
    this.until = until;
    this.budget = budget;
  }

  /// Whether it still takes lines.
  boolean isOpen() {
    return open;
  }

  /// Takes the hit's own line, which `until` is not asked of.
  void head(LineView line) {
    add(line);
  }

  /// Takes the next line, or ends before it.
  void next(String text, LineView line) {
    if (open && until != null && until.find(text) != null) {
      open = false;
    } else if (open) {
      add(line);
    }
  }

  private void add(LineView line) {
    lines.add(line.stored());
    chars += line.stored().length();
    budget.spend(line.stored().length());
    open = lines.size() < block.max() && chars < MAX_CHARS && !budget.isSpent();
  }

  /// The same for a region that is provisional.
  Excerpt copy(Budget forkOfBudget) {
    Excerpt copy = new Excerpt(block, until, forkOfBudget);
    copy.become(this);
    return copy;
  }

  /// Takes over the lines of another excerpt of the same hit.
  void become(Excerpt other) {
    lines = new ArrayList<>(other.lines);
    chars = other.chars;
    open = other.open;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
