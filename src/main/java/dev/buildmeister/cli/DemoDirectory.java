package dev.buildmeister.cli;

import dev.buildmeister.cli.text.Printable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A directory that goes away again: a temporary one always, one that was asked for unless the work
/// in it gets [#done]. A signal that ends the program ends it too.
final class DemoDirectory implements AutoCloseable {
  private static final int ATTEMPTS = 20;
  private static final long PAUSE_MILLIS = 10;

  private final Path path;

  /// The first directory on the way that we make, null if `path` itself was there.
  private final @Nullable Path made;

  private final boolean temporary;
  private final Thread hook = new Thread(this::deleteAtExit, "delete-demo");
  private volatile boolean kept;

  private DemoDirectory(Path path, @Nullable Path made, boolean temporary) {
    this.path = path;
    this.made = made;
    this.temporary = temporary;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// A new one that is always deleted.
  static DemoDirectory temporary() throws IOException {
    Path path = Files.createTempDirectory("buildmeister-demo");
    return new DemoDirectory(path, path, true);
  }

  /// One that a person asked for; it is not made here.
  ///
  /// @throws UsageException if something is in it, or it is no directory
  static DemoDirectory at(Path path) throws IOException {
    if (Files.exists(path)) {
      if (!Files.isDirectory(path)) {
        throw new UsageException(
            Printable.of(path.toString()) + " is not a directory; give a new or empty one");
      }
      if (!isEmpty(path)) {
        throw new UsageException(
            Printable.of(path.toString()) + " is not empty; give a new directory");
      }
    }
    return new DemoDirectory(path, firstMissing(path.toAbsolutePath()), false);
  }

  Path path() {
    return path;
  }

  /// The work is done: what was asked for stays.
  void done() {
    kept = !temporary;
  }

  @Override
  public void close() throws IOException {
    try {
      delete();
    } finally {
      try {
        var _ = Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // The program is ending already, and the hook finds nothing.
      }
    }
  }

  /// The work goes on while the program is being ended, so files may appear meanwhile.
  private void deleteAtExit() {
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        delete();
        Thread.sleep(PAUSE_MILLIS);
      } catch (IOException _) {
        // Tried again.
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void delete() throws IOException {
    Path top = made == null ? path : made;
    if (kept || !Files.exists(top)) {
      return;
    }
    var _ = Files.walkFileTree(top, new Deleter(made == null ? top : null));
  }

  /// Deletes all it comes to; what others delete meanwhile is no failure.
  private static final class Deleter extends SimpleFileVisitor<Path> {
    private final @Nullable Path spared;

    Deleter(@Nullable Path spared) {
      this.spared = spared;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      var _ = Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
        throws IOException {
      if (!visited.equals(spared)) {
        var _ = Files.deleteIfExists(visited);
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private static @Nullable Path firstMissing(Path path) {
    Path missing = null;
    for (Path each = path; each != null && !Files.exists(each); each = each.getParent()) {
      missing = each;
    }
    return missing;
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}
