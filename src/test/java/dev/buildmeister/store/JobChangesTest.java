package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.job.Note;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JobChangesTest {
  private static final JobId JOB = JobId.parse("acme/app/1");
  private static final RulesetVersion RULESET = new RulesetVersion(1785585600, "0a1b2c3d4e5f");

  @Test
  void theItemIsThatOfTheContract() throws IOException {
    for (JsonNode row : Fixtures.read("item.json").path("items")) {
      Attributes item = verdictItem(row);

      assertThat(Json.TREES.readTree(item.json()))
          .as("%s", row.path("name"))
          .isEqualTo(row.path("item"));
      assertThat(item.sizeBytes()).as("%s", row.path("name")).isLessThan(4096);
    }
  }

  private static Attributes verdictItem(JsonNode row) {
    JobId job = JobId.parse(Fixtures.text(row.path("job")));
    Instant modified = Instant.parse(row.path("log_modified").asText("1970-01-01T00:00:00Z"));
    Instant now = Instant.parse("2026-08-01T12:00:05Z");
    Verdict verdict = verdict(row);
    VerdictWrite write =
        switch (verdict.state()) {
          case MATCHED, NO_MATCH, SCAN_FAILED ->
              VerdictWrite.fromLog(job, verdict, modified, RULESET, now);
          case LOG_PENDING, LOG_MISSING, STARTUP_FAILURE, TIMED_OUT ->
              VerdictWrite.withoutLog(verdict, now);
        };
    return alone(job, write);
  }

  /// What a verdict makes of a job of which nothing is known.
  private static Attributes alone(JobId job, VerdictWrite write) {
    return ItemFit.fitted(
            JobChanges.verdict(write, Tables.DEFAULT), job, Attributes.NONE, Tables.DEFAULT)
        .getFirst()
        .apply(Attributes.NONE)
        .without(Set.of(Tables.ATTEMPTS));
  }

  private static Verdict verdict(JsonNode row) {
    return switch (Verdict.State.valueOf(row.path("state").asText())) {
      case MATCHED -> Samples.matched(match(row.path("match")), notes(row), RULESET);
      case NO_MATCH ->
          new Verdict.NoMatch(row.path("fingerprint").textValue(), notes(row), RULESET);
      case LOG_PENDING -> new Verdict.LogPending();
      case LOG_MISSING -> new Verdict.LogMissing(Fixtures.text(row.path("reason")));
      case SCAN_FAILED -> new Verdict.ScanFailed(Fixtures.text(row.path("reason")));
      case STARTUP_FAILURE -> new Verdict.StartupFailure();
      case TIMED_OUT -> new Verdict.TimedOut();
    };
  }

  private static Set<Note> notes(JsonNode row) {
    Set<Note> notes = EnumSet.noneOf(Note.class);
    row.path("notes").forEach(note -> notes.add(Note.valueOf(note.asText())));
    return notes;
  }

  private static Match match(JsonNode match) {
    return new Match(
        Fixtures.text(match.path("rule")),
        Fixtures.text(match.path("line")),
        match.path("line_num").asLong(),
        texts(match.path("captures")),
        texts(match.path("context")));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(Fixtures.text(text)));
    return texts;
  }

  @Test
  void everyVerdictStaysUnderFourKilobytesAndKeepsABeginningOfEachText() {
    for (int round = 0; round < 300; round++) {
      Random random = new Random(Contract.SEED + round);
      Match match = Samples.hugeMatch(random);
      JobId job = JobId.parse("acme/" + "x".repeat(random.nextInt(880) + 1) + "/1");
      VerdictWrite write =
          VerdictWrite.fromLog(
              job,
              Samples.matched(match, EnumSet.allOf(Note.class), RULESET),
              TestClock.START,
              RULESET,
              TestClock.START);
      Attributes item = alone(job, write);

      String seed = "seed " + (Contract.SEED + round);
      assertThat(ItemFit.sizeBytes(job, item)).as(seed).isLessThan(4096);
      Match kept = new JobItem(job, item, Tables.DEFAULT).match().orElseThrow();
      assertThat(Texts.wellFormed(match.line())).as(seed).startsWith(kept.line());
      assertThat(kept.captures().size()).as(seed).isLessThanOrEqualTo(match.captures().size());
      for (int i = 0; i < kept.captures().size(); i++) {
        assertThat(match.captures().get(i)).as(seed).startsWith(kept.captures().get(i));
      }
      boolean contextCut = kept.context().size() < match.context().size();
      boolean capturesCut = !kept.captures().equals(match.captures());
      assertThat(capturesCut && !contextCut && kept.context().size() > 1).as(seed).isFalse();
      boolean lineCut = !kept.line().equals(Texts.wellFormed(match.line()));
      assertThat(lineCut && !kept.captures().isEmpty()).as(seed).isFalse();
    }
  }

  @Test
  void theFactsThatAreKeptAreTheSameWhetherTheyOrTheVerdictComeFirst() {
    for (int round = 0; round < 300; round++) {
      String seed = "seed " + (Contract.SEED + round);
      Random random = new Random(Contract.SEED + round);
      JobId job = JobId.parse("acme/" + "x".repeat(random.nextInt(891) + 1) + "/a");
      JobUpdate update = JobUpdate.completed(1, Conclusion.FAILURE, TestClock.START);
      for (Detail detail : Detail.values()) {
        update = update.with(detail, "d".repeat(random.nextInt(600) + 1));
      }
      Match match = new Match("r", "l".repeat(4000), 1, List.of(), List.of());
      List<ItemUpdate> facts = JobChanges.facts(update);
      List<ItemUpdate> verdict =
          JobChanges.verdict(
              VerdictWrite.fromLog(
                  job, Samples.matched(match, RULESET), TestClock.START, RULESET, TestClock.START),
              Tables.DEFAULT);
      Attributes one = done(verdict, job, done(facts, job, Attributes.NONE));
      Attributes other = done(facts, job, done(verdict, job, Attributes.NONE));

      Set<String> own = JobChanges.ownNames(Tables.DEFAULT);
      assertThat(one.without(own)).as(seed).isEqualTo(other.without(own));
      for (Attributes item : List.of(one, other, done(facts, job, one))) {
        assertThat(ItemFit.sizeBytes(job, item)).as(seed).isLessThan(4096);
        assertThat(item.text(Detail.BRANCH.attribute()))
            .as(seed)
            .hasValue(update.details().get(Detail.BRANCH));
        assertThat(item.fields("classification").orElseThrow().sizeBytes())
            .as(seed)
            .isGreaterThanOrEqualTo(ItemFit.LEAST_MATCH_BYTES);
      }
    }
  }

  @Test
  void aDetailThatFindsNoRoomLeavesWhatTheSameRunToldBefore() {
    JobUpdate queued = JobUpdate.of(1, JobStatus.QUEUED).with(Detail.URL, "https://ci/1");
    Attributes before = done(JobChanges.facts(queued), JOB, Attributes.NONE);
    JobUpdate full = JobUpdate.completed(1, Conclusion.FAILURE, TestClock.START);
    for (Detail detail : Detail.values()) {
      full = full.with(detail, "d".repeat(512));
    }
    Attributes sameRun = done(JobChanges.facts(full), JOB, before);
    assertThat(sameRun.text(Detail.URL.attribute())).hasValue("https://ci/1");
    JobUpdate again =
        new JobUpdate(
            2,
            JobStatus.COMPLETED,
            Conclusion.FAILURE,
            null,
            null,
            TestClock.START,
            full.details());
    assertThat(done(JobChanges.facts(again), JOB, before).get(Detail.URL.attribute())).isEmpty();
  }

  @Test
  void whatIsFittedIsNotCutAgain() {
    for (int round = 0; round < 100; round++) {
      Random random = new Random(Contract.SEED + round);
      JobUpdate update = JobUpdate.of(1, JobStatus.QUEUED);
      for (Detail detail : Detail.values()) {
        update = update.with(detail, "d".repeat(random.nextInt(600) + 1));
      }
      Attributes before =
          Attributes.NONE
              .with("theirs", "t".repeat(random.nextInt(3000)))
              .with(Detail.HEAD_REPO.attribute(), "h".repeat(random.nextInt(600)));
      ItemUpdate facts = JobChanges.facts(update).getFirst();
      Attributes fitted = done(List.of(facts), JOB, before);

      assertThat(ItemFit.fitted(facts, JOB, before, fitted, fitted, Tables.DEFAULT))
          .as("seed %d", Contract.SEED + round)
          .isEqualTo(fitted);
    }
  }

  private static Attributes done(List<ItemUpdate> updates, JobId job, Attributes item) {
    return ItemFit.fitted(updates, job, item, Tables.DEFAULT).stream()
        .filter(update -> update.holds(item))
        .findFirst()
        .map(update -> update.apply(item))
        .orElse(item);
  }

  @Test
  void itemsSurviveTheirJson() {
    for (int round = 0; round < 100; round++) {
      Random random = new Random(Contract.SEED + round);
      Attributes item =
          Attributes.NONE
              .with("text", Samples.text(random, 50))
              .with("number", random.nextLong())
              .with("inner", new Value.Fields(Attributes.NONE.with("a", Samples.text(random, 9))))
              .with("list", Value.Items.ofTexts(List.of(Samples.text(random, 9), "b")));

      assertThat(Attributes.parse(item.json()))
          .as("seed %d", Contract.SEED + round)
          .isEqualTo(item);
    }
  }

  @Test
  void jsonEscapesWhateverHidesAndReadsItBack() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (Hidden.isHidden(point)) {
        Attributes item = Attributes.NONE.with("text", Character.toString(point));

        assertThat(item.json().chars()).as("U+%X", point).allMatch(c -> c >= 0x20 && c < 0x7f);
        assertThat(Attributes.parse(item.json())).as("U+%X", point).isEqualTo(item);
      }
    }
  }

  @Test
  void aJobIsToDoAsTheContractSays() throws IOException {
    for (JsonNode row : Fixtures.read("todo.json").path("jobs")) {
      Map<String, Value> values = new TreeMap<>();
      row.path("item")
          .properties()
          .forEach(
              member ->
                  values.put(
                      member.getKey(),
                      member.getValue().isTextual()
                          ? new Value.Text(member.getValue().asText())
                          : new Value.Int(member.getValue().asLong())));
      JobItem item =
          new JobItem(JobId.parse("acme/app/1"), Attributes.NONE.plus(values), Tables.DEFAULT);
      boolean listed =
          JobRows.of(item).keySet().stream().anyMatch(key -> key.pk().startsWith("TODO#"));

      assertThat(listed).as("%s", row).isEqualTo(row.path("listed").asBoolean());
      assertThat(item.isToDo(row.path("ruleset_seq").asLong()))
          .as("%s", row)
          .isEqualTo(row.path("to_do").asBoolean());
    }
  }

  @Test
  void aVerdictCannotBeWrittenAsThatOfAnotherRuleset() {
    Verdict verdict = new Verdict.NoMatch(null, Set.of(), RULESET);

    assertThatThrownBy(
            () ->
                new VerdictWrite(
                    verdict,
                    Instant.EPOCH,
                    new RulesetVersion(1, "x"),
                    Instant.EPOCH,
                    null,
                    VerdictWrite.Source.FINISHED_LOG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1785585600-0a1b2c3d4e5f");
  }

  @Test
  void onlyCompletedJobsHaveATimeOfCompletion() {
    assertThatThrownBy(
            () ->
                new JobUpdate(
                    1, JobStatus.COMPLETED, Conclusion.FAILURE, null, null, null, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new JobUpdate(1, JobStatus.QUEUED, null, null, null, Instant.EPOCH, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUpdateMayNotChangeAnAttributeInTwoWays() {
    Map<String, Value> set = Map.of("a", new Value.Int(1));

    assertThatThrownBy(() -> new ItemUpdate(List.of(), set, Map.of(), Set.of("a"), null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ItemUpdate(List.of(), set, Map.of(), Set.of(), "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
