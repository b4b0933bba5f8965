package dev.buildmeister.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.buildmeister.cli.report.LogResult.Explained;
import dev.buildmeister.cli.report.LogResult.Unexplained;
import dev.buildmeister.cli.report.LogResult.Unreadable;
import dev.buildmeister.job.Note;
import dev.buildmeister.job.Step;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What came of one log as a JSON object on one line. All members are always there, null where the
/// log has no verdict; docs/cli.md lists them.
public final class VerdictLine {
  private VerdictLine() {}

  /// The object, without a line break.
  public static String of(LogResult result) {
    return Json.object(
        json -> {
          json.writeStringField("file", result.file());
          json.writeStringField("state", result.state().name());
          switch (result) {
            case Explained explained -> explained(json, explained.verdict());
            case Unexplained unexplained -> unexplained(json, unexplained.verdict());
            case Unreadable(_, String reason) -> {
              notes(json, Set.of());
              nothing(json);
              end(json, null, null, reason);
            }
          }
        });
  }

  private static void explained(JsonGenerator json, Verdict.Matched verdict) throws IOException {
    Match match = verdict.match();
    notes(json, verdict.notes());
    json.writeStringField("rule", match.rule());
    json.writeStringField("rule_id", verdict.ruleId());
    json.writeStringField("tier", verdict.tier().word());
    json.writeStringField("line", match.line());
    json.writeNumberField("line_num", match.lineNum());
    json.writeNumberField("column", verdict.hit().column());
    Json.texts(json, "captures", match.captures());
    Json.texts(json, "context", match.context());
    step(json, verdict.step());
    Json.texts(json, "failed_tests", verdict.failedTests());
    Json.texts(json, "excerpt", verdict.hit().excerpt());
    others(json, verdict.others());
    Json.text(json, "help", verdict.help());
    Json.text(json, "issue", verdict.issue());
    end(json, verdict.fingerprint(), verdict.ruleset().toString(), null);
  }

  private static void unexplained(JsonGenerator json, Verdict.NoMatch verdict) throws IOException {
    notes(json, verdict.notes());
    nothing(json);
    end(json, verdict.fingerprint(), verdict.ruleset().toString(), null);
  }

  private static void nothing(JsonGenerator json) throws IOException {
    for (String name :
        List.of(
            "rule",
            "rule_id",
            "tier",
            "line",
            "line_num",
            "column",
            "captures",
            "context",
            "step",
            "failed_tests",
            "excerpt",
            "others",
            "help",
            "issue")) {
      json.writeNullField(name);
    }
  }

  private static void end(
      JsonGenerator json,
      @Nullable String fingerprint,
      @Nullable String ruleset,
      @Nullable String error)
      throws IOException {
    Json.text(json, "fingerprint", fingerprint);
    Json.text(json, "ruleset", ruleset);
    Json.text(json, "error", error);
  }

  private static void notes(JsonGenerator json, Set<Note> notes) throws IOException {
    Json.texts(json, "notes", notes.stream().map(Note::name).toList());
  }

  private static void step(JsonGenerator json, @Nullable Step step) throws IOException {
    if (step == null) {
      json.writeNullField("step");
      return;
    }
    json.writeObjectFieldStart("step");
    Json.text(json, "job", step.job());
    json.writeStringField("name", step.name());
    json.writeNumberField("first_line", step.firstLine());
    json.writeNumberField("last_line", step.lastLine());
    if (step.exitCode() == null) {
      json.writeNullField("exit_code");
    } else {
      json.writeNumberField("exit_code", step.exitCode());
    }
    json.writeBooleanField("failed", step.failed());
    json.writeEndObject();
  }

  private static void others(JsonGenerator json, List<Verdict.Other> others) throws IOException {
    json.writeArrayFieldStart("others");
    for (Verdict.Other other : others) {
      json.writeStartObject();
      json.writeStringField("rule", other.rule());
      json.writeStringField("rule_id", other.ruleId());
      json.writeStringField("tier", other.tier().word());
      json.writeNumberField("line_num", other.lineNum());
      json.writeStringField("line", other.line());
      json.writeNumberField("count", other.count());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
