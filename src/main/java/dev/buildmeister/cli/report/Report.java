package dev.buildmeister.cli.report;

/// One way to show what came of the logs. Called by one thread: once for each log, in the order in
/// which they were given, then [#end].
public interface Report {
  /// The next log.
  void log(LogResult result);

  /// There are no more.
  void end();
}
