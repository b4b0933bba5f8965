package dev.buildmeister.cli.report;

import dev.buildmeister.cli.report.LogResult.Explained;
import dev.buildmeister.cli.report.LogResult.Unexplained;
import dev.buildmeister.cli.report.LogResult.Unreadable;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.rules.Rule.Tier;
import dev.buildmeister.rules.Sha256;
import dev.buildmeister.store.Json;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/// GitLab's Code Quality report (docs.gitlab.com, "Code Quality report format"): a JSON array with
/// an issue for each log.
public final class GitlabReport implements Report {
  private final Io io;
  private final Set<String> used = new HashSet<>();
  private boolean first = true;

  public GitlabReport(Io io) {
    this.io = io;
  }

  @Override
  public void log(LogResult result) {
    io.out().print(first ? "[\n" : ",\n");
    first = false;
    io.json(
        switch (result) {
          case Explained(String file, _, var verdict) ->
              issue(
                  file,
                  verdict.match().rule() + ": " + verdict.match().line(),
                  verdict.ruleId(),
                  verdict.fingerprint(),
                  verdict.tier() == Tier.SPECIFIC ? "major" : "minor",
                  verdict.match().lineNum());
          case Unexplained(String file, _, var verdict) ->
              issue(
                  file,
                  verdict.jobSucceeded() ? "The job succeeded" : "No rule explains this log",
                  "NO_MATCH",
                  Objects.requireNonNullElse(verdict.fingerprint(), ""),
                  "info",
                  1);
          case Unreadable(String file, String reason) ->
              issue(file, "The log cannot be read: " + reason, "SCAN_FAILED", "", "critical", 1);
        });
    io.flush();
  }

  @Override
  public void end() {
    io.out().print(first ? "[]\n" : "\n]\n");
    io.flush();
  }

  private String issue(
      String file,
      String description,
      String check,
      String fingerprint,
      String severity,
      long lineNum) {
    String path = Path.of(file).normalize().toString().replace('\\', '/');
    return Json.object(
        json -> {
          Json.text(json, "description", description);
          Json.text(json, "check_name", check);
          Json.text(json, "fingerprint", unique(path + "\0" + fingerprint));
          Json.text(json, "severity", severity);
          json.writeObjectFieldStart("location");
          Json.text(json, "path", path);
          json.writeObjectFieldStart("lines");
          json.writeNumberField("begin", lineNum);
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /// GitLab takes issues with equal fingerprints for one, and compares them between pipelines: so
  /// it follows from the log's path and the failure's identity, and from its place only where both
  /// are equal.
  private String unique(String text) {
    String hash = Sha256.hex(text, 32);
    for (int again = 2; !used.add(hash); again++) {
      hash = Sha256.hex(text + "\0" + again, 32);
    }
    return hash;
  }
}
