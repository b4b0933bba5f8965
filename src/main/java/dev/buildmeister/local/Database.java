package dev.buildmeister.local;

import dev.buildmeister.verdict.Match;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// One SQLite file.
public final class Database implements AutoCloseable {
  private final Connection connection;

  /// Opens the file, and makes it where there is none.
  public Database(Path file) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS job (key TEXT PRIMARY KEY, rule TEXT, line_num INTEGER) STRICT");
    }
  }

  /// Writes the verdict of a job.
  public void put(String key, Match match) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR REPLACE INTO job VALUES (?, ?, ?)")) {
      insert.setString(1, key);
      insert.setString(2, match.rule());
      insert.setLong(3, match.lineNum());
      insert.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
