package dev.buildmeister.bench;

import dev.buildmeister.Classifier;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.ShippedRuleset;
import dev.buildmeister.verdict.Classification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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

/// The whole path, from the gzip'ed log to its verdict by the shipped rules, beside what
/// decompressing alone costs.
///
/// Needs the files of [Workloads] in `-Dbuildmeister.workloads=DIR` (as `-jvmArgsAppend` of JMH).
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ClassifyBenchmark {
  private static final String[] ALL = {
    "c20-no-match", "c20-many", "c20-match-early", "near-miss", "long-lines"
  };

  /// Which file is classified.
  @Param({"c20-no-match", "c20-many", "c20-match-early", "near-miss", "long-lines"})
  public String workload = "c20-no-match";

  private final Classifier classifier =
      new Classifier(CompiledRuleset.compile(ShippedRuleset.load()), LogLimits.DEFAULT);
  private byte[] gzip = {};

  /// Reads the workload.
  @Setup
  public void read() throws IOException {
    gzip =
        Files.readAllBytes(
            Path.of(Workloads.property("buildmeister.workloads"), workload + Workloads.SUFFIX));
  }

  /// Decompresses with the JDK and looks at nothing.
  ///
  /// @return how many bytes there were
  @Benchmark
  public long gunzip() throws IOException {
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip), 1 << 16)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes += count;
      }
    }
    return bytes;
  }

  /// Reaches the verdict.
  @Benchmark
  public Classification classify() throws IOException {
    return classifier.classify(new ByteArrayInputStream(gzip), JobFacts.UNKNOWN);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// Without JMH, for a pinned core: each workload `args[0]` times, both measures in turn, medians
  /// in MB/s of CPU time (MB = 10^6 bytes, decompressed).
  public static void main(String[] args) throws IOException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
    System.out.printf("%-16s %8s %10s %6s%n", "workload", "gunzip", "to verdict", "ratio");
    for (String name : ALL) {
      ClassifyBenchmark benchmark = new ClassifyBenchmark();
      benchmark.workload = name;
      benchmark.read();
      long[] gunzip = new long[rounds];
      long[] classify = new long[rounds];
      long bytes = 0;
      for (int round = 0; round < rounds; round++) {
        long start = cpuNanos();
        bytes = benchmark.gunzip();
        long middle = cpuNanos();
        Classification result = benchmark.classify();
        classify[round] = cpuNanos() - middle;
        gunzip[round] = middle - start;
        if (result.scan().bytes() != bytes) {
          throw new IllegalStateException(name + ": " + result.scan().bytes() + " bytes read");
        }
      }
      Arrays.sort(gunzip);
      Arrays.sort(classify);
      double alone = bytes * 1e3 / gunzip[rounds / 2];
      double whole = bytes * 1e3 / classify[rounds / 2];
      System.out.printf("%-16s %8.0f %10.0f %6.2f%n", name, alone, whole, whole / alone);
    }
  }
}
