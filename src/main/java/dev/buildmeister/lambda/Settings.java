package dev.buildmeister.lambda;

import dev.buildmeister.job.JobId;
import dev.buildmeister.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the environment says.
///
/// @param bucket where logs, scan records and views lie
/// @param tables what the tables and the attribute are called
/// @param defaultRepo whose logs lie at `log/{id}`, null for nobody's
/// @param queue that the classifier is called by, its URL; null if that is not known
/// @param region where everything is
/// @param function this function's name, for metrics
/// @param ruleset a file to use until one is published, null for the shipped one
/// @param backfillThreads how many jobs the backfill classifies at once
public record Settings(
    String bucket,
    Tables tables,
    @Nullable String defaultRepo,
    @Nullable String queue,
    String region,
    String function,
    @Nullable String ruleset,
    int backfillThreads) {
  /// Which variable names the bucket.
  public static final String BUCKET = "BUILDMEISTER_BUCKET";

  static final String JOBS_TABLE = "BUILDMEISTER_JOBS_TABLE";
  static final String TABLE = "BUILDMEISTER_TABLE";
  static final String ATTRIBUTE = "BUILDMEISTER_ATTRIBUTE";
  static final String DEFAULT_REPO = "BUILDMEISTER_DEFAULT_REPO";
  static final String QUEUE = "BUILDMEISTER_QUEUE";
  static final String RULESET = "BUILDMEISTER_RULESET";
  static final String BACKFILL_THREADS = "BUILDMEISTER_BACKFILL_THREADS";

  /// Which variable names the region; Lambda sets it.
  public static final String REGION = "AWS_REGION";

  static final String FUNCTION = "AWS_LAMBDA_FUNCTION_NAME";

  /// All variables that are read.
  static final List<String> VARIABLES =
      List.of(
          BUCKET,
          JOBS_TABLE,
          TABLE,
          ATTRIBUTE,
          DEFAULT_REPO,
          QUEUE,
          RULESET,
          BACKFILL_THREADS,
          REGION,
          FUNCTION);

  private static final int THREADS = 4;

  /// So many logs of more than 1 GiB, 17 MiB each, and the program fit into 512 MB. The JDK's
  /// client keeps 5 connections for each host open; those beyond are made anew.
  private static final int MAX_THREADS = 16;

  /// Reads the environment.
  ///
  /// @throws IllegalArgumentException naming in one line all that is missing or wrong
  public static Settings of(Map<String, String> environment) {
    List<String> faults = new ArrayList<>();
    for (String needed : List.of(BUCKET, REGION)) {
      if (get(environment, needed, "").isEmpty()) {
        faults.add(needed + " is not set");
      }
    }
    Tables tables = tables(environment, faults);
    String repo = repo(get(environment, DEFAULT_REPO, ""), faults);
    int threads = threads(get(environment, BACKFILL_THREADS, Integer.toString(THREADS)), faults);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
    String queue = get(environment, QUEUE, "");
    String ruleset = get(environment, RULESET, "");
    return new Settings(
        get(environment, BUCKET, ""),
        tables,
        repo.isEmpty() ? null : repo,
        queue.isEmpty() ? null : queue,
        get(environment, REGION, ""),
        get(environment, FUNCTION, "local"),
        ruleset.isEmpty() ? null : ruleset,
        threads);
  }

  private static Tables tables(Map<String, String> environment, List<String> faults) {
    try {
      return new Tables(
          get(environment, JOBS_TABLE, Tables.DEFAULT.jobs()),
          get(environment, TABLE, Tables.DEFAULT.own()),
          get(environment, ATTRIBUTE, Tables.DEFAULT.classification()));
    } catch (IllegalArgumentException e) {
      faults.add(JOBS_TABLE + ", " + TABLE + " or " + ATTRIBUTE + ": " + e.getMessage());
      return Tables.DEFAULT;
    }
  }

  private static String repo(String text, List<String> faults) {
    if (!text.isEmpty()) {
      try {
        var _ = JobId.parse(text + "/1");
      } catch (IllegalArgumentException e) {
        faults.add(DEFAULT_REPO + " is not owner/repo: " + e.getMessage());
      }
    }
    return text;
  }

  private static int threads(String text, List<String> faults) {
    if (text.matches("[0-9]{1,3}")) {
      int threads = Integer.parseInt(text);
      if (threads >= 1 && threads <= MAX_THREADS) {
        return threads;
      }
    }
    faults.add(BACKFILL_THREADS + " is '" + text + "'; give a number from 1 to " + MAX_THREADS);
    return THREADS;
  }

  private static String get(Map<String, String> environment, String name, String otherwise) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? otherwise : value;
  }
}
