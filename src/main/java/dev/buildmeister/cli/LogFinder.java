package dev.buildmeister.cli;

import dev.buildmeister.cli.report.Program;
import dev.buildmeister.cli.report.Shell;
import dev.buildmeister.cli.text.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds the logs that a command line means: files as they are given, `-`, and what lies in
/// directories.
final class LogFinder {
  private static final List<String> ENDINGS = List.of(".log", ".gz", ".zst", ".txt");

  private LogFinder() {}

  /// The same, where the rules may have been named in a log's place.
  ///
  /// @param command which command was called, for the hint
  static List<LogSource> find(List<String> arguments, String command) {
    for (String argument : arguments) {
      if (argument.toLowerCase(Locale.ROOT).endsWith(".toml")
          && !Files.isDirectory(path(argument))) {
        String others =
            arguments.stream()
                .filter(each -> !each.equals(argument))
                .map(each -> each.equals("-") ? each : Shell.quote(each))
                .collect(Collectors.joining(" "));
        throw new UsageException(
            Printable.of(argument)
                + " is called like a ruleset, not like a log; type: "
                + Program.name()
                + " "
                + command
                + " --ruleset "
                + Shell.quote(argument)
                + " "
                + (others.isEmpty() ? "FILE" : others));
      }
    }
    return find(arguments);
  }

  /// All logs, in the order of the arguments; those of a directory are sorted by path. A directory
  /// that has none is like a file that is not there.
  ///
  /// @throws UsageException if an argument can name no log
  static List<LogSource> find(List<String> arguments) {
    List<LogSource> logs = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.equals("-")) {
        if (logs.stream().anyMatch(LogSource::isStdin)) {
          throw new UsageException("the standard input (-) can be read once only");
        }
        logs.add(LogSource.stdin());
        continue;
      }
      Path path = path(argument);
      if (Files.isDirectory(path)) {
        logs.addAll(walk(path));
      } else {
        logs.add(LogSource.of(path));
      }
    }
    return logs;
  }

  /// A path from the command line.
  ///
  /// @throws UsageException if it is none
  static Path path(String argument) {
    try {
      if (argument.isEmpty()) {
        throw new UsageException("a file name is empty");
      }
      return Path.of(argument);
    } catch (InvalidPathException e) {
      throw new UsageException(
          "'" + Printable.of(argument) + "' is no file name: " + e.getReason());
    }
  }

  private static List<LogSource> walk(Path directory) {
    List<LogSource> logs = new ArrayList<>();
    try {
      Files.walkFileTree(
          directory,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new Visitor(logs));
    } catch (IOException e) {
      throw new UncheckedIOException(LogSource.reason(e), e);
    }
    if (logs.isEmpty()) {
      return List.of(
          LogSource.missing(
              directory,
              "there is no log in this directory: looked for *"
                  + String.join(", *", ENDINGS)
                  + "; name the file itself if it is called otherwise"));
    }
    logs.sort(Comparator.comparing(LogSource::name));
    return logs;
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final List<LogSource> logs;

    /// Links may lead to one directory by many ways, and each is walked once.
    private final Set<Object> seen = new HashSet<>();

    Visitor(List<LogSource> logs) {
      this.logs = logs;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
      Object key = attributes.fileKey();
      return key == null || seen.add(key) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
      // No pipes or devices: reading one may never end.
      if (attributes.isRegularFile() && ENDINGS.stream().anyMatch(name::endsWith)) {
        logs.add(LogSource.of(path));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) {
      if (!(e instanceof FileSystemLoopException)) {
        // It is found again when it is opened, and told then.
        logs.add(LogSource.of(path));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
