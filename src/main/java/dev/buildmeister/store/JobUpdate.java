package dev.buildmeister.store;

import dev.buildmeister.job.Conclusion;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one message from a provider says of a job. What it does not say stays unknown.
///
/// @param runAttempt which run of the same job, from 1; where the provider gives each run its own
///   id it is always the first
/// @param status how far it is
/// @param conclusion how it ended, null if not yet or not known
/// @param createdAt null if not known
/// @param startedAt null if not known
/// @param completedAt null unless completed; then never null, because jobs are listed by it: if the
///   provider does not say it, it is when we heard of it
/// @param details the rest; each becomes one line of at most [#MAX_DETAIL_BYTES] bytes
public record JobUpdate(
    int runAttempt,
    JobStatus status,
    @Nullable Conclusion conclusion,
    @Nullable Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    Map<Detail, String> details) {
  /// What is kept of a detail, in bytes of UTF-8.
  public static final int MAX_DETAIL_BYTES = 512;

  /// What else may be known of a job.
  public enum Detail {
    NAME("name"),
    WORKFLOW("workflow_name"),
    BRANCH("head_branch"),
    COMMIT("head_sha"),
    RUN("run_id"),
    URL("html_url"),
    /// Who caused the run; evidence by other authors counts for more.
    AUTHOR("author"),
    /// The repository the commit comes from; another one than the job's means a fork.
    HEAD_REPO("head_repository"),
    /// `public` or anything else; what is not known to be public is private.
    VISIBILITY("visibility"),
    /// The provider's own reason for a failure.
    FAILURE_REASON("failure_reason");

    private final String attribute;

    Detail(String attribute) {
      this.attribute = attribute;
    }

    /// Its name in the job's item.
    public String attribute() {
      return attribute;
    }

    static boolean isAttribute(String name) {
      return Arrays.stream(values()).anyMatch(detail -> detail.attribute.equals(name));
    }
  }

  /// @throws IllegalArgumentException if a completed job has no time of completion, or another one
  ///   has, or the attempt is below 1
  public JobUpdate {
    if (runAttempt < 1) {
      throw new IllegalArgumentException("run attempt " + runAttempt + ", they begin at 1");
    }
    if ((status == JobStatus.COMPLETED) != (completedAt != null)) {
      throw new IllegalArgumentException(
          "status " + status.word() + " with time of completion " + completedAt);
    }
    if (conclusion != null && status != JobStatus.COMPLETED) {
      throw new IllegalArgumentException(
          "status " + status.word() + " with conclusion " + conclusion.word());
    }
    EnumMap<Detail, String> copy = new EnumMap<>(Detail.class);
    details.forEach(
        (detail, value) -> {
          if (!value.isEmpty()) {
            copy.put(detail, Texts.oneLine(value, MAX_DETAIL_BYTES));
          }
        });
    details = Collections.unmodifiableMap(copy);
  }

  /// A job that has not ended, of which nothing else is known.
  public static JobUpdate of(int runAttempt, JobStatus status) {
    return new JobUpdate(runAttempt, status, null, null, null, null, Map.of());
  }

  /// A job that has ended.
  public static JobUpdate completed(int runAttempt, Conclusion conclusion, Instant completedAt) {
    return new JobUpdate(
        runAttempt, JobStatus.COMPLETED, conclusion, null, null, completedAt, Map.of());
  }

  /// The same with one more detail.
  public JobUpdate with(Detail detail, String value) {
    EnumMap<Detail, String> copy = new EnumMap<>(Detail.class);
    copy.putAll(details);
    copy.put(detail, value);
    return new JobUpdate(runAttempt, status, conclusion, createdAt, startedAt, completedAt, copy);
  }
}
