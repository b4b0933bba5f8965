package dev.buildmeister.local;

import dev.buildmeister.store.StoreBusyException;
import dev.buildmeister.store.StoreFullException;
import dev.buildmeister.store.StoreLockedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// One SQLite file: one connection that writes, one that reads, each for one thread at a time.
/// Another process may have the file open too; who wants to write waits for the other.
///
/// Write-ahead log, and a commit is on the disk when it returns: a web hook that was answered is
/// not lost with the power. Thread-safe.
final class Database implements AutoCloseable {
  private final Path file;
  private final Duration wait;
  private final Connection writer;
  private final Connection reader;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();

  /// What is done with a connection.
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private Database(Path file, Duration wait, Connection writer, Connection reader) {
    this.file = file;
    this.wait = wait;
    this.writer = writer;
    this.reader = reader;
  }

  /// Opens the file, makes it where there is none, and brings its schema to the newest version.
  ///
  /// @param wait how long to wait for another process that writes
  /// @throws dev.buildmeister.store.StoreVersionException if a newer program wrote it; it is left
  ///   as it is
  /// @throws StoreLockedException if another process does not end its writing
  static Database open(Path file, Duration wait, List<List<String>> migrations) {
    try {
      if (Files.exists(file) && Files.size(file) > 0) {
        // Looked at first by a connection that cannot change it: turning on the write-ahead log
        // changes the file.
        try (Connection look = connect(file, wait, true)) {
          Schema.check(look, file, migrations.size());
        }
      }
    } catch (SQLException e) {
      throw failure(file, wait, "open", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open " + file, e);
    }
    Connection writer = null;
    try {
      writer = connect(file, wait, false);
      Schema.migrate(writer, file, migrations);
      return new Database(file, wait, writer, connect(file, wait, true));
    } catch (SQLException | RuntimeException e) {
      close(writer, e);
      throw e instanceof SQLException sql ? failure(file, wait, "open", sql) : (RuntimeException) e;
    }
  }

  /// Does something in one transaction, which is undone if it throws.
  <T> T write(String what, Work<T> work) {
    writing.lock();
    try {
      return Sql.transaction(writer, () -> work.run(writer));
    } catch (SQLException e) {
      throw failure(file, wait, what, e);
    } finally {
      writing.unlock();
    }
  }

  /// Looks at what is committed.
  <T> T read(String what, Work<T> work) {
    reading.lock();
    try {
      return work.run(reader);
    } catch (SQLException e) {
      throw failure(file, wait, what, e);
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void close() {
    writing.lock();
    reading.lock();
    try (writer;
        reader) {
      // Both are closed on the way out, the reader first, so that the writer, as the last one,
      // clears the write-ahead log away.
    } catch (SQLException e) {
      throw failure(file, wait, "close", e);
    } finally {
      reading.unlock();
      writing.unlock();
    }
  }

  private static Connection connect(Path file, Duration wait, boolean readOnly)
      throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) wait.toMillis());
    config.setReadOnly(readOnly);
    if (!readOnly) {
      config.enforceForeignKeys(true);
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    }
    return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
  }

  private static void close(@org.jspecify.annotations.Nullable Connection connection, Exception e) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException second) {
      e.addSuppressed(second);
    }
  }

  private static RuntimeException failure(Path file, Duration wait, String what, SQLException e) {
    int code = e.getErrorCode() & 0xff;
    if (code == SQLiteErrorCode.SQLITE_BUSY.code) {
      return new StoreLockedException(file.toString(), wait.toMillis(), e);
    }
    if (code == SQLiteErrorCode.SQLITE_LOCKED.code) {
      return new StoreBusyException(what, e);
    }
    if (code == SQLiteErrorCode.SQLITE_FULL.code
        || (code == SQLiteErrorCode.SQLITE_IOERR.code && WholeFiles.isFull(file))) {
      return new StoreFullException(file.toString(), WholeFiles.size(file), e);
    }
    return new UncheckedIOException(
        new IOException(
            "cannot " + what + (what.equals("open") ? " " : " in ") + file + ": " + e.getMessage(),
            e));
  }
}
