package dev.buildmeister.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Patterns compiled together, to be asked of each line of a log at once.
///
/// Immutable and thread-safe; a [Scanner] of it is not.
public final class PatternSet {
  private final List<TextPattern> patterns;
  private final Prefilter prefilter;
  private final List<Optional<ByteProgram>> programs;
  private final ScannerPool scanners = new ScannerPool(this);

  private PatternSet(List<TextPattern> patterns) {
    this.patterns = List.copyOf(patterns);
    this.prefilter = Prefilter.of(patterns.stream().map(TextPattern::node).toList());
    this.programs =
        patterns.stream()
            .map(pattern -> Optional.ofNullable(ByteProgram.of(pattern.node())))
            .toList();
  }

  /// Compiles the patterns; the position in the list is the pattern's number from then on.
  ///
  /// @throws PatternException for the first pattern that is not RE2 syntax or over a limit
  public static PatternSet compile(List<LinePattern> patterns) throws PatternException {
    List<TextPattern> compiled = new ArrayList<>();
    for (int i = 0; i < patterns.size(); i++) {
      try {
        compiled.add(TextPattern.compile(patterns.get(i)));
      } catch (PatternException e) {
        throw new PatternException(i, e.offset(), e.reason(), e.hint());
      }
    }
    return new PatternSet(compiled);
  }

  /// How many patterns there are.
  public int size() {
    return patterns.size();
  }

  /// One pattern of the set, by its number.
  public TextPattern pattern(int number) {
    return patterns.get(number);
  }

  /// What a line must hold for this pattern to be asked at all: what it costs.
  public Plan plan(int number) {
    return prefilter.plans().get(number);
  }

  /// A scanner for one thread; close it when its log has ended, and it serves another one.
  public Scanner scanner() {
    return scanners.take();
  }

  /// Nothing if the pattern is too large for one.
  Optional<ByteProgram> program(int number) {
    return programs.get(number);
  }

  void giveBack(Scanner scanner) {
    scanners.giveBack(scanner);
  }

  Prefilter prefilter() {
    return prefilter;
  }
}
