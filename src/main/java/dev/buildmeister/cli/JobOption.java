package dev.buildmeister.cli;

import dev.buildmeister.cli.report.Shell;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.job.JobFacts.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What is known of the job: `--job repo=acme/app,branch=main`.
final class JobOption {
  @Option(
      names = "--job",
      paramLabel = "FACT=VALUE[,…]",
      description =
          "What is known of the job, for rules that apply to some jobs only: host, repo, branch,"
              + " workflow, job, conclusion. A comma in a value is fine unless 'FACT=' follows it.")
  List<String> facts = new ArrayList<>();

  /// The facts.
  ///
  /// @throws UsageException if a key is not one, or is given twice
  JobFacts facts() {
    JobFacts job = JobFacts.UNKNOWN;
    for (String part : parts()) {
      int equals = part.indexOf('=');
      String key = equals < 0 ? part : part.substring(0, equals);
      Fact fact = fact(key.strip());
      if (equals < 0) {
        throw new UsageException("--job " + key + " has no value; write --job " + key + "=…");
      }
      Optional<String> before = job.get(fact);
      if (before.isPresent()) {
        throw new UsageException("--job gives " + fact.key() + " twice");
      }
      job = job.with(fact, part.substring(equals + 1));
    }
    return job;
  }

  /// The option as it can be given again, with a blank before it; empty if it was not given.
  String words() {
    return facts.isEmpty() ? "" : " --job " + Shell.quote(String.join(",", facts));
  }

  /// Split at commas; what has no `key=` belongs to the value before it.
  private List<String> parts() {
    List<String> parts = new ArrayList<>();
    for (String each : facts) {
      boolean continues = false;
      for (String part : each.split(",", -1)) {
        if (continues && part.indexOf('=') < 0) {
          parts.add(parts.removeLast() + "," + part);
        } else {
          parts.add(part);
        }
        continues = parts.getLast().indexOf('=') >= 0;
      }
    }
    return parts;
  }

  private static Fact fact(String key) {
    return Fact.of(key)
        .orElseThrow(
            () ->
                new UsageException(
                    "--job knows no '"
                        + Printable.of(key)
                        + "'; it knows "
                        + String.join(", ", Fact.keys())
                        + (key.equals("step") ? " (the step is known from the log)" : "")));
  }
}
