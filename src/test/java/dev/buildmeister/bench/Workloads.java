package dev.buildmeister.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.buildmeister.rules.Rule;
import dev.buildmeister.rules.ShippedRuleset;
import dev.buildmeister.scan.LinePattern;
import dev.buildmeister.scan.PatternException;
import dev.buildmeister.scan.PatternSet;
import dev.buildmeister.scan.Plan;
import dev.buildmeister.scan.Scanner;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Makes the workloads that the engine is measured with, from real logs.
///
/// `-Dbuildmeister.logs=DIR` is searched for `*.log.gz`; the workloads are written to
/// `-Dbuildmeister.workloads=DIR`. The same logs and seed give the same bytes.
///
/// | file | what |
/// |---|---|
/// | c20-no-match | 20 MB: blocks of 20 to 200 lines of the logs at random, those that match dropped |
/// | c20-many | the same with matching lines kept |
/// | c20-match-early | c20-no-match with one matching line near the top |
/// | near-miss | 20 MB of short lines that each begin as a match does and then fail |
/// | long-lines | 20 lines of 1 MB of the same |
///
/// Time stamps and hashes are rewritten, so that no text repeats byte for byte, and each line gets
/// GitHub's time stamp.
public final class Workloads {
  /// Name of the file of a workload.
  public static final String SUFFIX = ".log.gz";

  /// Length of the time stamp before each line, with its blank.
  public static final int STAMP_LENGTH = "2024-07-08T16:59:08.1747875Z ".length();

  private static final int SIZE = 20_000_000;
  private static final int LONG_LINE = 1_000_000;
  private static final int MAX_LINE = 4_096;
  private static final long SEED = 20_240_708;

  private final Random random = new Random(SEED);
  private final PatternSet patterns;
  private final Scanner scanner;
  private long ticks;

  private Workloads(PatternSet patterns) {
    this.patterns = patterns;
    this.scanner = patterns.scanner();
  }

  /// Writes all workloads.
  public static void main(String[] args) throws IOException, PatternException {
    Path logs = Path.of(property("buildmeister.logs"));
    Path out = Files.createDirectories(Path.of(property("buildmeister.workloads")));
    Workloads workloads = new Workloads(PatternSet.compile(shippedPatterns()));
    List<List<String>> sources = read(logs);
    String early = "##[error]Process completed with exit code 1.";
    write(out, "c20-no-match", workloads.blocks(sources, line -> !workloads.matches(line), ""));
    write(out, "c20-many", workloads.blocks(sources, _ -> true, ""));
    write(
        out, "c20-match-early", workloads.blocks(sources, line -> !workloads.matches(line), early));
    write(out, "near-miss", workloads.nearMisses());
    write(out, "long-lines", workloads.longLines());
  }

  /// What the shipped rules look for.
  static List<LinePattern> shippedPatterns() {
    return ShippedRuleset.load().rules().stream().map(Rule::pattern).toList();
  }

  static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("set -D" + name + "=DIR");
    }
    return value;
  }

  private static List<List<String>> read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    List<List<String>> logs = new ArrayList<>();
    for (Path file : files) {
      try (GZIPInputStream in =
          new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        List<String> lines =
            new String(in.readAllBytes(), UTF_8).lines().filter(Workloads::isShort).toList();
        if (!lines.isEmpty()) {
          logs.add(lines);
        }
      }
    }
    return logs;
  }

  private static boolean isShort(String line) {
    return line.length() <= MAX_LINE;
  }

  private byte[] blocks(List<List<String>> sources, Predicate<String> keep, String early) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE + MAX_LINE);
    boolean earlyDue = !early.isEmpty();
    while (out.size() < SIZE) {
      List<String> source = sources.get(random.nextInt(sources.size()));
      int length = 20 + random.nextInt(181);
      int from = random.nextInt(Math.max(1, source.size() - length + 1));
      for (String raw : source.subList(from, Math.min(source.size(), from + length))) {
        String line = rewritten(raw);
        if (keep.test(line)) {
          line(line, out);
        }
      }
      if (earlyDue) {
        line(early, out);
        earlyDue = false;
      }
    }
    return out.toByteArray();
  }

  // Stamps of the log's own are dropped, runs of four and more hex digits or digits replaced.
  private String rewritten(String line) {
    String text =
        line.replaceFirst("^(?:[^\t]*\t[^\t]*\t)?\uFEFF?\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ?", "")
            .replaceAll("\u001b\\[[\\d;]*[A-Za-z]|\r", "");
    StringBuilder out = new StringBuilder(text);
    int run = 0;
    for (int i = 0; i <= out.length(); i++) {
      boolean digit =
          i < out.length() && Character.digit(out.charAt(i), 16) >= 0 && out.charAt(i) < 'g';
      if (digit) {
        run++;
        continue;
      }
      boolean hash = run >= 7 || out.substring(i - run, i).matches("\\d{2,}");
      for (int j = i - run; hash && j < i; j++) {
        boolean decimal = Character.isDigit(out.charAt(j));
        out.setCharAt(j, Character.forDigit(random.nextInt(decimal ? 10 : 16), 16));
      }
      run = 0;
    }
    return out.toString();
  }

  private byte[] nearMisses() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE + MAX_LINE);
    while (out.size() < SIZE) {
      line(nearMiss(), out);
    }
    return out.toByteArray();
  }

  private byte[] longLines() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE + LONG_LINE);
    while (out.size() < SIZE) {
      StringBuilder line = new StringBuilder();
      while (line.length() < LONG_LINE) {
        line.append(nearMiss()).append(' ');
      }
      line(line.toString(), out);
    }
    return out.toByteArray();
  }

  // What a line of a pattern must hold, then something that does not go on like it.
  private String nearMiss() {
    while (true) {
      Plan plan = patterns.plan(random.nextInt(patterns.size()));
      if (plan.kind() == Plan.Kind.ALWAYS) {
        continue;
      }
      String literal = plan.literals().get(random.nextInt(plan.literals().size()));
      String before = plan.kind() == Plan.Kind.ANCHORED ? "" : words(random.nextInt(4));
      String line = before + literal + words(random.nextInt(6));
      String shorter = line.substring(0, Math.max(1, line.length() - random.nextInt(3)));
      if (!matches(shorter)) {
        return shorter;
      }
    }
  }

  private String words(int count) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int length = 2 + random.nextInt(7);
      for (int j = 0; j < length; j++) {
        words.append((char) ('a' + random.nextInt(26)));
      }
      words.append(' ');
    }
    return words.toString();
  }

  private boolean matches(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return scanner.scan(bytes, 0, bytes.length) > 0;
  }

  private void line(String text, ByteArrayOutputStream out) {
    ticks += random.nextInt(5_000_000);
    long seconds = ticks / 10_000_000;
    String stamp =
        "2024-07-%02dT%02d:%02d:%02d.%07dZ "
            .formatted(
                8 + seconds / 86_400 % 20,
                seconds / 3_600 % 24,
                seconds / 60 % 60,
                seconds % 60,
                ticks % 10_000_000);
    out.writeBytes(stamp.getBytes(UTF_8));
    out.writeBytes(text.getBytes(UTF_8));
    out.write('\n');
  }

  private static void write(Path folder, String name, byte[] bytes) throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve(name + SUFFIX)))) {
      out.write(bytes);
    }
  }
}
