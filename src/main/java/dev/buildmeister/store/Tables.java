package dev.buildmeister.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The names of the tables and of all attributes, here and nowhere else.
///
/// @param jobs the table of the jobs' items; may be one that a team already has
/// @param own our own table of thin rows
/// @param classification the attribute of the item that holds the verdict's match
public record Tables(String jobs, String own, String classification) {
  /// The key attribute of [#jobs].
  public static final String JOB_KEY = "dynamoKey";

  /// The key attributes of [#own].
  public static final String PK = "PK";

  public static final String SK = "SK";

  // The match, inside the classification attribute: exactly these five.
  public static final String RULE = "rule";
  public static final String LINE = "line";
  public static final String LINE_NUM = "line_num";
  public static final String CAPTURES = "captures";
  public static final String CONTEXT = "context";

  // The verdict, beside it.
  public static final String STATE = "classification_state";
  public static final String NOTES = "classification_notes";
  public static final String REASON = "classification_reason";
  public static final String RULE_ID = "classification_rule_id";
  public static final String TIER = "classification_tier";
  public static final String FINGERPRINT = "fingerprint";
  public static final String RULESET_SEQ = "ruleset_seq";
  public static final String RULESET_VERSION = "ruleset_version";
  public static final String LOG_MODIFIED = "log_modified";

  /// What the verdict was reached from, see [VerdictWrite.Source]; absent for the finished log.
  public static final String LOG_SOURCE = "log_source";

  public static final String CLASSIFIED_AT = "classified_at";
  public static final String SCAN_KEY = "scan_key";

  /// Tries since a verdict was last reached; not part of the verdict, because it counts before.
  public static final String ATTEMPTS = "classification_attempts";

  /// When the log that was tried was last modified: tries of another one do not count for it.
  public static final String ATTEMPTED_LOG = "classification_attempted_log";

  // A person's correction.
  public static final String CORRECTED_BY = "corrected_by";
  public static final String CORRECTED_AT = "corrected_at";
  public static final String CORRECTION_COMMENT = "correction_comment";

  // The facts of the job, named as the providers' web hooks name them.
  public static final String RUN_ATTEMPT = "run_attempt";
  public static final String STATUS = "status";
  public static final String CONCLUSION = "conclusion";
  public static final String CREATED_AT = "created_at";
  public static final String STARTED_AT = "started_at";
  public static final String COMPLETED_AT = "completed_at";

  // Only on thin rows.

  /// When DynamoDB may remove the row, in epoch seconds; a row without it stays. The rows of jobs
  /// have it, [JobRows#KEPT]; rulesets, cursors and the like do not, and items never. Removal comes
  /// hours or days late, so whoever reads must look at it too.
  public static final String EXPIRES_AT = "expires_at";

  public static final String ORG = "org";
  public static final String TEXT = "text";
  public static final String BY = "by";
  public static final String AT = "at";
  public static final String COMMENT = "comment";
  public static final String POSITION = "position";

  static final List<String> VERDICT_BESIDE =
      List.of(
          STATE,
          NOTES,
          REASON,
          RULE_ID,
          TIER,
          FINGERPRINT,
          RULESET_SEQ,
          RULESET_VERSION,
          LOG_MODIFIED,
          LOG_SOURCE,
          CLASSIFIED_AT,
          SCAN_KEY);

  private static final Set<String> TAKEN = taken();

  /// The names if nobody sets others. Last, because it is checked against the names above.
  public static final Tables DEFAULT = new Tables("workflow-job", "buildmeister", "classification");

  /// @throws IllegalArgumentException if a name is not allowed or taken
  public Tables {
    checkName("table", jobs);
    checkName("table", own);
    checkName("attribute", classification);
    if (TAKEN.contains(classification) || JobUpdate.Detail.isAttribute(classification)) {
      throw new IllegalArgumentException(
          "attribute name '" + classification + "' has another meaning; choose another one");
    }
  }

  private static void checkName(String what, String name) {
    if (!name.matches("[A-Za-z0-9_.-]{3,255}")) {
      throw new IllegalArgumentException(
          what + " name '" + Texts.oneLine(name, 80) + "' is not 3 to 255 of A-Z a-z 0-9 _ . -");
    }
  }

  private static Set<String> taken() {
    Set<String> taken = new HashSet<>(VERDICT_BESIDE);
    taken.addAll(
        List.of(
            JOB_KEY,
            ATTEMPTS,
            ATTEMPTED_LOG,
            CORRECTED_BY,
            CORRECTED_AT,
            CORRECTION_COMMENT,
            RUN_ATTEMPT,
            STATUS,
            CONCLUSION,
            CREATED_AT,
            STARTED_AT,
            COMPLETED_AT));
    return Set.copyOf(taken);
  }
}
