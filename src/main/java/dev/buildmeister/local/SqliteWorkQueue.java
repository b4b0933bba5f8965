package dev.buildmeister.local;

import dev.buildmeister.store.Page;
import dev.buildmeister.store.WorkQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// A queue as rows that are not visible for a while after each reception.
final class SqliteWorkQueue implements WorkQueue {
  private final Database database;
  private final String name;
  private final int maxAttempts;
  private final InstantSource clock;

  SqliteWorkQueue(Database database, String name, int maxAttempts, InstantSource clock) {
    this.database = database;
    this.name = name;
    this.maxAttempts = maxAttempts;
    this.clock = clock;
  }

  private record Stored(long id, String body, int attempts) {
    /// A reception is named by the message and which one it is.
    Message message() {
      return new Message(Long.toString(id), id + ":" + attempts, body, attempts);
    }
  }

  @Override
  public void send(String body) {
    String checked = WorkQueue.checkBody(body);
    database.write(
        "send to " + name,
        connection ->
            Sql.update(
                connection,
                "INSERT INTO message (queue, body, visible_at, attempts, dead)"
                    + " VALUES (?, ?, ?, 0, 0)",
                name,
                checked,
                clock.millis()));
  }

  @Override
  public List<Message> receive(int max, Duration visibility) {
    int limit = WorkQueue.checkBatch(max);
    long now = clock.millis();
    return database.write(
        "receive from " + name,
        connection -> {
          bury(connection, now);
          List<Stored> next =
              Sql.query(
                  connection,
                  "SELECT id, body, attempts + 1 FROM message WHERE queue = ? AND dead = 0"
                      + " AND visible_at <= ? ORDER BY visible_at, id LIMIT ?",
                  row -> new Stored(row.getLong(1), row.getString(2), row.getInt(3)),
                  name,
                  now,
                  limit);
          for (Stored message : next) {
            Sql.update(
                connection,
                "UPDATE message SET attempts = ?, visible_at = ? WHERE id = ?",
                message.attempts(),
                now + visibility.toMillis(),
                message.id());
          }
          return next.stream().map(Stored::message).toList();
        });
  }

  @Override
  public void ack(Message message) {
    database.write(
        "acknowledge a message of " + name,
        connection ->
            Sql.update(
                connection,
                "DELETE FROM message WHERE queue = ? AND dead = 0 AND id || ':' || attempts = ?"
                    + " AND id = ?",
                name,
                message.receipt(),
                id(message)));
  }

  @Override
  public void release(Message message, Duration delay) {
    database.write(
        "release a message of " + name,
        connection ->
            Sql.update(
                connection,
                "UPDATE message SET visible_at = ? WHERE queue = ? AND dead = 0"
                    + " AND id || ':' || attempts = ? AND id = ?",
                clock.millis() + delay.toMillis(),
                name,
                message.receipt(),
                id(message)));
  }

  @Override
  public List<Message> deadLetters(int max) {
    var _ = Page.checkLimit(max);
    return database.write(
        "list the dead letters of " + name,
        connection -> {
          bury(connection, clock.millis());
          return Sql.query(
                  connection,
                  "SELECT id, body, attempts FROM message WHERE queue = ? AND dead = 1"
                      + " ORDER BY id LIMIT ?",
                  row -> new Stored(row.getLong(1), row.getString(2), row.getInt(3)),
                  name,
                  max)
              .stream()
              .map(Stored::message)
              .toList();
        });
  }

  private void bury(Connection connection, long now) throws SQLException {
    Sql.update(
        connection,
        "UPDATE message SET dead = 1 WHERE queue = ? AND dead = 0 AND visible_at <= ?"
            + " AND attempts >= ?",
        name,
        now,
        maxAttempts);
  }

  private static long id(Message message) {
    try {
      return Long.parseLong(message.id());
    } catch (NumberFormatException e) {
      // A message of another queue; it has no effect here.
      return -1;
    }
  }
}
