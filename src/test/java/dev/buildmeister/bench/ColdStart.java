package dev.buildmeister.bench;

import dev.buildmeister.aws.AwsServers;
import dev.buildmeister.job.JobId;
import dev.buildmeister.lambda.LambdaProcess;
import dev.buildmeister.store.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How long a program takes from its start to the verdict on its first log, and how much memory it
/// has had then. The programs take turns.
final class ColdStart {
  private final AwsServers servers;
  private final Tables tables;
  private final QuickS3 s3;
  private final Path logs;
  private final BenchOutput out;

  /// What was measured of one program; a sample for each start.
  ///
  /// @param toPoll seconds until it asked for its first event
  /// @param toVerdict seconds until its first log was classified
  /// @param peak resident memory at its most, in MB of 10^6 bytes
  record Samples(List<Double> toPoll, List<Double> toVerdict, List<Double> peak) {
    Samples() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /// @param servers that answer at once
  /// @param logs where the programs write to
  ColdStart(AwsServers servers, QuickS3 s3, Path logs, BenchOutput out) {
    this.servers = servers;
    this.tables = servers.tables("cold");
    this.s3 = s3;
    this.logs = logs;
    this.out = out;
  }

  /// Starts each program that often, gives it one log, and ends it.
  ///
  /// @param what names the log, in raw output
  Map<String, Samples> measure(
      List<BenchProgram> programs, String what, BenchLogs.Log log, int rounds)
      throws IOException, InterruptedException {
    Map<String, Samples> measured = new TreeMap<>();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < programs.size(); i++) {
        BenchProgram program = programs.get((round + i) % programs.size());
        // Each has a job of its own, or the verdict would stand already.
        JobId job = JobId.parse("acme/" + what + "/" + (round * programs.size() + i + 1));
        s3.keep("/logs/" + job.logKey(), log.gzip());
        once(program, what, job, log, measured.computeIfAbsent(program.name(), _ -> new Samples()));
      }
    }
    return measured;
  }

  private void once(
      BenchProgram program, String what, JobId job, BenchLogs.Log log, Samples samples)
      throws IOException, InterruptedException {
    Path file = logs.resolve("cold-" + program.name() + ".log");
    try (LambdaProcess process = program.start(servers, tables, file)) {
      double toPoll = process.toFirstPoll().toNanos() / 1e9;
      double toVerdict = toPoll + BenchProgram.classify(process, job) / 1e9;
      double peak = process.peakBytes() / 1e6;
      if (Phases.of(file, job).bytes() != log.bytes()) {
        throw new AssertionError(program.name() + " has not read the whole log; see " + file);
      }
      samples.toPoll().add(toPoll);
      samples.toVerdict().add(toVerdict);
      samples.peak().add(peak);
      out.raw(
          BenchOutput.object("start")
              .put("program", program.name())
              .put("log", what)
              .put("bytes", log.bytes())
              .put("first_poll_s", toPoll)
              .put("verdict_s", toVerdict)
              .put("peak_bytes", process.peakBytes()));
    }
  }
}
