package dev.buildmeister.work;

import dev.buildmeister.job.JobFacts;
import dev.buildmeister.job.JobFacts.Fact;
import java.util.Map;

/// What whoever stored a log said of its job, as the log's metadata: `branch`, `workflow`, `job`,
/// `conclusion`; on S3 `x-amz-meta-branch` and so on.
final class LogMetadata {
  private static final Map<String, Fact> NAMES =
      Map.of(
          "branch", Fact.BRANCH,
          "workflow", Fact.WORKFLOW,
          "job", Fact.JOB,
          "conclusion", Fact.CONCLUSION);

  private LogMetadata() {}

  /// The facts with those of the metadata, which come before what was known: they belong to just
  /// this log.
  static JobFacts facts(JobFacts known, Map<String, String> metadata) {
    JobFacts facts = known;
    for (Map.Entry<String, Fact> name : NAMES.entrySet()) {
      String value = metadata.getOrDefault(name.getKey(), "");
      if (!value.isEmpty()) {
        facts = facts.with(name.getValue(), value);
      }
    }
    return facts;
  }
}
