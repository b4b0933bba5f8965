package dev.buildmeister.local;

import dev.buildmeister.store.ChangeFeed;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.RulesetStore;
import dev.buildmeister.store.ScanStore;
import dev.buildmeister.store.Secrets;
import dev.buildmeister.store.StoreFullException;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.ViewStore;
import dev.buildmeister.store.WorkQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// All stores in one directory: `buildmeister.sqlite`, `log/`, `temp_logs/`, `scan/`, `views/`,
/// `secrets/`, and `native/` for the database's own library. Several processes may have it open.
///
/// Thread-safe. Closing ends the database; files need no closing.
public final class LocalStores implements AutoCloseable {
  /// The system property that names where SQLite's native library is unpacked to.
  static final String NATIVE_DIRECTORY = "org.sqlite.tmpdir";

  /// What the library needs at most, with room to spare (1.4 MB on x86-64 Linux in 3.54).
  private static final long NATIVE_BYTES = 4 << 20;

  /// What may be set.
  ///
  /// @param tables the names of attributes; tables have names of their own here
  /// @param patience how long to wait for another process that writes
  public record Options(Tables tables, Duration patience) {
    /// 5 seconds.
    public static final Options DEFAULT = new Options(Tables.DEFAULT, Duration.ofSeconds(5));
  }

  private final Path directory;
  private final InstantSource clock;
  private final Options options;
  private final Database database;

  private LocalStores(Path directory, InstantSource clock, Options options, Database database) {
    this.directory = directory;
    this.clock = clock;
    this.options = options;
    this.database = database;
  }

  /// Opens a data directory, and makes it, for its owner only, where there is none.
  ///
  /// @throws dev.buildmeister.store.StoreVersionException if a newer program wrote it
  /// @throws dev.buildmeister.store.StoreLockedException if another process keeps it locked
  /// @throws dev.buildmeister.store.StoreFullException if there is no room
  /// @throws UncheckedIOException if it cannot be used, naming it
  public static LocalStores open(Path directory, InstantSource clock) {
    return open(directory, clock, Options.DEFAULT);
  }

  /// The same with options.
  public static LocalStores open(Path directory, InstantSource clock, Options options) {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      createOwnerOnly(absolute);
      unpackInto(absolute.resolve("native"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + absolute + " as data directory", e);
    }
    Database database =
        Database.open(
            absolute.resolve("buildmeister.sqlite"), options.patience(), Schema.MIGRATIONS);
    LeftOvers.sweep(absolute, clock.instant());
    return new LocalStores(absolute, clock, options, database);
  }

  /// The jobs' items and lists.
  public JobStore jobs() {
    return new SqliteJobStore(database, options.tables(), clock);
  }

  /// The logs.
  public LogStore logs() {
    return new DirectoryLogStore(directory, clock);
  }

  /// The scan records.
  public ScanStore scans() {
    return new DirectoryScanStore(directory, clock);
  }

  /// The published rulesets.
  public RulesetStore rulesets() {
    return new SqliteRulesetStore(database, clock);
  }

  /// The views, in [#viewsDirectory].
  public ViewStore views() {
    return new DirectoryViewStore(viewsDirectory(), clock);
  }

  /// Where the views lie as plain files.
  public Path viewsDirectory() {
    return directory.resolve("views");
  }

  /// A queue.
  ///
  /// @param name which one
  /// @param maxAttempts after how many receptions a message is a dead letter, at least 1
  public WorkQueue queue(String name, int maxAttempts) {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("queue " + name + " with " + maxAttempts + " attempts");
    }
    return new SqliteWorkQueue(database, name, maxAttempts, clock);
  }

  /// The changes of the jobs' items.
  public ChangeFeed changes() {
    return new SqliteChangeFeed(database, options.tables());
  }

  /// The secrets.
  ///
  /// @param environment the process's environment, which comes before files
  public Secrets secrets(Map<String, String> environment) {
    return new LocalSecrets(directory.resolve("secrets"), environment);
  }

  @Override
  public void close() {
    database.close();
  }

  private static void createOwnerOnly(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent != null) {
      var _ = WholeFiles.createDirectories(parent);
    }
    if (Files.isDirectory(directory)) {
      return;
    }
    try {
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        // Logs hold more than their owners know.
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(directory);
      }
    } catch (FileAlreadyExistsException e) {
      // Another process was faster, or it is no directory.
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
    if (parent != null && Files.isReadable(parent)) {
      WholeFiles.force(parent);
    }
  }

  /// SQLite's library is unpacked into our own directory rather than into one that all users share,
  /// and removed at the end; whoever sets the property chooses another place. The driver looks only
  /// once in a process, so the first directory that is opened has it.
  private static void unpackInto(Path directory) throws IOException {
    if (System.getProperty(NATIVE_DIRECTORY) == null) {
      Files.createDirectories(directory);
      long room = Files.getFileStore(directory).getUsableSpace();
      if (room < NATIVE_BYTES) {
        // The driver would tell it as a stack trace.
        throw new StoreFullException(
            directory + ", where SQLite's library of some MB is unpacked to", 0, null);
      }
      System.setProperty(NATIVE_DIRECTORY, directory.toString());
    }
  }
}
