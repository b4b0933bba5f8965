package dev.buildmeister.lambda;

import dev.buildmeister.aws.AwsServers;
import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.lambda.FakeRuntimeApi.Answer;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Plays all of fixtures/events through every function of two builds of the program, side by side,
/// and compares what they answer and what they keep, byte for byte. `.ci/native-smoke` calls it:
///
///     java -cp … dev.buildmeister.lambda.RuntimeSmoke DIR NAME COMMAND NAME COMMAND
///
/// A command is split at blanks. What was answered is under DIR/NAME. It ends with 1 if anything
/// differs.
final class RuntimeSmoke {
  private static final Path EVENTS = Path.of("fixtures", "events");
  private static final Path LOGS = Path.of("fixtures", "logs");
  private static final String DEFECT = "Function.";
  private static final List<String> KEYS =
      List.of(
          "acme/app/1001",
          "acme/app/1002",
          "acme/app/1003",
          "acme/app/1004",
          "acme/app/1005",
          "gitlab.com!acme/app/1009",
          "circleci.com!gh/acme/app/1012",
          "acme/left/1",
          "acme/left/2");

  private final AwsServers servers = new AwsServers();
  private final Path directory;

  private RuntimeSmoke(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 5) {
      throw new IllegalArgumentException("give DIR NAME COMMAND NAME COMMAND");
    }
    RuntimeSmoke smoke = new RuntimeSmoke(Path.of(arguments[0]));
    smoke.putLogs();
    Map<String, String> one = smoke.play(arguments[1], arguments[2]);
    Map<String, String> other = smoke.play(arguments[3], arguments[4]);
    int differences = compare(one, other);
    System.out.printf("%d results compared, %d differ%n", one.size(), differences);
    System.exit(differences == 0 ? 0 : 1);
  }

  /// Logs of many kinds for the jobs that the events tell of.
  private void putLogs() throws IOException {
    try (var files = Files.list(LOGS)) {
      List<Path> logs = files.sorted().toList();
      for (int i = 0; i < KEYS.size(); i++) {
        servers.putLog("log/" + KEYS.get(i), Files.readString(logs.get(i * 5)));
      }
    }
  }

  /// What one build answers and keeps, by what it was asked.
  private Map<String, String> play(String name, String command)
      throws IOException, InterruptedException {
    Path out = Files.createDirectories(directory.resolve(name));
    Tables tables = servers.tables(name);
    for (String key : List.of("acme/left/1", "acme/left/2")) {
      servers.putFacts(
          tables,
          JobId.parse(key),
          JobUpdate.completed(1, Conclusion.FAILURE, Instant.parse("2026-08-01T10:00:00Z")));
    }
    Map<String, String> results = new TreeMap<>();
    for (Function function : Function.values()) {
      results.putAll(play(name, command, function.word(), tables, out));
    }
    for (String key : KEYS) {
      results.put(
          "item " + key,
          servers.item(tables, JobId.parse(key)).map(RuntimeSmoke::kept).orElse("none"));
    }
    for (Map.Entry<String, String> result : results.entrySet()) {
      Files.writeString(
          out.resolve(result.getKey().replaceAll("[^a-z0-9.-]", "_") + ".txt"), result.getValue());
    }
    return results;
  }

  private Map<String, String> play(
      String name, String command, String handler, Tables tables, Path out)
      throws IOException, InterruptedException {
    Map<String, String> results = new TreeMap<>();
    List<Long> micros = new ArrayList<>();
    try (LambdaProcess program =
            new LambdaProcess(
                List.of(command.split(" ", -1)),
                handler,
                servers.environment(tables),
                out.resolve(handler + ".log"));
        var files = Files.list(EVENTS)) {
      for (Path event : files.sorted().toList()) {
        String text = Files.readString(event);
        long start = System.nanoTime();
        Answer answer = program.invoke(text);
        micros.add(Duration.ofNanos(System.nanoTime() - start).toNanos() / 1000);
        results.put(
            handler + " " + event.getFileName(), answer.errorType() + "\n" + answer.body() + "\n");
        check(handler, event, answer);
      }
      System.out.printf(
          "%-8s %-8s first poll %5d ms, first event %7.1f ms, median of all %7.1f ms, peak %d MB%n",
          name,
          handler,
          program.toFirstPoll().toMillis(),
          micros.getFirst() / 1000.0,
          micros.stream().sorted().toList().get(micros.size() / 2) / 1000.0,
          program.peakMegabytes());
    }
    return results;
  }

  /// Two builds may be wrong in the same way: only a known complaint may be an error.
  private static void check(String handler, Path event, Answer answer) {
    if (!answer.isResponse() && !answer.errorType().equals(DEFECT + "IllegalArgumentException")) {
      throw new AssertionError(handler + " on " + event + ": " + answer);
    }
  }

  /// All that is kept, but for the time at which it was.
  private static String kept(JobItem item) {
    return item.attributes().without(Set.of(Tables.CLASSIFIED_AT)).toString();
  }

  private static int compare(Map<String, String> one, Map<String, String> other) {
    int differences = 0;
    for (Map.Entry<String, String> result : one.entrySet()) {
      byte[] expected = result.getValue().getBytes(StandardCharsets.UTF_8);
      byte[] found = other.getOrDefault(result.getKey(), "").getBytes(StandardCharsets.UTF_8);
      if (!java.util.Arrays.equals(expected, found)) {
        differences++;
        System.out.printf(
            "DIFFERS %s%n  %s%n  %s%n",
            result.getKey(), result.getValue(), other.get(result.getKey()));
      }
    }
    return differences;
  }
}
