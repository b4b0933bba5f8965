package dev.buildmeister.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.job.JobId;
import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.ChangeFeed;
import dev.buildmeister.store.ChangeFeedContract;
import dev.buildmeister.store.Chaos;
import dev.buildmeister.store.Hostile;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.JobStoreContract;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.LogStoreContract;
import dev.buildmeister.store.RulesetStore;
import dev.buildmeister.store.RulesetStoreContract;
import dev.buildmeister.store.ScanStore;
import dev.buildmeister.store.ScanStoreContract;
import dev.buildmeister.store.Secrets;
import dev.buildmeister.store.SecretsContract;
import dev.buildmeister.store.ViewStore;
import dev.buildmeister.store.ViewStoreContract;
import dev.buildmeister.store.WorkQueue;
import dev.buildmeister.store.WorkQueueContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// The local stores do what every store does, and go on doing it behind [Chaos].
class LocalContractTest {
  @TempDir Path directory;

  private final List<LocalStores> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(LocalStores::close);
  }

  private LocalStores stores(InstantSource clock) {
    LocalStores stores = LocalStores.open(directory.resolve("data"), clock);
    opened.add(stores);
    return stores;
  }

  private Connection other() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlite:" + directory.resolve("data").resolve("buildmeister.sqlite"));
  }

  private void putForeign(JobId job, Attributes item) {
    try (Connection connection = other();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO job (key, attributes) VALUES (?, ?)")) {
      insert.setString(1, job.itemKey());
      insert.setString(2, item.json());
      var _ = insert.executeUpdate();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, String> raw(JobId job) {
    try (Connection connection = other();
        PreparedStatement select =
            connection.prepareStatement("SELECT attributes FROM job WHERE key = ?")) {
      select.setString(1, job.itemKey());
      Map<String, String> all = new TreeMap<>();
      try (ResultSet rows = select.executeQuery()) {
        assertThat(rows.next()).isTrue();
        Attributes.parse(rows.getString(1))
            .values()
            .forEach((name, value) -> all.put(name, value.toString()));
      }
      return all;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Nested
  class Jobs extends JobStoreContract {
    @Override
    protected JobStore open() {
      return stores(clock).jobs();
    }

    @Override
    protected void putForeign(JobId job, Attributes item) {
      LocalContractTest.this.putForeign(job, item);
    }

    @Override
    protected Map<String, String> raw(JobId job) {
      return LocalContractTest.this.raw(job);
    }
  }

  @Nested
  class HostileJobs extends JobStoreContract {
    @Override
    protected JobStore open() {
      return new Hostile.Jobs(stores(clock).jobs(), new Chaos(SEED));
    }

    @Override
    protected void putForeign(JobId job, Attributes item) {
      LocalContractTest.this.putForeign(job, item);
    }

    @Override
    protected Map<String, String> raw(JobId job) {
      return LocalContractTest.this.raw(job);
    }
  }

  @Nested
  class Logs extends LogStoreContract {
    @Override
    protected LogStore open() {
      return stores(clock).logs();
    }
  }

  @Nested
  class HostileLogs extends LogStoreContract {
    @Override
    protected LogStore open() {
      return new Hostile.Logs(stores(clock).logs(), new Chaos(SEED));
    }
  }

  @Nested
  class Scans extends ScanStoreContract {
    @Override
    protected ScanStore open() {
      return stores(clock).scans();
    }
  }

  @Nested
  class HostileScans extends ScanStoreContract {
    @Override
    protected ScanStore open() {
      return new Hostile.Scans(stores(clock).scans(), new Chaos(SEED));
    }
  }

  @Nested
  class Rulesets extends RulesetStoreContract {
    @Override
    protected RulesetStore open() {
      return stores(clock).rulesets();
    }
  }

  @Nested
  class HostileRulesets extends RulesetStoreContract {
    @Override
    protected RulesetStore open() {
      return new Hostile.Rulesets(stores(clock).rulesets(), new Chaos(SEED));
    }
  }

  @Nested
  class Views extends ViewStoreContract {
    @Override
    protected ViewStore open() {
      return stores(clock).views();
    }
  }

  @Nested
  class HostileViews extends ViewStoreContract {
    @Override
    protected ViewStore open() {
      return new Hostile.Views(stores(clock).views(), new Chaos(SEED));
    }
  }

  @Nested
  class Queue extends WorkQueueContract {
    @Override
    protected WorkQueue open(int maxAttempts) {
      return stores(clock).queue("work", maxAttempts);
    }
  }

  @Nested
  class HostileQueue extends WorkQueueContract {
    @Override
    protected WorkQueue open(int maxAttempts) {
      return new Hostile.Queue(stores(clock).queue("work", maxAttempts), new Chaos(SEED));
    }
  }

  @Nested
  class Changes extends ChangeFeedContract {
    @Override
    protected ChangeFeed open() {
      return stores(clock).changes();
    }

    @Override
    protected JobStore jobs() {
      return stores(clock).jobs();
    }
  }

  @Nested
  class HostileChanges extends ChangeFeedContract {
    @Override
    protected ChangeFeed open() {
      return new Hostile.Changes(stores(clock).changes(), new Chaos(SEED));
    }

    @Override
    protected JobStore jobs() {
      return new Hostile.Jobs(stores(clock).jobs(), new Chaos(SEED));
    }
  }

  @Nested
  class SecretFiles extends SecretsContract {
    @Override
    protected Secrets open(Map<String, String> secrets) {
      Path files = directory.resolve("data").resolve("secrets");
      try {
        Files.createDirectories(files);
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
          Path file = Files.writeString(files.resolve(secret.getKey()), secret.getValue());
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return stores(clock).secrets(Map.of());
    }
  }
}
