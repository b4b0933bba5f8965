package dev.buildmeister.local;

import dev.buildmeister.local.ThinRows.Row;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.Keys;
import dev.buildmeister.store.Page;
import dev.buildmeister.store.RulesetRows;
import dev.buildmeister.store.RulesetStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rulesets as thin rows, one for each number, and one that says which is in use.
final class SqliteRulesetStore implements RulesetStore {
  private final Database database;
  private final InstantSource clock;

  SqliteRulesetStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public RulesetVersion publish(String text, String by, String comment) {
    RulesetRows.checkSize(text);
    return database.write(
        "publish a ruleset", connection -> publish(connection, text, by, comment));
  }

  @Override
  public Optional<RulesetVersion> rollBack(long seq, String by, String comment) {
    return database.write(
        "roll back to ruleset " + seq,
        connection -> {
          Optional<Published> earlier = load(connection, seq);
          return earlier.isEmpty()
              ? Optional.empty()
              : Optional.of(publish(connection, earlier.get().text(), by, comment));
        });
  }

  @Override
  public Optional<RulesetVersion> currentVersion() {
    return database.read("look which ruleset is in use", SqliteRulesetStore::current);
  }

  @Override
  public Optional<Published> current() {
    return database.read(
        "get the ruleset in use",
        connection -> {
          Optional<RulesetVersion> version = current(connection);
          return version.isEmpty() ? Optional.empty() : load(connection, version.get().seq());
        });
  }

  @Override
  public Optional<Published> get(long seq) {
    return database.read("get ruleset " + seq, connection -> load(connection, seq));
  }

  @Override
  public Page<Published> history(@Nullable String after, int limit) {
    var _ = Page.checkLimit(limit);
    String before = after == null ? RulesetRows.AFTER_ALL_NUMBERS : after;
    return database.read(
        "list the rulesets",
        connection -> {
          List<Row> rows =
              ThinRows.newest(
                  connection,
                  Keys.rulesetPartition(),
                  before,
                  limit,
                  clock.instant().getEpochSecond());
          return new Page<>(
              rows.stream().map(row -> RulesetRows.withoutText(row.attributes())).toList(),
              rows.size() < limit ? null : rows.getLast().sk());
        });
  }

  private RulesetVersion publish(Connection connection, String text, String by, String comment)
      throws SQLException {
    Optional<RulesetVersion> current = current(connection);
    if (current.isPresent()
        && load(connection, current.get().seq()).filter(it -> it.text().equals(text)).isPresent()) {
      return current.get();
    }
    RulesetVersion version = RulesetRows.next(current, text, clock.instant());
    ThinRows.put(
        connection,
        Keys.ruleset(version.seq()),
        RulesetRows.row(version, text, by, comment, clock.instant()));
    ThinRows.put(connection, Keys.currentRuleset(), RulesetRows.pointer(version));
    return version;
  }

  private static Optional<RulesetVersion> current(Connection connection) throws SQLException {
    return ThinRows.get(connection, Keys.currentRuleset()).map(RulesetRows::version);
  }

  private static Optional<Published> load(Connection connection, long seq) throws SQLException {
    return ThinRows.get(connection, Keys.ruleset(seq)).map(RulesetRows::published);
  }
}
