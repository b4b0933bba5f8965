package dev.buildmeister.work;

import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.Page;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Logs of which those of one repository may lie at `log/{id}` and `temp_logs/{id}`, as an uploader
/// puts them that knows of no other repository.
///
/// Asked for `log/acme/app/42` it looks there first, then at `log/42`; so wherever a job's log is
/// looked for, it is found. Lists and puts are those of the store below. As thread-safe as that is.
public final class ShortKeyLogs implements LogStore {
  private static final List<String> FOLDERS = List.of("log/", "temp_logs/");

  private final LogStore logs;
  private final String repo;

  /// @param logs where they lie
  /// @param repo whose they are, `acme/app`
  public ShortKeyLogs(LogStore logs, String repo) {
    this.logs = logs;
    this.repo = repo;
  }

  @Override
  public Optional<Content> open(String key) {
    return logs.open(key).or(() -> shortKey(key).flatMap(logs::open));
  }

  @Override
  public Optional<Head> head(String key) {
    return logs.head(key).or(() -> shortKey(key).flatMap(logs::head));
  }

  @Override
  public Head put(String key, InputStream content, Map<String, String> metadata) {
    return logs.put(key, content, metadata);
  }

  @Override
  public Page<Head> list(String prefix, @Nullable String after, int limit) {
    return logs.list(prefix, after, limit);
  }

  /// The short key of a log of the repository.
  private Optional<String> shortKey(String key) {
    for (String folder : FOLDERS) {
      String own = folder + repo + "/";
      if (key.startsWith(own) && key.indexOf('/', own.length()) < 0) {
        return Optional.of(folder + key.substring(own.length()));
      }
    }
    return Optional.empty();
  }
}
