package dev.buildmeister.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.buildmeister.job.JobId;
import dev.buildmeister.local.LocalStores.Options;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobRows;
import dev.buildmeister.store.JobStatus;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.store.StoreLockedException;
import dev.buildmeister.store.StoreVersionException;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.TestClock;
import dev.buildmeister.store.WorkQueue.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  /// A file as version 1 made it. This text is never changed, so that every later version is held
  /// to reading it.
  private static final List<String> VERSION_1 =
      List.of(
          "CREATE TABLE job (key TEXT NOT NULL PRIMARY KEY, attributes TEXT NOT NULL) STRICT",
          "CREATE TABLE thin_row (pk TEXT NOT NULL, sk TEXT NOT NULL, attributes TEXT NOT NULL,"
              + " PRIMARY KEY (pk, sk)) STRICT, WITHOUT ROWID",
          "CREATE TABLE change (position INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL,"
              + " before TEXT, after TEXT NOT NULL, at INTEGER NOT NULL) STRICT",
          "CREATE TABLE message (id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL,"
              + " body TEXT NOT NULL, visible_at INTEGER NOT NULL, attempts INTEGER NOT NULL,"
              + " dead INTEGER NOT NULL) STRICT",
          "CREATE INDEX message_next ON message (queue, dead, visible_at, id)",
          "INSERT INTO job VALUES ('acme/app/42', '{\"status\":\"completed\","
              + "\"conclusion\":\"failure\",\"completed_at\":\"2026-08-01T09:00:00.000Z\","
              + "\"run_attempt\":1,\"classification_state\":\"MATCHED\",\"classification\":"
              + "{\"rule\":\"r\",\"line\":\"l\",\"line_num\":7,\"captures\":[],\"context\":[]}}')",
          "INSERT INTO thin_row VALUES ('REPO#acme/app#main',"
              + " '2026-08-01T09:00:00.000Z#acme/app/42',"
              + " '{\"dynamoKey\":\"acme/app/42\",\"conclusion\":\"failure\"}')",
          "INSERT INTO thin_row VALUES ('RULES', '0000000007',"
              + " '{\"ruleset_seq\":7,\"ruleset_version\":\"0a1b2c3d4e5f\",\"text\":\"x\","
              + "\"by\":\"ann\",\"at\":\"2026-08-01T09:00:00.000Z\",\"comment\":\"\"}')",
          "INSERT INTO thin_row VALUES ('RULES', 'CURRENT',"
              + " '{\"ruleset_seq\":7,\"ruleset_version\":\"0a1b2c3d4e5f\"}')",
          "INSERT INTO change (key, before, after, at) VALUES ('acme/app/42', NULL, '{}', 0)",
          "INSERT INTO message (queue, body, visible_at, attempts, dead)"
              + " VALUES ('work', 'hello', 0, 0, 0)",
          "PRAGMA user_version = 1");

  private static final JobId JOB = JobId.parse("acme/app/42");

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("buildmeister.sqlite");
  }

  @Test
  void aChangeOfAJobThatIsNoneIsPassedOver() throws SQLException {
    try (LocalStores stores = open()) {
      var _ = stores.jobs().putFacts(JOB, JobUpdate.of(1, JobStatus.QUEUED));
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file())) {
        Sql.run(other, "INSERT INTO change (key, after, at) VALUES ('no job', '{}', 0)");
      }
      var _ = stores.jobs().putFacts(JOB, JobUpdate.of(1, JobStatus.IN_PROGRESS));

      var batch = stores.changes().read("track", 9);
      assertThat(batch.changes()).hasSize(2);
      assertThat(batch.position()).isEqualTo("3");
    }
  }

  @Test
  void anErrorInATransactionLeavesTheWriterFree() {
    try (Database database = Database.open(file(), Duration.ZERO, Schema.MIGRATIONS)) {
      assertThatThrownBy(
              () ->
                  database.write(
                      "fail",
                      connection -> {
                        throw new AssertionError("no memory");
                      }))
          .isInstanceOf(AssertionError.class);
      assertThat(database.<Integer>write("go on", connection -> 7)).isEqualTo(7);
    }
  }

  private LocalStores open() {
    Options options = new Options(Tables.DEFAULT, Duration.ofMillis(20));
    return LocalStores.open(directory, new TestClock(), options);
  }

  private void execute(List<String> statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
      for (String statement : statements) {
        Sql.run(connection, statement);
      }
    }
  }

  @Test
  void aFileOfVersion1IsReadAndWritten() throws SQLException {
    execute(VERSION_1);
    try (LocalStores stores = open()) {
      JobItem item = stores.jobs().get(JOB).orElseThrow();
      assertThat(item.match().orElseThrow().lineNum()).isEqualTo(7);
      assertThat(stores.jobs().ofBranch("acme/app", "main", null, 9).items()).hasSize(1);
      assertThat(stores.rulesets().current().orElseThrow().text()).isEqualTo("x");
      assertThat(stores.changes().read("track", 9).changes()).hasSize(1);
      assertThat(stores.queue("work", 3).receive(1, Duration.ofSeconds(1)))
          .extracting(Message::body)
          .containsExactly("hello");
      assertThat(stores.jobs().putFacts(JOB, JobUpdate.of(2, JobStatus.QUEUED))).isNotNull();
    }
  }

  @Test
  void theFirstStepMakesTheSchemaOfVersion1() throws SQLException {
    Database.open(file(), Duration.ZERO, Schema.MIGRATIONS.subList(0, 1)).close();

    List<String> made =
        query("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'");
    assertThat(made).containsExactlyInAnyOrderElementsOf(VERSION_1.subList(0, 5));
  }

  @Test
  void rowsThatHaveExpiredLeaveTheFileWithTheNextChange() throws SQLException {
    execute(VERSION_1);
    TestClock clock = new TestClock();
    try (LocalStores stores = LocalStores.open(directory, clock)) {
      var _ =
          stores
              .jobs()
              .putFacts(JOB, JobUpdate.of(2, JobStatus.QUEUED).with(Detail.COMMIT, "c0ffee"));
      assertThat(query("SELECT pk FROM thin_row")).contains("SHA#acme/app@c0ffee");
      clock.advance(JobRows.KEPT);
      var _ = stores.jobs().putFacts(JobId.parse("acme/app/43"), JobUpdate.of(1, JobStatus.QUEUED));
    }

    assertThat(query("SELECT pk FROM thin_row"))
        .contains("RULES")
        .doesNotContain("SHA#acme/app@c0ffee");
    assertThat(query("SELECT key FROM job")).contains(JOB.itemKey());
  }

  private List<String> query(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
      return Sql.query(connection, sql, row -> row.getString(1));
    }
  }

  @Test
  void aFileOfANewerVersionIsRefusedAndLeftAsItIs() throws SQLException, IOException {
    execute(VERSION_1);
    execute(List.of("PRAGMA user_version = 99", "CREATE TABLE later (a TEXT) STRICT"));
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreVersionException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("99")
        .hasMessageContaining("versions up to " + Schema.MIGRATIONS.size())
        .hasMessageContaining("use the newer program");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void aFileOfAnotherProgramIsRefusedAndLeftAsItIs() throws SQLException, IOException {
    execute(List.of("CREATE TABLE photos (a TEXT)"));
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(this::open)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("not ours");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void aFileThatIsNoDatabaseIsNamed() throws IOException {
    Files.writeString(file(), "this is a letter to my grandmother, and long enough");

    assertThatThrownBy(this::open)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file().toString());
  }

  @Test
  void migrationsLeadFromEachVersionToTheNewest() throws SQLException {
    execute(VERSION_1);
    List<List<String>> longer = new ArrayList<>(Schema.MIGRATIONS);
    longer.add(List.of("ALTER TABLE job ADD COLUMN org TEXT", "UPDATE job SET org = 'acme'"));
    longer.add(List.of("CREATE TABLE later (a TEXT) STRICT"));
    try (Database database = Database.open(file(), Duration.ofMillis(20), longer)) {
      String org =
          database.read(
              "look",
              connection ->
                  Sql.query(connection, "SELECT org FROM job", row -> row.getString(1)).get(0));
      assertThat(org).isEqualTo("acme");
      assertThat(database.<Integer>read("look", Schema::version)).isEqualTo(longer.size());
    }
  }

  @Test
  void aMigrationThatFailsLeavesTheVersionBefore() throws SQLException {
    execute(VERSION_1);
    List<List<String>> broken = new ArrayList<>(Schema.MIGRATIONS);
    broken.add(List.of("CREATE TABLE half (a TEXT) STRICT", "CREATE TABEL typo"));

    assertThatThrownBy(() -> Database.open(file(), Duration.ofMillis(20), broken))
        .isInstanceOf(UncheckedIOException.class);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
      assertThat(Schema.version(connection)).isEqualTo(Schema.MIGRATIONS.size());
      assertThat(
              Sql.query(
                  connection,
                  "SELECT name FROM sqlite_schema WHERE name = 'half'",
                  row -> row.getString(1)))
          .isEmpty();
    }
  }

  @Test
  void whoeverFindsTheFileLockedIsToldWhichOne() throws SQLException {
    try (LocalStores stores = open();
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file())) {
      Sql.run(other, "BEGIN IMMEDIATE");
      assertThatThrownBy(() -> stores.jobs().attempt(JOB, TestClock.START))
          .isInstanceOf(StoreLockedException.class)
          .hasMessageContaining(file().toString())
          .hasMessageContaining("20 ms");
      assertThat(stores.jobs().get(JOB)).isEmpty();

      Sql.run(other, "ROLLBACK");
      assertThat(stores.jobs().attempt(JOB, TestClock.START).attempts()).isEqualTo(1);
    }
  }

  @Test
  void twoProcessesSeeEachOthersWrites() {
    try (LocalStores one = open();
        LocalStores two = open()) {
      assertThat(one.jobs().attempt(JOB, TestClock.START).attempts()).isEqualTo(1);
      assertThat(two.jobs().attempt(JOB, TestClock.START).attempts()).isEqualTo(2);
      assertThat(one.jobs().get(JOB).orElseThrow().attempts()).isEqualTo(2);
    }
  }

  @Test
  void aClosedDatabaseIsOneFile() throws IOException {
    try (LocalStores stores = open()) {
      assertThat(stores.jobs().attempt(JOB, TestClock.START).attempts()).isEqualTo(1);
    }
    try (var files = Files.list(directory)) {
      assertThat(files.map(path -> String.valueOf(path.getFileName())))
          .contains("buildmeister.sqlite")
          .noneMatch(name -> name.endsWith("-wal") || name.endsWith("-shm"));
    }
  }

  @Test
  void aTransactionThatFailsLeavesNothing() {
    try (Database database = Database.open(file(), Duration.ofMillis(20), Schema.MIGRATIONS)) {
      assertThatThrownBy(
              () ->
                  database.write(
                      "fail",
                      connection -> {
                        Sql.update(connection, "INSERT INTO job VALUES ('a/b/1', '{}')");
                        throw new IllegalStateException("half-way");
                      }))
          .isInstanceOf(IllegalStateException.class);
      long jobs =
          database.read(
              "count",
              connection ->
                  Sql.query(connection, "SELECT count(*) FROM job", row -> row.getLong(1)).get(0));
      assertThat(jobs).isZero();
    }
  }

  @Test
  void changesThatAreGoneAreAGapToWhoWasAwayTooLong() throws SQLException {
    TestClock clock = new TestClock();
    try (LocalStores stores = LocalStores.open(directory, clock)) {
      for (int i = 0; i < 300; i++) {
        clock.advance(Duration.ofHours(3));
        assertThat(stores.jobs().attempt(JOB, TestClock.START).attempts()).isEqualTo(i + 1);
      }
      assertThat(stores.changes().read("late", 9).gap()).isTrue();
      stores.changes().commit("late", stores.changes().read("late", 9).position());
      assertThat(stores.changes().read("late", 9).gap()).isFalse();
    }
  }

  @Test
  void aNewDataDirectoryIsItsOwnersOnly() throws IOException {
    Path made = directory.resolve("a").resolve("b");
    LocalStores.open(made, new TestClock()).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
  }
}
