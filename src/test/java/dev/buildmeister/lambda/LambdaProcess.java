package dev.buildmeister.lambda;

import dev.buildmeister.lambda.FakeRuntimeApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A program that is started as Lambda starts `bootstrap`, with an environment of its own and the
/// Runtime API to ask.
public final class LambdaProcess implements AutoCloseable {
  private static final Duration TIME = Duration.ofMinutes(1);
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private final FakeRuntimeApi api = new FakeRuntimeApi();
  private final Process process;
  private final Path log;
  private final Duration toFirstPoll;

  /// Returns when it has asked for its first event.
  ///
  /// @param log where it writes to
  public LambdaProcess(
      List<String> command, String handler, Map<String, String> environment, Path log)
      throws IOException, InterruptedException {
    this.log = log;
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", System.getenv().getOrDefault("PATH", ""));
    builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", handler);
    builder.environment().put(Bootstrap.API, api.address());
    builder.environment().put(Bootstrap.HANDLER, handler);
    long start = System.nanoTime();
    process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    if (!api.awaitAsked()) {
      close();
      throw new AssertionError(command + " asks for no event:\n" + Files.readString(log));
    }
    toFirstPoll = Duration.ofNanos(System.nanoTime() - start);
  }

  /// How long it took from its start until it asked for its first event.
  public Duration toFirstPoll() {
    return toFirstPoll;
  }

  /// Gives it an event, and waits for what it says.
  public Answer invoke(String event) throws InterruptedException, IOException {
    try {
      return api.invoke(event, Instant.now().plus(TIME));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ":\n" + Files.readString(log), e);
    }
  }

  /// The most memory it had, in MiB; 0 where the system does not tell.
  long peakMegabytes() throws IOException {
    return peakBytes() >> 20;
  }

  /// The most memory it had resident at once, in bytes; 0 where the system does not tell.
  public long peakBytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    Matcher peak = PEAK.matcher(Files.readString(status));
    return peak.find() ? Long.parseLong(peak.group(1)) << 10 : 0;
  }

  /// How long its threads have been computing, in nanoseconds; 0 where the system does not tell.
  public long cpuNanos() throws IOException {
    Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
    if (!Files.isDirectory(threads)) {
      return 0;
    }
    long nanos = 0;
    try (Stream<Path> each = Files.list(threads)) {
      for (Path thread : each.toList()) {
        nanos += cpuNanos(thread.resolve("schedstat"));
      }
    }
    return nanos;
  }

  private static long cpuNanos(Path schedstat) {
    try {
      return Long.parseLong(Files.readString(schedstat).split(" ", 2)[0]);
    } catch (IOException e) {
      // The thread has ended meanwhile, or the kernel keeps no such figures.
      return 0;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    api.close();
  }
}
