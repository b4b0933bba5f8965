package dev.buildmeister.store;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.verdict.Match;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A job and its verdict as one flat JSON object, for those who analyse many: Athena, DuckDB,
/// ClickHouse.
///
/// Members, always all and in this order: `job`, `org`, `host`, `repo`, `branch`, `workflow`,
/// `name`, `commit`, `run`, `attempt`, `author`, `head_repo`, `visibility`, `conclusion`,
/// `completed_at`, `state`, `notes`, `reason`, `rule`, `rule_id`, `tier`, `line`, `line_num`,
/// `captures`, `fingerprint`, `ruleset`, `log_modified`, `classified_at`, `corrected_by`,
/// `sequence`. What is not known is `null`; `notes` and `captures` are lists always. Times are UTC
/// with milliseconds.
public final class FeedJson {
  private FeedJson() {}

  /// The object, without a line end.
  ///
  /// @param sequence orders the lines of a job as texts
  public static String line(JobItem item, String sequence) {
    return Json.object(
        json -> {
          members(json, item);
          Json.text(json, "sequence", sequence);
        });
  }

  private static void members(JsonGenerator json, JobItem item) throws IOException {
    Attributes all = item.attributes();
    Json.text(json, "job", item.id().itemKey());
    Json.text(json, "org", Keys.org(item.id()));
    Json.text(json, "host", item.id().host());
    Json.text(json, "repo", item.id().path());
    Json.text(json, "branch", item.facts().get(Fact.BRANCH).orElse(null));
    Json.text(json, "workflow", item.facts().get(Fact.WORKFLOW).orElse(null));
    Json.text(json, "name", item.facts().get(Fact.JOB).orElse(null));
    Json.text(json, "commit", item.detail(Detail.COMMIT).orElse(null));
    Json.text(json, "run", item.detail(Detail.RUN).orElse(null));
    number(json, "attempt", all.number(Tables.RUN_ATTEMPT));
    Json.text(json, "author", item.detail(Detail.AUTHOR).orElse(null));
    Json.text(json, "head_repo", item.detail(Detail.HEAD_REPO).orElse(null));
    Json.text(json, "visibility", item.detail(Detail.VISIBILITY).orElse(null));
    texts(json, all, List.of(Tables.CONCLUSION, Tables.COMPLETED_AT));
    Json.text(json, "state", all.text(Tables.STATE).orElse(null));
    Json.texts(json, "notes", all.texts(Tables.NOTES));
    Json.text(json, "reason", all.text(Tables.REASON).orElse(null));
    match(json, item);
    texts(json, all, List.of(Tables.FINGERPRINT));
    Json.text(json, "ruleset", all.text(Tables.RULESET_VERSION).orElse(null));
    texts(json, all, List.of(Tables.LOG_MODIFIED, Tables.CLASSIFIED_AT, Tables.CORRECTED_BY));
  }

  private static void match(JsonGenerator json, JobItem item) throws IOException {
    Optional<Match> match = item.match();
    Json.text(json, "rule", match.map(found -> found.rule()).orElse(null));
    Json.text(json, "rule_id", item.attributes().text(Tables.RULE_ID).orElse(null));
    Json.text(json, "tier", item.attributes().text(Tables.TIER).orElse(null));
    Json.text(json, "line", match.map(found -> found.line()).orElse(null));
    number(
        json,
        "line_num",
        match.map(found -> OptionalLong.of(found.lineNum())).orElse(OptionalLong.empty()));
    Json.texts(json, "captures", match.map(found -> found.captures()).orElse(List.of()));
  }

  private static void texts(JsonGenerator json, Attributes all, List<String> names)
      throws IOException {
    for (String name : names) {
      Json.text(json, name, all.text(name).orElse(null));
    }
  }

  private static void number(JsonGenerator json, String name, OptionalLong value)
      throws IOException {
    json.writeFieldName(name);
    if (value.isPresent()) {
      json.writeNumber(value.getAsLong());
    } else {
      json.writeNull();
    }
  }
}
