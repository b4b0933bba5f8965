package dev.buildmeister.local;

import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.Key;
import dev.buildmeister.store.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table of thin rows: get, put, delete, and a query within one partition.
final class ThinRows {
  private static final String EXPIRES = "json_extract(attributes, '$." + Tables.EXPIRES_AT + "')";
  private static final String LASTS = "ifnull(" + EXPIRES + ", 9223372036854775807) > ?";

  private ThinRows() {}

  /// A row.
  record Row(String sk, Attributes attributes) {}

  static Optional<Attributes> get(Connection connection, Key key) throws SQLException {
    return Sql.query(
            connection,
            "SELECT attributes FROM thin_row WHERE pk = ? AND sk = ?",
            row -> Attributes.parse(row.getString(1)),
            key.pk(),
            key.sk())
        .stream()
        .findFirst();
  }

  static void put(Connection connection, Key key, Attributes attributes) throws SQLException {
    Sql.update(
        connection,
        "INSERT OR REPLACE INTO thin_row (pk, sk, attributes) VALUES (?, ?, ?)",
        key.pk(),
        key.sk(),
        attributes.json());
  }

  static void delete(Connection connection, Key key) throws SQLException {
    Sql.update(connection, "DELETE FROM thin_row WHERE pk = ? AND sk = ?", key.pk(), key.sk());
  }

  /// Removes what has expired.
  ///
  /// @param now in epoch seconds
  static void sweep(Connection connection, long now) throws SQLException {
    Sql.update(connection, "DELETE FROM thin_row WHERE " + EXPIRES + " <= ?", now);
  }

  /// Rows of a partition by descending sort key.
  ///
  /// @param before only sort keys less than that; null for all
  /// @param now in epoch seconds; rows that have expired by then are passed over
  static List<Row> newest(
      Connection connection, String pk, @Nullable String before, int limit, long now)
      throws SQLException {
    // No text is greater than this one: in UTF-8 no byte is.
    String below = before == null ? "\uDBFF\uDFFF" : before;
    return Sql.query(
        connection,
        "SELECT sk, attributes FROM thin_row WHERE pk = ? AND sk < ? AND "
            + LASTS
            + " ORDER BY sk DESC LIMIT ?",
        ThinRows::row,
        pk,
        below,
        now,
        limit);
  }

  /// Rows of a partition by ascending sort key.
  ///
  /// @param after only sort keys greater than that; null for all
  /// @param now in epoch seconds; rows that have expired by then are passed over
  static List<Row> first(
      Connection connection, String pk, @Nullable String after, int limit, long now)
      throws SQLException {
    return Sql.query(
        connection,
        "SELECT sk, attributes FROM thin_row WHERE pk = ? AND sk > ? AND "
            + LASTS
            + " ORDER BY sk LIMIT ?",
        ThinRows::row,
        pk,
        after == null ? "" : after,
        now,
        limit);
  }

  private static Row row(java.sql.ResultSet row) throws SQLException {
    return new Row(row.getString(1), Attributes.parse(row.getString(2)));
  }
}
