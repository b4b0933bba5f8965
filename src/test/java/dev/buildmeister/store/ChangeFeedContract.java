package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.job.JobId;
import dev.buildmeister.store.ChangeFeed.Batch;
import dev.buildmeister.store.ChangeFeed.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [ChangeFeed] does.
public abstract class ChangeFeedContract extends Contract {
  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private ChangeFeed feed;

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private JobStore jobs;

  /// The feed of [#jobs], which has told nothing yet.
  protected abstract ChangeFeed open();

  /// The store that it tells of; called after [#open].
  protected abstract JobStore jobs();

  /// How often to ask, so that everything comes that will come.
  protected int rounds() {
    return 80;
  }

  @BeforeEach
  void openStores() {
    feed = open();
    jobs = jobs();
  }

  @Test
  void everyChangeIsToldInTheOrderOfItsJob() {
    for (int i = 1; i <= 5; i++) {
      write(JobStoreContract.job(1), i);
      write(JobStoreContract.job(2), i);
    }

    assertThat(rules(readAll("track"), JobStoreContract.job(1)))
        .containsExactly("r1", "r2", "r3", "r4", "r5");
  }

  @Test
  void aChangeHasTheItemBeforeAndAfter() {
    write(JobStoreContract.JOB, 1);
    write(JobStoreContract.JOB, 2);

    List<Change> changes = readAll("track");
    assertThat(changes.getFirst().before()).isEmpty();
    Change last = changes.getLast();
    assertThat(last.before().flatMap(JobItem::match).orElseThrow().rule()).isEqualTo("r1");
    assertThat(last.after().match().orElseThrow().rule()).isEqualTo("r2");
  }

  @Test
  void whatWasCommittedIsNotToldAgainInTheEnd() {
    write(JobStoreContract.JOB, 1);
    readAll("track");

    assertThat(
            eventually(() -> feed.read("track", 9), batch -> batch.changes().isEmpty()).changes())
        .isEmpty();
    write(JobStoreContract.JOB, 2);
    assertThat(rules(readAll("track"), JobStoreContract.JOB)).contains("r2").doesNotContain("r3");
  }

  @Test
  void eachConsumerHasItsOwnPlace() {
    write(JobStoreContract.JOB, 1);
    readAll("track");

    assertThat(readAll("views")).isNotEmpty();
  }

  @Test
  void whatIsNotCommittedIsToldAgain() {
    write(JobStoreContract.JOB, 1);
    Batch first = eventually(() -> feed.read("track", 9), batch -> !batch.changes().isEmpty());

    assertThat(
            eventually(() -> feed.read("track", 9), batch -> !batch.changes().isEmpty()).changes())
        .isEqualTo(first.changes());
  }

  @Test
  void aWriteThatWasKeptOutIsNoChange() {
    write(JobStoreContract.JOB, 5);
    write(JobStoreContract.JOB, 1);

    assertThat(rules(readAll("track"), JobStoreContract.JOB)).containsOnly("r5");
  }

  private void write(JobId job, int version) {
    call(() -> jobs.putVerdict(job, JobStoreContract.matched("r" + version, version, 1)));
  }

  /// All changes, as a consumer that takes those it knows for nothing new.
  private List<Change> readAll(String consumer) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < rounds(); i++) {
      Batch batch = call(() -> feed.read(consumer, 3));
      assertThat(batch.gap()).isFalse();
      for (Change change : batch.changes()) {
        if (!changes.contains(change)) {
          changes.add(change);
        }
      }
      run(() -> feed.commit(consumer, batch.position()));
    }
    return changes;
  }

  /// The rules that a job's changes end in, without those that were told twice.
  private static List<String> rules(List<Change> changes, JobId job) {
    Map<String, Integer> seen = new HashMap<>();
    List<String> rules = new ArrayList<>();
    for (Change change : changes) {
      Optional<String> rule = change.after().match().map(match -> match.rule());
      if (change.after().id().equals(job) && rule.isPresent() && seen.put(rule.get(), 1) == null) {
        rules.add(rule.get());
      }
    }
    return rules;
  }
}
