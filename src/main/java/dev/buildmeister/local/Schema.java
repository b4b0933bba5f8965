package dev.buildmeister.local;

import dev.buildmeister.store.StoreVersionException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The schema of the database, as the list of steps that lead to it. A step, once released, is
/// never changed; a new one is added.
final class Schema {
  /// Step n leads from version n to version n+1; a file that has never been used has version 0.
  static final List<List<String>> MIGRATIONS =
      List.of(
          List.of(
              // Items and rows as the ports define them, as JSON: their attributes are open.
              "CREATE TABLE job (key TEXT NOT NULL PRIMARY KEY, attributes TEXT NOT NULL) STRICT",
              "CREATE TABLE thin_row (pk TEXT NOT NULL, sk TEXT NOT NULL, attributes TEXT NOT NULL,"
                  + " PRIMARY KEY (pk, sk)) STRICT, WITHOUT ROWID",
              // AUTOINCREMENT: positions are never used again, though old changes are deleted.
              "CREATE TABLE change (position INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL,"
                  + " before TEXT, after TEXT NOT NULL, at INTEGER NOT NULL) STRICT",
              "CREATE TABLE message (id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL,"
                  + " body TEXT NOT NULL, visible_at INTEGER NOT NULL, attempts INTEGER NOT NULL,"
                  + " dead INTEGER NOT NULL) STRICT",
              "CREATE INDEX message_next ON message (queue, dead, visible_at, id)"),
          List.of(
              // Rows that expire are found without reading all others.
              "CREATE INDEX thin_row_end ON thin_row (json_extract(attributes, '$.expires_at'))"
                  + " WHERE json_extract(attributes, '$.expires_at') IS NOT NULL"));

  private Schema() {}

  /// Refuses a file that a newer program wrote, or another program. Reads only.
  static void check(Connection connection, Path file, int known) throws SQLException {
    int found = version(connection);
    if (found > known) {
      throw new StoreVersionException(file.toString(), found, known);
    }
    long tables =
        Sql.query(connection, "SELECT count(*) FROM sqlite_schema", row -> row.getLong(1)).get(0);
    if (found == 0 && tables > 0) {
      throw new SQLException(
          "the file holds tables but no schema version, so it is not ours;"
              + " move it away or name another data directory");
    }
  }

  /// Brings the file to the newest version, each step in its own transaction.
  static void migrate(Connection connection, Path file, List<List<String>> migrations)
      throws SQLException {
    while (version(connection) != migrations.size()) {
      var _ = Sql.transaction(connection, () -> step(connection, file, migrations));
    }
  }

  private static int step(Connection connection, Path file, List<List<String>> migrations)
      throws SQLException {
    // Read again: another process may have been faster.
    int version = version(connection);
    if (version > migrations.size()) {
      throw new StoreVersionException(file.toString(), version, migrations.size());
    }
    if (version < migrations.size()) {
      for (String statement : migrations.get(version)) {
        Sql.run(connection, statement);
      }
      Sql.run(connection, "PRAGMA user_version = " + (version + 1));
    }
    return version;
  }

  static int version(Connection connection) throws SQLException {
    return Sql.query(connection, "PRAGMA user_version", row -> row.getInt(1)).get(0);
  }
}
