package dev.buildmeister.bench;

import dev.buildmeister.aws.AwsServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Measures the handler as a whole: cold start, memory, the tail of its latency beside fetching and
/// unpacking alone, and size; of several builds in turn. `.ci/handler-bench` calls it:
///
///     java -cp … dev.buildmeister.bench.HandlerBench OUT LOGS COUNT WARM_UP ROUNDS LARGE FETCH
///         {NAME FILE COMMAND}...
///
/// COUNT and WARM_UP are logs, ROUNDS starts, LARGE bytes; FETCH and COMMAND are split at blanks.
/// What is compared with the first program is the others.
public final class HandlerBench {
  private static final long SEED = 20_261_123;
  private static final int SMALL = 1_000_000;
  private static final int MOST_LARGE_ROUNDS = 3;
  private static final int ARGUMENTS = 7;

  private static final double LEAST_TIMES = 15;
  private static final double MOST_PEAK_MB = 96;

  private final Path directory;
  private final BenchOutput out;
  private final BenchLogs logs;
  private final List<BenchProgram> programs;
  private final Targets targets = new Targets();
  private final QuickS3 s3 = new QuickS3();
  private final QuickDynamo dynamo = new QuickDynamo();
  private final AwsServers quick = new AwsServers(s3.uri(), dynamo.uri());

  private HandlerBench(Path directory, BenchOutput out, BenchLogs logs, List<BenchProgram> programs)
      throws IOException {
    this.directory = directory;
    this.out = out;
    this.logs = logs;
    this.programs = programs;
  }

  /// Measures, and prints.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    // The servers would keep the process alive, whatever happens.
    Thread.setDefaultUncaughtExceptionHandler(
        (_, thrown) -> {
          thrown.printStackTrace(System.err);
          System.exit(1);
        });
    measure(arguments);
    System.exit(0);
  }

  private static void measure(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < ARGUMENTS + 3 || (arguments.length - ARGUMENTS) % 3 != 0) {
      throw new IllegalArgumentException(
          "give OUT LOGS COUNT WARM_UP ROUNDS LARGE FETCH {NAME FILE COMMAND}...");
    }
    Locale.setDefault(Locale.ROOT);
    List<BenchProgram> programs = new ArrayList<>();
    for (int i = ARGUMENTS; i < arguments.length; i += 3) {
      programs.add(program(arguments[i], arguments[i + 1], arguments[i + 2]));
    }
    Path directory = Path.of(arguments[0]);
    try (BenchOutput out = new BenchOutput(directory)) {
      BenchLogs logs = new BenchLogs(Path.of(arguments[1]), SEED);
      HandlerBench bench = new HandlerBench(directory, out, logs, programs);
      bench.machine("before");
      ProgramSize.print(programs, out, bench.targets);
      bench.starts(Integer.parseInt(arguments[4]), Long.parseLong(arguments[5]));
      bench.tail(
          Integer.parseInt(arguments[2]),
          Integer.parseInt(arguments[3]),
          program("fetch", "", arguments[6]));
      bench.machine("after");
      bench.targets.print(out);
    }
  }

  private static BenchProgram program(String name, String file, String command) {
    return new BenchProgram(name, Path.of(file), List.of(command.split(" ", -1)));
  }

  private void machine(String when) throws IOException {
    Path file = Path.of("/proc/loadavg");
    String load = Files.exists(file) ? Files.readString(file).split(" ", 2)[0] : "unknown";
    out.print(
        "%s: load %s on %d processors, %s %s, Java %s"
            .formatted(
                when,
                load,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version()));
    out.raw(BenchOutput.object("load").put("when", when).put("load", load));
  }

  private void starts(int rounds, long largeBytes) throws IOException, InterruptedException {
    ColdStart start = new ColdStart(quick, s3, directory, out);
    var small = start.measure(programs, "small", logs.ofSize(SMALL), rounds);
    int largeRounds = Math.min(rounds, MOST_LARGE_ROUNDS);
    var large = start.measure(programs, "large", logs.ofSize(largeBytes), largeRounds);
    out.print(
        "\n%-32s %12s %16s %10s %10s"
            .formatted(
                "start, s, median of " + rounds, "first poll", "1 MB judged", "least", "most"));
    for (BenchProgram program : programs) {
      ColdStart.Samples samples = samples(small, program);
      out.print(
          "%-32s %12.3f %16.3f %10.3f %10.3f"
              .formatted(
                  program.name(),
                  Numbers.median(samples.toPoll()),
                  Numbers.median(samples.toVerdict()),
                  Numbers.min(samples.toVerdict()),
                  Numbers.max(samples.toVerdict())));
    }
    out.print(
        "\n%-32s %12s %16s"
            .formatted(
                "peak resident memory, MB", "1 MB log", "%.0f MB log".formatted(largeBytes / 1e6)));
    for (BenchProgram program : programs) {
      out.print(
          "%-32s %12.1f %16.1f"
              .formatted(
                  program.name(),
                  Numbers.max(samples(small, program).peak()),
                  Numbers.max(samples(large, program).peak())));
    }
    compare(small, large);
  }

  private void compare(Map<String, ColdStart.Samples> small, Map<String, ColdStart.Samples> large) {
    BenchProgram first = programs.getFirst();
    for (BenchProgram program : programs.subList(1, programs.size())) {
      targets.atLeast(
          LEAST_TIMES,
          "start to verdict, " + first.name() + " / " + program.name(),
          Numbers.median(samples(small, first).toVerdict())
              / Numbers.median(samples(small, program).toVerdict()));
      targets.atMost(
          MOST_PEAK_MB,
          "peak memory of " + program.name() + " after the large log, MB",
          Numbers.max(samples(large, program).peak()));
    }
    if (programs.size() == 1) {
      targets.unknown(
          "start, memory and size are judged of a native program, and none was measured");
    }
  }

  private static ColdStart.Samples samples(
      Map<String, ColdStart.Samples> measured, BenchProgram program) {
    return measured.getOrDefault(program.name(), new ColdStart.Samples());
  }

  private void tail(int count, int warmUp, BenchProgram fetch)
      throws IOException, InterruptedException {
    AwsServers local = new AwsServers(s3.uri());
    try (TailLatency latency = new TailLatency(s3, dynamo, out)) {
      for (BenchProgram program : programs) {
        latency.add(program.name() + ".quick", true, program, quick, directory);
        latency.add(program.name() + ".local", true, program, local, directory);
      }
      latency.add("fetch", false, fetch, quick, directory);
      var measured = latency.measure(logs.some(count + warmUp), warmUp);
      new TailTable(measured, out).print(logs.description(), warmUp, targets);
    }
  }
}
