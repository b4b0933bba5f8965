package dev.buildmeister;

import java.util.List;
import java.util.stream.Stream;

/// Which package may use which, and which library. `docs/architecture.md` shows the same to
/// readers.
final class ArchitectureTable {
  private ArchitectureTable() {}

  /// What every package may use of the JDK. Not here, and so a library that a row has to name:
  /// sockets, HTTP, SQL, cryptography, logging, reflection.
  static final List<String> PLAIN_JDK =
      List.of(
          "java.io",
          "java.lang",
          "java.lang.annotation",
          "java.lang.foreign",
          "java.lang.invoke",
          "java.lang.ref",
          "java.lang.runtime",
          "java.math",
          "java.nio..",
          "java.security",
          "java.text",
          "java.time..",
          "java.util",
          "java.util.concurrent..",
          "java.util.function",
          "java.util.random",
          "java.util.regex",
          "java.util.stream",
          "java.util.zip",
          "org.jspecify..");

  private static final String NET = "java.net";
  private static final String HTTP_CLIENT = "java.net.http..";
  private static final String HTTP_SERVER = "com.sun.net.httpserver..";
  private static final String CRYPTO = "javax.crypto..";
  private static final String JSON = "com.fasterxml.jackson..";

  /// One package: what it may use of ours and of others.
  ///
  /// @param name its place below the root package; empty is the root package itself
  /// @param uses our packages
  /// @param libraries ArchUnit package patterns
  /// @param planned no class of it exists yet
  record Row(String name, List<String> uses, List<String> libraries, boolean planned) {
    static Row row(String name, String uses, String... libraries) {
      return new Row(name, words(uses), List.of(libraries), false);
    }

    static Row planned(String name, String uses, String... libraries) {
      return new Row(name, words(uses), List.of(libraries), true);
    }

    @Override
    public String toString() {
      return name.isEmpty() ? "root" : name;
    }
  }

  private static final String CORE = "job log rules scan verdict";
  private static final String PORTS = "store track act job verdict rules";
  private static final String STEPS = CORE + " store provider ingest track act root";

  static final List<Row> ROWS =
      List.of(
          Row.row("", "job log rules scan verdict"),
          Row.row("job", ""),
          Row.row("scan", "", "com.google.re2j.."),
          Row.row("log", "job", "io.airlift.compress.."),
          Row.row("rules", "job scan", "org.tomlj.."),
          Row.row("verdict", "job log rules scan"),
          Row.row("store", "job verdict rules", JSON),
          Row.planned("provider", "job", JSON, NET, HTTP_CLIENT, CRYPTO),
          Row.planned("ingest", "job log store provider", JSON, NET, CRYPTO),
          Row.planned("track", "job verdict"),
          Row.planned("act", "job verdict track provider store", JSON, NET, HTTP_CLIENT, CRYPTO),
          Row.row("work", STEPS),
          Row.planned(
              "web", "job verdict rules track store work ingest", JSON, NET, HTTP_SERVER, CRYPTO),
          Row.row("aws", PORTS, JSON, NET, "software.amazon.awssdk.."),
          Row.row(
              "local",
              PORTS,
              "java.sql",
              "org.sqlite..",
              NET,
              "jakarta.mail..",
              "org.eclipse.angus.."),
          Row.row(
              "lambda",
              STEPS + " work web aws",
              JSON,
              NET,
              CRYPTO,
              "com.amazonaws.services.lambda..",
              "software.amazon.awssdk..",
              "org.crac.."),
          Row.row(
              "cli",
              STEPS + " work web aws local lambda",
              "picocli..",
              "me.tongfei.progressbar..",
              JSON,
              NET,
              "java.sql"));

  static List<String> words(String text) {
    return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }
}
