package dev.buildmeister.work;

import dev.buildmeister.job.JobId;
import dev.buildmeister.store.LogStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a job's log lies.
///
/// @param job whose log it is
/// @param temporary whether it is that of a job that still runs
public record LogRef(JobId job, boolean temporary) {
  private static final String LOG = "log/";
  private static final String TEMPORARY = "temp_logs/";

  /// The finished log of a job.
  public static LogRef of(JobId job) {
    return new LogRef(job, false);
  }

  /// Its key in the log store.
  public String key() {
    return temporary ? job.tempLogKey() : job.logKey();
  }

  /// Reads a key back; empty if it is neither below `log/` nor below `temp_logs/`, or that of a
  /// folder, as consoles make them.
  ///
  /// @param key `log/acme/app/42`, or `log/42` for a job of the default repository
  /// @param defaultRepo `acme/app`, null if none is configured
  /// @throws IllegalArgumentException if it is below one of them and names no job
  public static Optional<LogRef> parse(String key, @Nullable String defaultRepo) {
    if (key.endsWith("/")) {
      return Optional.empty();
    }
    if (key.startsWith(LOG)) {
      return Optional.of(new LogRef(job(key, LOG, defaultRepo), false));
    }
    if (key.startsWith(TEMPORARY)) {
      return Optional.of(new LogRef(job(key, TEMPORARY, defaultRepo), true));
    }
    return Optional.empty();
  }

  private static JobId job(String key, String prefix, @Nullable String defaultRepo) {
    String rest = LogStore.checkKey(key).substring(prefix.length());
    if (rest.indexOf('/') >= 0) {
      return JobId.parse(rest);
    }
    if (defaultRepo == null) {
      throw new IllegalArgumentException(
          "log key '"
              + prefix
              + JobId.shorten(rest)
              + "' names no repository, and no default repository is set");
    }
    return JobId.parse(defaultRepo + "/" + rest);
  }
}
