package dev.buildmeister.local;

import dev.buildmeister.local.ThinRows.Row;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.Keys;
import dev.buildmeister.store.Page;
import dev.buildmeister.store.RulesetStore;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.Times;
import java.nio.charset.StandardCharsets;
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
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "ruleset of " + bytes + " bytes, the limit is " + MAX_BYTES);
    }
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
    // 'CURRENT' comes after all digits.
    String before = after == null ? "C" : after;
    return database.read(
        "list the rulesets",
        connection -> {
          List<Row> rows = ThinRows.newest(connection, Keys.rulesetPartition(), before, limit);
          return new Page<>(
              rows.stream().map(row -> published(row.attributes(), "")).toList(),
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
    long seq =
        Math.max(
            clock.instant().getEpochSecond(), current.map(version -> version.seq() + 1).orElse(0L));
    RulesetVersion version = RulesetVersion.of(seq, text);
    Attributes pointer =
        Attributes.NONE
            .with(Tables.RULESET_SEQ, version.seq())
            .with(Tables.RULESET_VERSION, version.toString());
    ThinRows.put(
        connection,
        Keys.ruleset(seq),
        pointer
            .with(Tables.TEXT, text)
            .with(Tables.BY, by)
            .with(Tables.AT, Times.text(clock.instant()))
            .with(Tables.COMMENT, comment));
    ThinRows.put(connection, Keys.currentRuleset(), pointer);
    return version;
  }

  private static Optional<RulesetVersion> current(Connection connection) throws SQLException {
    return ThinRows.get(connection, Keys.currentRuleset()).map(SqliteRulesetStore::version);
  }

  private static Optional<Published> load(Connection connection, long seq) throws SQLException {
    return ThinRows.get(connection, Keys.ruleset(seq))
        .map(row -> published(row, row.text(Tables.TEXT).orElse("")));
  }

  private static Published published(Attributes row, String text) {
    return new Published(
        version(row),
        text,
        row.text(Tables.BY).orElse(""),
        Times.parse(row.text(Tables.AT).orElseThrow()),
        row.text(Tables.COMMENT).orElse(""));
  }

  private static RulesetVersion version(Attributes row) {
    long seq = row.number(Tables.RULESET_SEQ).orElse(0);
    String version = row.text(Tables.RULESET_VERSION).orElse("");
    // Rows of before held the digest alone.
    String own = seq + "-";
    return new RulesetVersion(
        seq, version.startsWith(own) ? version.substring(own.length()) : version);
  }
}
