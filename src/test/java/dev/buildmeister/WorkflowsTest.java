package dev.buildmeister;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What runs in CI runs only what it names, not for ever, and with no more rights than it declares.
/// The files are read as text: they keep to two blanks for each level.
class WorkflowsTest {
  private static final Path WORKFLOWS = Path.of(".github/workflows");
  private static final Pattern USES = Pattern.compile("^\\s*(?:- )?uses:\\s*(.*)$");
  private static final Pattern PINNED =
      Pattern.compile("[\\w.-]+/[\\w./-]+@[0-9a-f]{40} # v\\d+(\\.\\d+)*");
  private static final Pattern JOB = Pattern.compile("^  ([\\w-]+):\\s*$");

  /// The lines of each workflow by its name, without comments.
  private static Map<String, List<String>> workflows() throws IOException {
    Map<String, List<String>> workflows = new TreeMap<>();
    try (Stream<Path> files = Files.list(WORKFLOWS)) {
      for (Path file : files.toList()) {
        workflows.put(
            file.getFileName().toString(),
            Files.readAllLines(file).stream()
                .filter(line -> !line.strip().startsWith("#"))
                .toList());
      }
    }
    assertThat(workflows).containsKeys("verify.yml", "deploy.yml", "ruleset.yml");
    return workflows;
  }

  /// The lines of each job by `workflow: job`.
  private static Map<String, List<String>> jobs() throws IOException {
    Map<String, List<String>> jobs = new TreeMap<>();
    workflows()
        .forEach(
            (workflow, lines) -> {
              List<String> job = new ArrayList<>();
              for (String line : lines.subList(lines.indexOf("jobs:") + 1, lines.size())) {
                var name = JOB.matcher(line);
                if (name.matches()) {
                  job = new ArrayList<>();
                  jobs.put(workflow + ": " + name.group(1), job);
                }
                job.add(line);
              }
            });
    assertThat(jobs).hasSizeGreaterThan(6);
    return jobs;
  }

  @Test
  void everyActionIsPinnedByItsCommit() throws IOException {
    List<String> used = new ArrayList<>();
    for (List<String> lines : workflows().values()) {
      for (String line : lines) {
        var uses = USES.matcher(line);
        if (uses.matches()) {
          used.add(uses.group(1));
        }
      }
    }
    assertThat(used).hasSizeGreaterThan(6).allMatch(action -> PINNED.matcher(action).matches());
  }

  @Test
  void oneActionIsPinnedToOneCommitEverywhere() throws IOException {
    Map<String, String> commits = new TreeMap<>();
    for (List<String> lines : workflows().values()) {
      for (String line : lines) {
        var uses = USES.matcher(line);
        if (uses.matches()) {
          String action = uses.group(1);
          String name = action.substring(0, action.indexOf('@'));
          assertThat(commits.computeIfAbsent(name, _ -> action)).isEqualTo(action);
        }
      }
    }
  }

  @Test
  void everyJobHasATimeLimit() throws IOException {
    jobs()
        .forEach(
            (job, lines) ->
                assertThat(lines)
                    .as(job)
                    .anyMatch(line -> line.matches("    timeout-minutes: [1-9]\\d*")));
  }

  @Test
  void everyWorkflowDeclaresItsPermissionsAndWritesNothingByThem() throws IOException {
    workflows()
        .forEach(
            (workflow, lines) -> {
              List<String> top = lines.subList(0, lines.indexOf("jobs:"));
              assertThat(top).as(workflow).anyMatch(line -> line.startsWith("permissions:"));
              assertThat(top).as(workflow).noneMatch(line -> line.contains("write"));
            });
  }

  @Test
  void onlyAJobOfAnEnvironmentGetsAnIdentity() throws IOException {
    List<String> withIdentity = new ArrayList<>();
    jobs()
        .forEach(
            (job, lines) -> {
              if (lines.contains("      id-token: write")) {
                withIdentity.add(job);
                assertThat(lines)
                    .as(job)
                    .anyMatch(line -> line.matches("    environment: (production|rules)"));
              }
            });
    assertThat(withIdentity).containsExactly("deploy.yml: deploy", "ruleset.yml: publish");
  }

  @Test
  void nothingRunsTheCodeOfAPullRequestWithRights() throws IOException {
    for (List<String> lines : workflows().values()) {
      assertThat(lines)
          .noneMatch(line -> line.contains("pull_request_target") || line.contains("workflow_run"));
    }
  }

  /// What somebody else may write, a title or the input of a run, would become part of the script.
  @Test
  void noScriptIsMadeOfExpressions() throws IOException {
    workflows()
        .forEach(
            (workflow, lines) -> {
              int block = -1;
              for (String line : lines) {
                int indent = line.length() - line.stripLeading().length();
                if (block >= 0 && !line.isBlank() && indent <= block) {
                  block = -1;
                }
                if (line.matches("\\s*(- )?run: .*")) {
                  block = line.contains("- run:") ? indent + 2 : indent;
                }
                if (block >= 0) {
                  assertThat(line).as(workflow).doesNotContain("${{");
                }
              }
            });
  }

  /// Without a revision of its own a deployment changes functions that nobody calls.
  @Test
  void everyDeploymentHasARevisionOfAllItsParameters() throws IOException {
    for (Path file : List.of(WORKFLOWS.resolve("deploy.yml"), Path.of("docs/deploy.md"))) {
      String text = Files.readString(file);
      assertThat(text.split("aws cloudformation deploy", -1)).as(file.toString()).hasSize(2);
      assertThat(text)
          .containsPattern(
              "--parameter-overrides (\\S+) Revision=\"\\$\\(\\.ci/revision \\1\\)\"\n");
    }
  }

  /// A function that may read nothing answers too: that it cannot.
  @Test
  void aDeploymentWhoseFunctionMayNotReadFails() throws IOException {
    List<String> deploy = jobs().getOrDefault("deploy.yml: deploy", List.of());
    assertThat(deploy)
        .anyMatch(line -> line.strip().equals("ask none '.state == \"LOG_PENDING\"'"))
        .anyMatch(line -> line.contains("ask 1 '.state == \"MATCHED\" or .state == \"NO_MATCH\"'"));
    String log = "fixtures/logs/github-pytest-assert.log";
    assertThat(deploy).anyMatch(line -> line.contains("aws s3 cp --only-show-errors " + log + " "));
    assertThat(Path.of(log)).exists();
  }

  /// Of the runs that wait in a group only the last is kept, so one that goes back must not wait
  /// where pushes do. And one that waits for approval must not keep others from being tested.
  @Test
  void noPushCancelsTheWayBack() throws IOException {
    List<String> deploy = workflows().getOrDefault("deploy.yml", List.of());
    assertThat(deploy)
        .noneMatch(line -> line.startsWith("concurrency:"))
        .containsOnlyOnce("      group: deploy-production${{ inputs.tag != '' && '-tag' || '' }}");
    assertThat(jobs().getOrDefault("deploy.yml: deploy", List.of()))
        .containsSequence(
            "    concurrency:",
            "      group: deploy-production${{ inputs.tag != '' && '-tag' || '' }}",
            "      cancel-in-progress: false");
  }
}
