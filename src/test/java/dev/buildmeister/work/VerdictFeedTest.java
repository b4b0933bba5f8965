package dev.buildmeister.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.job.JobId;
import dev.buildmeister.local.LocalStores;
import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.ChangeFeed.Change;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.TestClock;
import dev.buildmeister.store.Value;
import dev.buildmeister.work.VerdictFeed.Told;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictFeedTest {
  private final LocalStores stores;
  private final VerdictFeed feed;

  VerdictFeedTest(@TempDir Path directory) {
    stores = LocalStores.open(directory, new TestClock());
    feed =
        new VerdictFeed(
            stores.views(),
            new Retry(1, Duration.ZERO, Duration.ZERO, RandomGenerator.getDefault(), _ -> {}));
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private static JobItem item(int job, String classifiedAt) {
    TreeMap<String, Value> values = new TreeMap<>();
    values.put(Tables.STATE, new Value.Text("NO_MATCH"));
    if (!classifiedAt.isEmpty()) {
      values.put(Tables.CLASSIFIED_AT, new Value.Text(classifiedAt));
    }
    return new JobItem(
        new JobId("github.com", "acme/app", Integer.toString(job)),
        new Attributes(values),
        Tables.DEFAULT);
  }

  private static Told change(int job, String classifiedAt) {
    return new Told("" + job, new Change(Optional.empty(), item(job, classifiedAt)));
  }

  private long lines(String key) {
    return stores
        .views()
        .get(key)
        .map(view -> new String(view.bytes(), StandardCharsets.UTF_8).lines().count())
        .orElse(0L);
  }

  @Test
  void verdictsOfABatchAreInTheDirectoriesOfTheirDays() {
    feed.write(
        "1-4",
        List.of(
            change(1, "2026-08-01T23:59:59.999Z"),
            change(2, "2026-08-02T00:00:00.000Z"),
            change(3, "2026-08-01T00:00:00.000Z"),
            change(4, "")));
    assertThat(lines("feed/2026-08-01/1-4.jsonl")).isEqualTo(2);
    assertThat(lines("feed/2026-08-02/1-4.jsonl")).isEqualTo(1);
    assertThat(lines("feed/unknown/1-4.jsonl")).isEqualTo(1);
  }

  @Test
  void halfABatchDoesNotTakeThePlaceOfTheWhole() {
    Told first = change(1, "2026-08-01T10:00:00.000Z");
    feed.write("1-2", List.of(first, change(2, "2026-08-01T10:00:00.000Z")));
    feed.write("1-1", List.of(first));
    assertThat(lines("feed/2026-08-01/1-2.jsonl")).isEqualTo(2);
  }

  @Test
  void linesOfAJobAreOrderedAsTextsByTheNumberOfTheirChange() {
    Change change = change(1, "2026-08-01T10:00:00.000Z").change();
    feed.write("9-10", List.of(new Told("9", change), new Told("10", change)));
    String text =
        new String(
            stores.views().get("feed/2026-08-01/9-10.jsonl").orElseThrow().bytes(),
            StandardCharsets.UTF_8);
    assertThat(text.lines().map(line -> line.replaceAll(".*\"sequence\":\"(\\d+)\"}", "$1")))
        .containsExactly("0".repeat(39) + "9", "0".repeat(38) + "10")
        .isSorted();
  }

  @Test
  void aChangeOfSomethingElseIsNotTold() {
    JobItem same = item(1, "2026-08-01T10:00:00.000Z");
    feed.write("1-1", List.of(new Told("1", new Change(Optional.of(same), same))));
    assertThat(lines("feed/2026-08-01/1-1.jsonl")).isZero();
  }
}
