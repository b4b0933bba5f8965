package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.buildmeister.job.JobId;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {
  @Test
  void keysAreThoseOfTheContract() throws IOException {
    for (JsonNode row : Fixtures.read("keys.json").path("keys")) {
      Key key = build(row.path("row").asText(), arguments(row));

      assertThat(key).as("%s", row).isEqualTo(new Key(text(row, "PK"), text(row, "SK")));
    }
  }

  @Test
  void partsThatCannotBeReadBackAreRefused() throws IOException {
    for (JsonNode row : Fixtures.read("keys.json").path("refused")) {
      assertThatThrownBy(() -> build(row.path("row").asText(), arguments(row)))
          .as("%s", row)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(row.path("why").asText());
    }
  }

  @Test
  void shardsOfTheListToDoAreUsedEvenly() {
    int[] jobs = new int[Keys.TODO_SHARDS];
    for (int i = 0; i < 1000; i++) {
      jobs[Keys.todoShard(JobId.parse("acme/app/" + i))]++;
    }

    for (int count : jobs) {
      assertThat(count).isBetween(150, 350);
    }
  }

  @Test
  void theLongestJobKeyFitsIntoEveryRow() {
    JobId job = JobId.parse("acme/" + "x".repeat(JobId.MAX_KEY_BYTES - 7) + "/1");
    String branch = "b".repeat(JobUpdate.MAX_DETAIL_BYTES);

    assertThat(Keys.branch(job, branch, Instant.MAX).sk()).hasSizeLessThan(Key.MAX_SK_BYTES);
    assertThat(Keys.commit(job, branch).pk()).hasSizeLessThan(Key.MAX_PK_BYTES);
    assertThat(Keys.todo(Instant.MIN, job).sk()).startsWith("1970-01-01T00:00:00.000Z#");
  }

  @Test
  void theOrderOfTimesIsTheOrderOfTexts() {
    assertThat(Times.text(Instant.ofEpochMilli(1000)))
        .isLessThan(Times.text(Instant.ofEpochMilli(1001)))
        .isEqualTo("1970-01-01T00:00:01.000Z");
    assertThat(Times.text(Instant.MAX)).isEqualTo("9999-12-31T23:59:59.999Z");
  }

  @Test
  void anAttributeNameThatHasAMeaningCannotBeTheClassification() {
    for (String name : List.of("status", "fingerprint", "head_branch", "a", "x y")) {
      assertThatThrownBy(() -> new Tables("workflow-job", "buildmeister", name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
    assertThat(
            new Tables("workflow-job", "buildmeister", "torchci_classification").classification())
        .isEqualTo("torchci_classification");
  }

  private static Key build(String row, List<String> parts) {
    return switch (row) {
      case "todo" -> Keys.todo(time(parts, 0), job(parts, 1));
      case "branch" -> Keys.branch(job(parts, 0), parts.get(1), time(parts, 2));
      case "commit" -> Keys.commit(job(parts, 0), parts.get(1));
      case "occurrence" ->
          Keys.occurrence(parts.get(0), parts.get(1), time(parts, 2), job(parts, 3));
      case "fingerprint_meta" -> Keys.fingerprintMeta(parts.get(0), parts.get(1));
      case "day" ->
          Keys.day(parts.get(0), LocalDate.parse(parts.get(1)), parts.get(2), parts.get(3));
      case "incident" -> Keys.incident(parts.get(0), parts.get(1));
      case "known_problem" -> Keys.knownProblem(parts.get(0), parts.get(1));
      case "post_mortem" ->
          Keys.postMortem(parts.get(0), LocalDate.parse(parts.get(1)), parts.get(2));
      case "ruleset" -> Keys.ruleset(Long.parseLong(parts.get(0)));
      case "current_ruleset" -> Keys.currentRuleset();
      case "cursor" -> Keys.cursor(parts.get(0));
      case "outgoing" ->
          Keys.outgoing(Integer.parseInt(parts.get(0)), time(parts, 1), parts.get(2));
      case "audit" -> Keys.audit(time(parts, 0), parts.get(1));
      default -> throw new AssertionError("fixture names the row " + row);
    };
  }

  private static Instant time(List<String> parts, int at) {
    return Instant.parse(parts.get(at));
  }

  private static JobId job(List<String> parts, int at) {
    return JobId.parse(parts.get(at));
  }

  private static List<String> arguments(JsonNode row) {
    List<String> parts = new ArrayList<>();
    row.path("parts").forEach(part -> parts.add(Fixtures.text(part)));
    return parts;
  }

  private static String text(JsonNode row, String name) {
    return Fixtures.text(row.path(name));
  }
}
