package dev.buildmeister.lambda;

import dev.buildmeister.job.JobId;
import dev.buildmeister.store.JobRows;
import dev.buildmeister.store.Tables;
import java.time.Duration;
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
/// @param listed how long lists tell of a job after its rows were last written; zero for ever
public record Settings(
    String bucket,
    Tables tables,
    @Nullable String defaultRepo,
    @Nullable String queue,
    String region,
    String function,
    @Nullable String ruleset,
    int backfillThreads,
    Duration listed) {
  /// Which variable names the bucket.
  public static final String BUCKET = "BUILDMEISTER_BUCKET";

  /// Which variable names the table of the jobs' items.
  public static final String JOBS_TABLE = "BUILDMEISTER_JOBS_TABLE";

  /// Which variable names our own table.
  public static final String TABLE = "BUILDMEISTER_TABLE";

  static final String ATTRIBUTE = "BUILDMEISTER_ATTRIBUTE";
  static final String DEFAULT_REPO = "BUILDMEISTER_DEFAULT_REPO";
  static final String QUEUE = "BUILDMEISTER_QUEUE";
  static final String RULESET = "BUILDMEISTER_RULESET";
  static final String BACKFILL_THREADS = "BUILDMEISTER_BACKFILL_THREADS";
  static final String LIST_DAYS = "BUILDMEISTER_LIST_DAYS";

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
          LIST_DAYS,
          REGION,
          FUNCTION);

  private static final int THREADS = 4;

  /// So many logs of more than 1 GiB, 17 MiB each, and the program fit into 512 MB. The JDK's
  /// client keeps 5 connections for each host open; those beyond are made anew.
  private static final int MAX_THREADS = 16;

  private static final int MAX_DAYS = 9_999;

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
    int threads = number(environment, BACKFILL_THREADS, THREADS, 1, MAX_THREADS, faults);
    int days = number(environment, LIST_DAYS, (int) JobRows.KEPT.toDays(), 0, MAX_DAYS, faults);
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
        threads,
        Duration.ofDays(days));
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

  private static int number(
      Map<String, String> environment,
      String name,
      int otherwise,
      int least,
      int most,
      List<String> faults) {
    String text = get(environment, name, Integer.toString(otherwise));
    if (text.matches("[0-9]{1,4}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    faults.add(name + " is '" + text + "'; give a number from " + least + " to " + most);
    return otherwise;
  }

  private static String get(Map<String, String> environment, String name, String otherwise) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? otherwise : value;
  }
}
