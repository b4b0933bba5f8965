package dev.buildmeister.cli;

import dev.buildmeister.Classifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// What was built: the resource `build.properties`, which the build fills in.
///
/// @param version `0.1.0`, or `development` where it was not built as a jar
/// @param commit the commit's hash, empty where it is not known
/// @param seconds the commit's time as epoch second, 0 where it is not known
record BuildInfo(String version, String commit, long seconds) {
  static BuildInfo load() {
    Properties build = new Properties();
    try (@Nullable InputStream in = Classifier.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read build.properties from the jar", e);
    }
    return of(build);
  }

  static BuildInfo of(Properties build) {
    String seconds = build.getProperty("commit.seconds", "");
    return new BuildInfo(
        build.getProperty("version", "development"),
        build.getProperty("commit.id", ""),
        seconds.matches("[0-9]{1,12}") ? Long.parseLong(seconds) : 0);
  }

  /// `0123abcd of 2026-01-02T03:04:05Z`, `unknown`.
  String commitWords() {
    if (commit.isEmpty()) {
      return "unknown";
    }
    return seconds == 0 ? commit : commit + " of " + Instant.ofEpochSecond(seconds);
  }
}
