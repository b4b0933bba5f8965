package dev.buildmeister.store;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.buildmeister.job.Note;
import dev.buildmeister.job.Step;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.verdict.ScanRecord;
import dev.buildmeister.verdict.Verdict;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A verdict as JSON, the same for the command line, the dashboard and the demo.
///
/// Members, always all and in this order: `file`, `state`, `notes`, `rule`, `rule_id`, `tier`,
/// `line`, `line_num`, `column`, `captures`, `context`, `step` (its name), `step_detail` (`job`,
/// `name`, `first_line`, `last_line`, `exit_code`, `failed`), `failed_tests`, `failed_tests_more`
/// (whether at least one more failed than are named), `fingerprint`, `ruleset`, `others` (`rule`,
/// `rule_id`, `tier`, `line`, `line_num`, `count`), `help`, `issue`, `excerpt`, `reason`, `lines`
/// and `bytes` (of the log, unpacked). What is not known or does not apply is `null`; `notes` is
/// always a list.
public final class VerdictJson {
  private VerdictJson() {}

  /// One line without its end.
  ///
  /// @param file where the log was read from, null if from no file
  /// @param scan of the log, null if it is not at hand
  public static String line(@Nullable String file, @Nullable ScanRecord scan, Verdict verdict) {
    return Json.object(
        json -> {
          members(json, file, verdict);
          if (scan == null) {
            nulls(json, "lines", "bytes");
          } else {
            json.writeNumberField("lines", scan.lines());
            json.writeNumberField("bytes", scan.bytes());
          }
        });
  }

  private static void members(JsonGenerator json, @Nullable String file, Verdict verdict)
      throws IOException {
    Json.text(json, "file", file);
    Json.text(json, "state", verdict.state().name());
    switch (verdict) {
      case Verdict.Matched matched -> matched(json, matched);
      case Verdict.NoMatch(String fingerprint, Set<Note> notes, RulesetVersion ruleset) ->
          unmatched(json, notes, fingerprint, ruleset, null);
      case Verdict.LogMissing(String reason) -> unmatched(json, Set.of(), null, null, reason);
      case Verdict.ScanFailed(String reason) -> unmatched(json, Set.of(), null, null, reason);
      case Verdict.LogPending _, Verdict.StartupFailure _, Verdict.TimedOut _ ->
          unmatched(json, Set.of(), null, null, null);
    }
  }

  private static void matched(JsonGenerator json, Verdict.Matched verdict) throws IOException {
    notes(json, verdict.notes());
    Json.text(json, "rule", verdict.match().rule());
    Json.text(json, "rule_id", verdict.ruleId());
    Json.text(json, "tier", verdict.tier().word());
    Json.text(json, "line", verdict.match().line());
    json.writeNumberField("line_num", verdict.match().lineNum());
    json.writeNumberField("column", verdict.hit().column());
    Json.texts(json, "captures", verdict.match().captures());
    Json.texts(json, "context", verdict.match().context());
    step(json, verdict.step());
    Json.texts(json, "failed_tests", verdict.failedTests());
    json.writeBooleanField("failed_tests_more", verdict.moreFailedTests());
    Json.text(json, "fingerprint", verdict.fingerprint());
    Json.text(json, "ruleset", verdict.ruleset().toString());
    json.writeArrayFieldStart("others");
    for (Verdict.Other other : verdict.others()) {
      other(json, other);
    }
    json.writeEndArray();
    Json.text(json, "help", verdict.help());
    Json.text(json, "issue", verdict.issue());
    Json.texts(json, "excerpt", verdict.hit().excerpt());
    json.writeNullField("reason");
  }

  private static void step(JsonGenerator json, @Nullable Step step) throws IOException {
    Json.text(json, "step", step == null ? null : step.name());
    json.writeFieldName("step_detail");
    if (step == null) {
      json.writeNull();
    } else {
      ScanRecordJson.step(json, step);
    }
  }

  private static void other(JsonGenerator json, Verdict.Other other) throws IOException {
    json.writeStartObject();
    Json.text(json, "rule", other.rule());
    Json.text(json, "rule_id", other.ruleId());
    Json.text(json, "tier", other.tier().word());
    Json.text(json, "line", other.line());
    json.writeNumberField("line_num", other.lineNum());
    json.writeNumberField("count", other.count());
    json.writeEndObject();
  }

  private static void unmatched(
      JsonGenerator json,
      Set<Note> notes,
      @Nullable String fingerprint,
      @Nullable RulesetVersion ruleset,
      @Nullable String reason)
      throws IOException {
    notes(json, notes);
    nulls(json, "rule", "rule_id", "tier", "line", "line_num", "column", "captures", "context");
    nulls(json, "step", "step_detail", "failed_tests", "failed_tests_more");
    Json.text(json, "fingerprint", fingerprint);
    Json.text(json, "ruleset", ruleset == null ? null : ruleset.toString());
    nulls(json, "others", "help", "issue", "excerpt");
    Json.text(json, "reason", reason);
  }

  private static void notes(JsonGenerator json, Set<Note> notes) throws IOException {
    Json.texts(json, "notes", notes.stream().map(Enum::name).toList());
  }

  private static void nulls(JsonGenerator json, String... names) throws IOException {
    for (String name : names) {
      json.writeNullField(name);
    }
  }
}
