package dev.buildmeister.cli.report;

import dev.buildmeister.cli.report.LogResult.Explained;
import dev.buildmeister.cli.report.LogResult.Unexplained;
import dev.buildmeister.cli.report.LogResult.Unreadable;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.verdict.Match;
import org.jspecify.annotations.Nullable;

/// GitHub Actions workflow commands, which become annotations of the run that prints them.
///
/// Escaping as in actions/toolkit `packages/core/src/command.ts`. Every line printed begins with a
/// command of ours and no text of a log can end it, so that a log cannot give commands.
public final class GithubReport implements Report {
  private final Io io;

  public GithubReport(Io io) {
    this.io = io;
  }

  @Override
  public void log(LogResult result) {
    io.command(
        switch (result) {
          case Explained(String file, _, var verdict) -> {
            Match match = verdict.match();
            yield "::error file="
                + property(file)
                + ",line="
                + match.lineNum()
                + ",title="
                + property(match.rule())
                + "::"
                + message(match.line(), verdict.help());
          }
          case Unexplained(String file, var scan, var verdict) ->
              (verdict.jobSucceeded() ? "::notice file=" : "::warning file=")
                  + property(file)
                  + ",title="
                  + (verdict.jobSucceeded() ? "The job succeeded" : "No rule explains this log")
                  + "::"
                  + message(
                      "NO_MATCH by ruleset " + verdict.ruleset(),
                      String.join("\n", Words.notes(scan, verdict.notes())));
          case Unreadable(String file, String reason) ->
              "::error file="
                  + property(file)
                  + ",title=The log cannot be read::"
                  + message(reason, null);
        });
    io.flush();
  }

  @Override
  public void end() {
    io.flush();
  }

  private static String message(String first, @Nullable String more) {
    StringBuilder text = new StringBuilder(Printable.of(first));
    if (more != null) {
      more.strip().lines().forEach(line -> text.append('\n').append(Printable.of(line)));
    }
    return escape(text.toString());
  }

  private static String property(String text) {
    return escape(Printable.of(text)).replace(":", "%3A").replace(",", "%2C");
  }

  static String escape(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }
}
