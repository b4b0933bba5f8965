package dev.buildmeister.aws;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A server in a process of its own that ends with this one. Its class path was written down by the
/// build, in `target/servers`.
final class TestServer {
  private static final Path DIRECTORY = Path.of("target", "servers");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private TestServer() {}

  static URI dynamoDb() {
    String classpath = classpath("dynamodb");
    int port = freePort();
    return start(
        "dynamodb",
        port,
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.library.path=" + nativeLibraries(classpath),
            "-cp",
            classpath,
            "software.amazon.dynamodb.services.local.main.ServerRunner",
            "-inMemory",
            "-port",
            Integer.toString(port)));
  }

  static URI s3() {
    int port = freePort();
    try {
      Path properties = DIRECTORY.resolve("s3-" + port + ".properties");
      Files.createDirectories(DIRECTORY);
      Files.writeString(
          properties,
          """
          s3proxy.authorization=none
          s3proxy.endpoint=http://127.0.0.1:%d
          jclouds.provider=transient-nio2
          """
              .formatted(port));
      return start(
          "s3",
          port,
          List.of(
              "-Dlogback.configurationFile=src/test/servers/s3/logback.xml",
              "-cp",
              classpath("s3"),
              "org.gaul.s3proxy.Main",
              "--properties",
              properties.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static URI sqs() {
    int port = freePort();
    return start(
        "sqs",
        port,
        List.of(
            "-cp",
            classpath("sqs"),
            Path.of("src", "test", "servers", "sqs", "ElasticMq.java").toString(),
            Integer.toString(port)));
  }

  private static URI start(String name, int port, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(arguments);
    Path log = DIRECTORY.resolve(name + "-" + port + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      await(name, port, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return URI.create("http://127.0.0.1:" + port);
  }

  private static void await(String name, int port, Process process, Path log) throws IOException {
    long tries = PATIENCE.dividedBy(PAUSE);
    for (long i = 0; i < tries && process.isAlive(); i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        pause();
      }
    }
    process.destroyForcibly();
    throw new AssertionError("server " + name + " does not start:\n" + Files.readString(log));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String classpath(String name) {
    Path file = DIRECTORY.resolve(name + ".classpath");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "there is no " + file + "; the build writes it: ./mvnw process-test-classes", e);
    }
  }

  /// DynamoDB Local keeps its data in SQLite, whose library it looks for in one directory.
  private static Path nativeLibraries(String classpath) {
    Path directory = DIRECTORY.resolve("native");
    try {
      Files.createDirectories(directory);
      for (String entry : classpath.split(File.pathSeparator, -1)) {
        Path file = Path.of(entry);
        if (entry.matches(".*\\.(so|dylib|dll)")) {
          var _ =
              Files.copy(
                  file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
