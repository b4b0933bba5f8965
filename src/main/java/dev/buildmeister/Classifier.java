package dev.buildmeister;

import dev.buildmeister.log.LogLimits;
import dev.buildmeister.log.LogReader;
import dev.buildmeister.rules.Rule;
import dev.buildmeister.rules.Ruleset;
import dev.buildmeister.scan.PatternException;
import dev.buildmeister.scan.PatternSet;
import dev.buildmeister.scan.Scanner;
import dev.buildmeister.verdict.Match;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Log in, verdict out.
public final class Classifier {
  private final Ruleset ruleset;
  private final PatternSet patterns;

  /// @throws PatternException if a pattern of the ruleset cannot be compiled
  public Classifier(Ruleset ruleset) throws PatternException {
    this.ruleset = ruleset;
    this.patterns = PatternSet.compile(ruleset.rules().stream().map(Rule::pattern).toList());
  }

  /// Classifies one log.
  ///
  /// @throws IOException if the log cannot be read
  public Optional<Match> classify(InputStream log) throws IOException {
    Scanner scanner = patterns.scanner();
    Match[] best = new Match[patterns.size()];
    LogReader.read(
        log,
        LogLimits.DEFAULT,
        (number, step, buffer, from, to) -> {
          int hits = scanner.scan(buffer, from, to);
          for (int hit = 0; hit < hits; hit++) {
            int rule = scanner.pattern(hit);
            best[rule] = match(ruleset.rules().get(rule), number, scanner, hit);
          }
        });
    for (Match match : best) {
      if (match != null) {
        return Optional.of(match);
      }
    }
    return Optional.empty();
  }

  private static Match match(Rule rule, long number, Scanner scanner, int hit) {
    int[] groups = scanner.groups(hit);
    List<String> captures = new ArrayList<>();
    for (int group = groups.length == 2 ? 0 : 2; group < groups.length; group += 2) {
      if (groups[group] >= 0) {
        captures.add(scanner.text().substring(groups[group], groups[group + 1]));
      }
    }
    return new Match(rule.name(), scanner.text(), number, captures, List.of());
  }
}
