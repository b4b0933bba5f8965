package dev.buildmeister.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.buildmeister.aws.AwsServers;
import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.lambda.LambdaProcess;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.store.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How long one log takes from the handing-over of its event to the answer: by each program with
/// both kinds of DynamoDB, and by a function that only fetches and unpacks it. All take turns at
/// each log, and who begins changes from log to log.
final class TailLatency implements AutoCloseable {
  private static final Instant COMPLETED = Instant.parse("2026-08-03T09:59:00Z");

  private final QuickS3 s3;
  private final QuickDynamo dynamo;
  private final BenchOutput out;
  private final List<Side> sides = new ArrayList<>();

  TailLatency(QuickS3 s3, QuickDynamo dynamo, BenchOutput out) {
    this.s3 = s3;
    this.dynamo = dynamo;
    this.out = out;
  }

  /// One process that is measured, and its milliseconds of the logs that count.
  ///
  /// @param samples milliseconds, of the logs that count
  private record Side(
      String name,
      boolean isClassifier,
      LambdaProcess process,
      AwsServers servers,
      Tables tables,
      Path log,
      List<Sample> samples) {}

  /// @param millis from the handing-over of the event to the answer
  /// @param cpuMillis how long the process computed; 0 where the system does not tell
  /// @param requests of DynamoDB, where it is ours
  /// @param serverMillis how long DynamoDB took for them, where it is ours
  record Sample(
      int log, long bytes, double millis, double cpuMillis, long requests, double serverMillis) {}

  /// What was measured of one process.
  ///
  /// @param phases of the same logs, in the same order; empty for one that does not classify
  record Measured(String name, List<Sample> samples, List<Phases> phases) {
    List<Double> millis() {
      return samples.stream().map(Sample::millis).toList();
    }

    List<Double> cpuMillis() {
      return samples.stream().map(Sample::cpuMillis).toList();
    }
  }

  /// Starts a process that takes part.
  ///
  /// @param name letters, digits, `.`, `_` and `-`
  void add(String name, boolean isClassifier, BenchProgram program, AwsServers servers, Path logs)
      throws IOException, InterruptedException {
    Tables tables = servers.tables(name);
    Path log = logs.resolve(name + ".log");
    LambdaProcess process = program.start(servers, tables, log);
    sides.add(new Side(name, isClassifier, process, servers, tables, log, new ArrayList<>()));
  }

  /// Gives all logs to all processes.
  ///
  /// @param warmUp how many of the first do not count
  List<Measured> measure(List<BenchLogs.Log> logs, int warmUp)
      throws IOException, InterruptedException {
    for (int i = 0; i < logs.size(); i++) {
      s3.keep("/logs/" + job(i).logKey(), logs.get(i).gzip());
      putFacts(job(i));
    }
    List<ObjectNode> lines = new ArrayList<>();
    for (int i = 0; i < logs.size(); i++) {
      ObjectNode line =
          BenchOutput.object(i < warmUp ? "warm-up" : "log")
              .put("log", i)
              .put("bytes", logs.get(i).bytes())
              .put("gzip_bytes", logs.get(i).gzip().length);
      lines.add(line);
      ObjectNode micros = line.putObject("us");
      ObjectNode cpuMicros = line.putObject("cpu_us");
      for (int j = 0; j < sides.size(); j++) {
        Side side = sides.get((i + j) % sides.size());
        Sample sample = once(side, i, logs.get(i));
        micros.put(side.name, Math.round(sample.millis * 1e3));
        cpuMicros.put(side.name, Math.round(sample.cpuMillis * 1e3));
        if (i >= warmUp) {
          side.samples.add(sample);
        }
      }
    }
    List<Measured> measured = new ArrayList<>();
    for (Side side : sides) {
      measured.add(measured(side, lines));
    }
    for (ObjectNode line : lines) {
      out.raw(line);
    }
    return measured;
  }

  private static JobId job(int log) {
    return JobId.parse("acme/bench/" + (log + 1));
  }

  /// As a web hook would have, before the log comes.
  private void putFacts(JobId job) {
    JobUpdate facts =
        JobUpdate.completed(1, Conclusion.FAILURE, COMPLETED)
            .with(Detail.NAME, "build (ubuntu-24.04, 25)")
            .with(Detail.WORKFLOW, "ci")
            .with(Detail.BRANCH, "main")
            .with(Detail.COMMIT, "0123456789abcdef0123456789abcdef01234567")
            .with(Detail.RUN, "17000000001")
            .with(Detail.URL, "https://github.com/acme/bench/actions/runs/17000000001")
            .with(Detail.AUTHOR, "octocat");
    for (Side side : sides) {
      if (side.isClassifier) {
        side.servers.putFacts(side.tables, job, facts);
      }
    }
  }

  private Sample once(Side side, int number, BenchLogs.Log log)
      throws IOException, InterruptedException {
    long requests = dynamo.requests();
    long nanos = dynamo.nanos();
    long cpu = side.process.cpuNanos();
    JobId job = job(number);
    long took =
        side.isClassifier
            ? BenchProgram.classify(side.process, job)
            : BenchProgram.invoke(side.process, job, Long.toString(log.bytes()));
    return new Sample(
        number,
        log.bytes(),
        took / 1e6,
        (side.process.cpuNanos() - cpu) / 1e6,
        dynamo.requests() - requests,
        (dynamo.nanos() - nanos) / 1e6);
  }

  /// Adds what the handler itself says.
  private static Measured measured(Side side, List<ObjectNode> lines) throws IOException {
    List<Phases> phases = new ArrayList<>();
    if (side.isClassifier) {
      var said = Phases.of(side.log);
      for (Sample sample : side.samples) {
        Phases each = said.get(job(sample.log).itemKey());
        if (each == null) {
          throw new AssertionError(side.name + " says nothing of log " + sample.log);
        }
        phases.add(each);
        lines
            .get(sample.log)
            .withObjectProperty("open_scan_store_ms")
            .putArray(side.name)
            .add(each.openMillis())
            .add(each.scanMillis())
            .add(each.storeMillis());
      }
    }
    return new Measured(side.name, side.samples, phases);
  }

  @Override
  public void close() {
    sides.forEach(side -> side.process.close());
  }
}
