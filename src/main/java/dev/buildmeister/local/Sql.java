package dev.buildmeister.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The few words of JDBC that are needed.
final class Sql {
  private Sql() {}

  /// Reads one row of a result.
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// All rows of a query.
  static <T> List<T> query(
      Connection connection, String sql, RowReader<T> reader, Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(reader.read(result));
        }
      }
      return rows;
    }
  }

  /// Changes rows.
  static int update(Connection connection, String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      return statement.executeUpdate();
    }
  }

  /// A statement without arguments or result.
  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Whether there is a result is of no interest.
      var _ = statement.execute(sql);
    }
  }

  /// What is done in a transaction.
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  /// Does something in one transaction that begins as a write; undone whatever else ends it, an
  /// [Error] too, because the connection is used again.
  static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
    run(connection, "BEGIN IMMEDIATE");
    boolean committed = false;
    try {
      T result = work.run();
      run(connection, "COMMIT");
      committed = true;
      return result;
    } finally {
      if (!committed) {
        rollBack(connection);
      }
    }
  }

  private static void rollBack(Connection connection) {
    try {
      run(connection, "ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself after some failures, such as a full disk; and the failure
      // that is on its way says more.
    }
  }

  private static void bind(PreparedStatement statement, Object... arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
  }
}
