package dev.buildmeister.bench;

import dev.buildmeister.aws.AwsServers;
import dev.buildmeister.job.JobId;
import dev.buildmeister.lambda.FakeRuntimeApi.Answer;
import dev.buildmeister.lambda.LambdaProcess;
import dev.buildmeister.store.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One build of the handlers, as a command that is started as Lambda starts it.
///
/// @param name in the table
/// @param file what is uploaded to Lambda
/// @param command split at blanks
record BenchProgram(String name, Path file, List<String> command) {
  private static final Path EVENT = Path.of("fixtures", "events", "eventbridge-created.json");
  private static final String KEY_IN_EVENT = "log/circleci.com!gh/acme/app/1012";

  BenchProgram {
    command = List.copyOf(command);
  }

  /// Starts it as the function `classify`; returns when it has asked for its first event.
  LambdaProcess start(AwsServers servers, Tables tables, Path log)
      throws IOException, InterruptedException {
    return new LambdaProcess(command, "classify", servers.environment(tables), log);
  }

  /// What EventBridge says when the log of a job has come.
  static String event(JobId job) throws IOException {
    return Files.readString(EVENT).replace(KEY_IN_EVENT, job.logKey());
  }

  /// Gives it the event of one log, and waits until it says that this one is classified.
  ///
  /// @return how long it took from the handing-over to the answer, in nanoseconds
  static long classify(LambdaProcess process, JobId job) throws IOException, InterruptedException {
    return invoke(process, job, "{\"classified\":1}");
  }

  /// The same for any answer.
  static long invoke(LambdaProcess process, JobId job, String expected)
      throws IOException, InterruptedException {
    String event = event(job);
    long start = System.nanoTime();
    Answer answer = process.invoke(event);
    long nanos = System.nanoTime() - start;
    if (!answer.body().equals(expected)) {
      throw new AssertionError(job + ": " + answer + " instead of " + expected);
    }
    return nanos;
  }
}
