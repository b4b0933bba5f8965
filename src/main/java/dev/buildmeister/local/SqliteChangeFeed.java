package dev.buildmeister.local;

import dev.buildmeister.job.JobId;
import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.ChangeFeed;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.Keys;
import dev.buildmeister.store.Page;
import dev.buildmeister.store.Tables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The changes that [SqliteJobStore] has written down, and how far each consumer is.
final class SqliteChangeFeed implements ChangeFeed {
  private final Database database;
  private final Tables tables;

  SqliteChangeFeed(Database database, Tables tables) {
    this.database = database;
    this.tables = tables;
  }

  /// @param change empty if its key is no job's: an older or a foreign program wrote it
  private record Noted(long position, Optional<Change> change) {}

  @Override
  public Batch read(String consumer, int limit) {
    var _ = Page.checkLimit(limit);
    return database.read(
        "read the changes for " + consumer,
        connection -> {
          long from = position(connection, consumer);
          List<Noted> noted =
              Sql.query(
                  connection,
                  "SELECT position, key, before, after FROM change WHERE position > ?"
                      + " ORDER BY position LIMIT ?",
                  this::noted,
                  from,
                  limit);
          long to = noted.isEmpty() ? from : noted.getLast().position();
          // Positions have no gaps but at their beginning: a transaction that was undone gives
          // its own back.
          boolean gap = !noted.isEmpty() && noted.getFirst().position() > from + 1;
          List<Change> changes = noted.stream().flatMap(each -> each.change().stream()).toList();
          return new Batch(changes, Long.toString(to), gap);
        });
  }

  @Override
  public void commit(String consumer, String position) {
    long to;
    try {
      to = Long.parseLong(position);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("change position '" + position + "' is no number", e);
    }
    database.write(
        "note how far " + consumer + " is",
        connection -> {
          // Never back: a commit that comes late must not make all changes after it come again.
          if (to > position(connection, consumer)) {
            ThinRows.put(
                connection, Keys.cursor(consumer), Attributes.NONE.with(Tables.POSITION, to));
          }
          return to;
        });
  }

  private static long position(Connection connection, String consumer) throws SQLException {
    return ThinRows.get(connection, Keys.cursor(consumer))
        .map(row -> row.number(Tables.POSITION).orElse(0))
        .orElse(0L);
  }

  private Noted noted(ResultSet row) throws SQLException {
    JobId job;
    try {
      job = JobId.parse(row.getString(2));
    } catch (IllegalArgumentException e) {
      // Nothing could be done for such a job, and a consumer must get past it.
      return new Noted(row.getLong(1), Optional.empty());
    }
    Optional<JobItem> before = Optional.ofNullable(row.getString(3)).map(json -> item(job, json));
    return new Noted(row.getLong(1), Optional.of(new Change(before, item(job, row.getString(4)))));
  }

  private JobItem item(JobId job, String json) {
    return new JobItem(job, Attributes.parse(json), tables);
  }
}
