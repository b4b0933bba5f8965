package dev.buildmeister.cli.report;

import dev.buildmeister.store.VerdictJson;
import dev.buildmeister.verdict.Classification;
import dev.buildmeister.verdict.ScanRecord;
import dev.buildmeister.verdict.Verdict;
import dev.buildmeister.verdict.Verdict.State;

/// What came of one log on the command line.
public sealed interface LogResult {
  /// The result as one JSON object on one line, without its end.
  default String json() {
    return VerdictJson.line(
        file(),
        switch (this) {
          case Explained(_, var scan, _) -> scan;
          case Unexplained(_, var scan, _) -> scan;
          case Unreadable _ -> null;
        },
        verdict());
  }

  /// What we say of it.
  Verdict verdict();

  /// The log's name as it was given, `-` for the standard input.
  String file();

  /// The word for it.
  default State state() {
    return verdict().state();
  }

  /// A rule explains it.
  record Explained(String file, ScanRecord scan, Verdict.Matched verdict) implements LogResult {}

  /// No rule does.
  record Unexplained(String file, ScanRecord scan, Verdict.NoMatch verdict) implements LogResult {}

  /// It could not be read.
  ///
  /// @param reason one sentence for a person, without the file's name
  record Unreadable(String file, String reason) implements LogResult {
    @Override
    public Verdict verdict() {
      return new Verdict.ScanFailed(reason);
    }
  }

  /// What a scan came to.
  ///
  /// @throws IllegalArgumentException if the verdict is of a kind that no scan gives
  static LogResult of(String file, Classification classification) {
    return switch (classification.verdict()) {
      case Verdict.Matched matched -> new Explained(file, classification.scan(), matched);
      case Verdict.NoMatch none -> new Unexplained(file, classification.scan(), none);
      case Verdict.ScanFailed(String reason) -> new Unreadable(file, reason);
      case Verdict.LogPending _,
          Verdict.LogMissing _,
          Verdict.StartupFailure _,
          Verdict.TimedOut _ ->
          throw new IllegalArgumentException(
              "a scan gave the state " + classification.verdict().state());
    };
  }
}
