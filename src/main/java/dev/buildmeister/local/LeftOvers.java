package dev.buildmeister.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Removes what processes that were killed have left: files that never got their names, and
/// metadata of logs that never got there or are gone. Nobody reads them; they only take room.
///
/// Only what is older than a day is removed, because another process may be writing now, and only
/// once a day, because a data directory may hold millions of files. The time of the last sweep is
/// that of the file [#MARK].
final class LeftOvers {
  static final String MARK = ".swept";
  private static final Duration AGE = Duration.ofDays(1);

  private LeftOvers() {}

  /// Sweeps if it is time to. What cannot be read or removed stays: it does no harm.
  ///
  /// @param directory the data directory
  /// @param now the present
  static void sweep(Path directory, Instant now) {
    Path mark = directory.resolve(MARK);
    try {
      if (Files.exists(mark) && isWithinADay(Files.getLastModifiedTime(mark).toInstant(), now)) {
        return;
      }
      for (String tree : List.of("log", "temp_logs", "scan", "views")) {
        if (Files.isDirectory(directory.resolve(tree))) {
          // A link may lead there; links further down are not followed.
          Files.walkFileTree(directory.resolve(tree).toRealPath(), sweeper(now.minus(AGE)));
        }
      }
      if (!Files.exists(mark)) {
        Files.createFile(mark);
      }
      Files.setLastModifiedTime(mark, FileTime.from(now));
    } catch (IOException e) {
      // Next time.
    }
  }

  /// What is dated in the future says nothing: the clock was wrong then.
  private static boolean isWithinADay(Instant swept, Instant now) {
    return !swept.isAfter(now) && swept.isAfter(now.minus(AGE));
  }

  private static FileVisitor<Path> sweeper(Instant before) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
        try {
          if (found.isRegularFile()
              && found.lastModifiedTime().toInstant().isBefore(before)
              && (WholeFiles.isTemporary(String.valueOf(file.getFileName()))
                  || LogMetadata.isLeftOver(file))) {
            Files.deleteIfExists(file);
          }
        } catch (IOException | UncheckedIOException e) {
          // Next time.
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException e) {
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
        return FileVisitResult.CONTINUE;
      }
    };
  }
}
