package dev.buildmeister.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The logs that the handler is measured with: those of a directory, or, without one, generated
/// ones. The same directory and seed give the same logs.
final class BenchLogs {
  private static final int BUFFER_BYTES = 1 << 16;

  /// A generated log is a mean of 0.3 MB long and mostly less, as public CI logs are.
  private static final double MEDIAN_BYTES = 90_000;

  private static final double SPREAD = 1.4;
  private static final long MOST_BYTES = 40_000_000;

  private final List<Path> files;
  private final List<String> fragments;
  private final long seed;

  /// @param gzip the array is whoever's holds this
  /// @param bytes how many it has unpacked
  @SuppressWarnings("ArrayRecordComponent") // Megabytes that nobody compares.
  record Log(byte[] gzip, long bytes) {}

  /// @param directory searched for `*.log` and `*.log.gz`; where it is not there, logs are
  ///   generated
  BenchLogs(Path directory, long seed) throws IOException {
    this.seed = seed;
    this.files = Files.isDirectory(directory) ? logsIn(directory) : List.of();
    this.fragments = new ArrayList<>();
    for (Path fragment : logsIn(Path.of("fixtures", "logs"))) {
      fragments.add(Files.readString(fragment));
    }
  }

  private static List<Path> logsIn(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(file -> file.toString().matches(".*\\.log(\\.gz)?")).sorted().toList();
    }
  }

  /// Whether they are those of the directory.
  boolean areReal() {
    return !files.isEmpty();
  }

  /// What they are, for people.
  String description() {
    return areReal()
        ? files.size() + " logs of a directory"
        : "generated logs, because there is no directory of real ones";
  }

  /// Some of them in random order: each once before any comes again.
  List<Log> some(int count) throws IOException {
    Random random = new Random(seed);
    List<Log> logs = new ArrayList<>();
    List<Path> left = new ArrayList<>();
    while (logs.size() < count) {
      if (areReal()) {
        if (left.isEmpty()) {
          left.addAll(files);
          Collections.shuffle(left, random);
        }
        logs.add(packed(left.removeLast()));
      } else {
        double bytes = MEDIAN_BYTES * Math.exp(SPREAD * random.nextGaussian());
        logs.add(generated((long) Math.min(MOST_BYTES, bytes), random));
      }
    }
    return logs;
  }

  /// One log of that length or a line more, of the real ones one after the other.
  Log ofSize(long bytes) throws IOException {
    Random random = new Random(seed);
    if (!areReal()) {
      return generated(bytes, random);
    }
    List<Path> order = new ArrayList<>(files);
    Collections.shuffle(order, random);
    try (Packing packing = new Packing()) {
      // Some logs are archives, and what begins so is read only to the archive's end.
      packing.write("Logs one after the other\n".getBytes(UTF_8));
      for (int i = 0; packing.bytes < bytes; i++) {
        byte[] log = unpacked(order.get(i % order.size()));
        int length = (int) Math.min(log.length, bytes - packing.bytes);
        packing.write(log, 0, length);
        packing.write('\n');
      }
      return packing.log();
    }
  }

  /// Lines as of a build, and at the end a fragment that explains a failure.
  private Log generated(long bytes, Random random) throws IOException {
    try (Packing packing = new Packing()) {
      for (int i = 0; packing.bytes < bytes; i++) {
        String line =
            "2026-08-03T10:%02d:%02d.%07dZ [%d/%d] Building module-%s %s"
                .formatted(
                    i / 600 % 60,
                    i / 10 % 60,
                    random.nextInt(10_000_000),
                    i,
                    random.nextInt(99_999),
                    Integer.toHexString(random.nextInt()),
                    "src/main/java/Part" + random.nextInt(9_999) + ".java\n");
        packing.write(line.getBytes(UTF_8));
      }
      packing.write(fragments.get(random.nextInt(fragments.size())).getBytes(UTF_8));
      return packing.log();
    }
  }

  private static Log packed(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (file.toString().endsWith(".gz")) {
      return new Log(bytes, unpacked(file).length);
    }
    try (Packing packing = new Packing()) {
      packing.write(bytes);
      return packing.log();
    }
  }

  private static byte[] unpacked(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!file.toString().endsWith(".gz")) {
      return bytes;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes), BUFFER_BYTES)) {
      return in.readAllBytes();
    }
  }

  /// A log being packed.
  private static final class Packing extends OutputStream {
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final GZIPOutputStream gzip;
    private long bytes;

    Packing() throws IOException {
      gzip = new GZIPOutputStream(packed, BUFFER_BYTES);
    }

    @Override
    public void write(int b) throws IOException {
      gzip.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      gzip.write(from, offset, length);
      bytes += length;
    }

    @Override
    public void close() throws IOException {
      gzip.close();
    }

    Log log() throws IOException {
      gzip.finish();
      return new Log(packed.toByteArray(), bytes);
    }
  }
}
