package dev.buildmeister.cli;

import dev.buildmeister.Classifier;
import dev.buildmeister.cli.report.LogResult;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.job.JobFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;

/// Judges logs, one or many. A log that cannot be read is a result, not an end.
///
/// @param classifier by which ruleset
/// @param job what is known of the logs' jobs
/// @param limit how long each log may take
/// @param io for the standard input, and for traces
record Judge(Classifier classifier, JobFacts job, TimeLimit limit, Io io) {
  /// Judges one log.
  LogResult judge(LogSource log) {
    try (InputStream in = log.open(io)) {
      return LogResult.of(log.name(), classifier.classify(in, job, limit.begin()));
    } catch (IOException e) {
      return new LogResult.Unreadable(log.name(), log.unreadable(e));
    } catch (RuntimeException e) {
      // One log must not take the verdicts of the others with it.
      if (Main.wantsTraces(io)) {
        io.trace(e);
      }
      return new LogResult.Unreadable(log.name(), Main.internal(e));
    }
  }

  /// Judges all logs, in parallel, and hands out the results in the order of the logs.
  void judgeAll(List<LogSource> logs, int jobs, Consumer<LogResult> sink) {
    try (Progress progress = new Progress(io, logs)) {
      InOrder.run(
          logs,
          jobs,
          this::judge,
          result -> {
            sink.accept(result);
            progress.step();
          });
    }
  }
}
