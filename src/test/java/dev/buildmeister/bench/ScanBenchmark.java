package dev.buildmeister.bench;

import dev.buildmeister.scan.PatternException;
import dev.buildmeister.scan.PatternSet;
import dev.buildmeister.scan.Scanner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The scanner alone over a whole workload: lines already split, time stamps already off.
///
/// Needs the files of [Workloads] in `-Dbuildmeister.workloads=DIR` (as `-jvmArgsAppend` of JMH). A
/// workload has 20 MB as written, time stamps included; [#bytes] says what is scanned.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ScanBenchmark {
  /// Which file is scanned.
  @Param({"c20-no-match", "c20-many", "c20-match-early", "near-miss", "long-lines"})
  public String workload = "c20-no-match";

  private byte[] log = {};
  private int[] starts = {};
  private int[] ends = {};
  private Scanner scanner;

  /// Compiles the patterns.
  public ScanBenchmark() {
    try {
      this.scanner = PatternSet.compile(Workloads.shippedPatterns()).scanner();
    } catch (PatternException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads the workload and finds its lines.
  @Setup
  public void read() throws IOException {
    Path file = Path.of(Workloads.property("buildmeister.workloads"), workload + Workloads.SUFFIX);
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
      log = in.readAllBytes();
    }
    int lines = 0;
    int[] from = new int[log.length];
    int[] to = new int[log.length];
    int start = 0;
    for (int i = 0; i < log.length; i++) {
      if (log[i] == '\n') {
        from[lines] = start + Workloads.STAMP_LENGTH;
        to[lines++] = i;
        start = i + 1;
      }
    }
    starts = Arrays.copyOf(from, lines);
    ends = Arrays.copyOf(to, lines);
  }

  /// Scans all lines.
  ///
  /// @return how many hits there were
  @Benchmark
  public long scan() {
    long hits = 0;
    for (int i = 0; i < starts.length; i++) {
      hits += scanner.scan(log, starts[i], ends[i]);
    }
    return hits;
  }

  /// How many bytes the lines have.
  long bytes() {
    long bytes = 0;
    for (int i = 0; i < starts.length; i++) {
      bytes += ends[i] - starts[i];
    }
    return bytes;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// A rough look without JMH, for a pinned core: each workload `args[0]` times, the best in MB/s
  /// of CPU time, so that neighbours matter less.
  public static void main(String[] args) throws IOException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    for (String name :
        new String[] {"c20-no-match", "c20-many", "c20-match-early", "near-miss", "long-lines"}) {
      ScanBenchmark benchmark = new ScanBenchmark();
      benchmark.workload = name;
      benchmark.read();
      long best = Long.MAX_VALUE;
      long hits = 0;
      for (int round = 0; round < rounds; round++) {
        long start = cpuNanos();
        hits = benchmark.scan();
        best = Math.min(best, cpuNanos() - start);
      }
      System.out.printf(
          "%-16s %7.1f MB/s  %8d lines  %7d hits%n",
          name, benchmark.bytes() * 1e3 / best, benchmark.starts.length, hits);
    }
  }
}
