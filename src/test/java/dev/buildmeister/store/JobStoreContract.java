package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.job.JobId;
import dev.buildmeister.job.Note;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.JobStore.Outcome;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.store.VerdictWrite.Source;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [JobStore] does.
public abstract class JobStoreContract extends Contract {
  protected static final JobId JOB = JobId.parse("acme/app/42");
  private static final Instant DONE = Instant.parse("2026-08-01T09:00:00Z");

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private JobStore store;

  /// An empty store.
  protected abstract JobStore open();

  /// Puts an item as another program does; a store that has more kinds of values adds some.
  protected abstract void putForeign(JobId job, Attributes item);

  /// All attributes of an item as the store has them, by name.
  protected abstract Map<String, String> raw(JobId job);

  @BeforeEach
  void openStore() {
    store = open();
  }

  @Test
  void aJobThatNobodyWroteIsNotThere() {
    assertThat(call(() -> store.get(JOB))).isEmpty();
  }

  @Test
  void aLimitBelowOneIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> call(() -> store.todo(0, 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call(() -> store.ofBranch("acme/app", "main", null, -1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call(() -> store.ofCommit("acme/app", "abc", null, 0)));
  }

  @Test
  void factsAndVerdictDoNotTouchEachOther() {
    put(JOB, failed(DONE).with(Detail.BRANCH, "main"));
    put(JOB, matched("a", 1, 1));
    put(JOB, failed(DONE).with(Detail.NAME, "build"));

    JobItem item = item(JOB);
    assertThat(item.match().map(Match::rule)).contains("a");
    assertThat(item.facts().get(Fact.BRANCH)).contains("main");
    assertThat(item.facts().get(Fact.JOB)).contains("build");
    assertThat(item.facts().get(Fact.CONCLUSION)).contains("failure");
  }

  @Test
  void theWholeItemStaysUnderFourKilobytesInEveryOrderOfArrival() {
    for (int order = 0; order < 24; order++) {
      JobId job = JobId.parse("acme/" + "x".repeat(891) + "/" + (char) ('a' + order));
      List<Integer> steps = new ArrayList<>(List.of(0, 1, 2, 3));
      for (int i = 0, rest = order; i < 4; rest /= 4 - i, i++) {
        Collections.swap(steps, i, i + rest % (4 - i));
      }
      for (int step : steps) {
        worst(job, step);
        assertThat(ItemFit.sizeBytes(job, item(job).attributes()))
            .as("%s of %s", step, steps)
            .isLessThan(4096);
      }
      assertThat(item(job).corrected()).isTrue();
      assertThat(matchBytes(job)).as("%s", steps).isGreaterThanOrEqualTo(600);
      assertThat(item(job).detail(Detail.BRANCH)).as("%s", steps).isPresent();
      assertThat(item(job).detail(Detail.HEAD_REPO)).as("%s", steps).isPresent();
    }
  }

  @Test
  void whatAnotherProgramPutOnAnItemStaysAsItIs() {
    putForeign(JOB, foreign(25));
    Map<String, String> theirs = raw(JOB);
    call(() -> store.attempt(JOB, modified(1)));
    assertThat(rest()).isEqualTo(theirs);
    worst(JOB, 1);
    assertThat(rest()).isEqualTo(theirs);
    worst(JOB, 2);
    assertThat(rest()).isEqualTo(theirs);
    call(() -> store.withdrawCorrection(JOB));

    assertThat(raw(JOB)).isEqualTo(theirs);
  }

  @Test
  void aVerdictHasRoomOnAnItemThatAnotherProgramFills() {
    putForeign(JOB, foreign(25));
    call(() -> store.attempt(JOB, modified(1)));
    List<String> context = Collections.nCopies(12, "x".repeat(100));
    Match match = new Match("rule", "l".repeat(300), 7, List.of("c".repeat(100)), context);
    put(JOB, fromLog(Samples.matched(match, ruleset(1)), 1, 1));

    Match kept = item(JOB).match().orElseThrow();
    assertThat(kept.line()).isEqualTo(match.line());
    assertThat(kept.captures()).isEqualTo(match.captures());
    assertThat(kept.context()).hasSizeBetween(2, 11);
    long own = part(JOB, JobChanges.ownNames(Tables.DEFAULT)).sizeBytes();
    long room = ItemFit.VERDICT_BYTES + JOB.scanKey().length();
    assertThat(own).isLessThanOrEqualTo(room).isGreaterThan(room - 102);
  }

  @Test
  void factsOnAnItemThatAnotherProgramFillsAreThoseThatMatterMost() {
    putForeign(JOB, foreign(25));
    Map<String, String> theirs = raw(JOB);
    worst(JOB, 0);

    Map<String, String> now = new TreeMap<>(raw(JOB));
    now.keySet().retainAll(theirs.keySet());
    Set<String> first = Set.of(Detail.BRANCH.attribute(), Detail.HEAD_REPO.attribute());
    now.keySet().removeAll(first);
    theirs.keySet().removeAll(first);
    assertThat(now).isEqualTo(theirs);
    assertThat(item(JOB).detail(Detail.BRANCH).orElseThrow()).startsWith("BRANCHddd");
    assertThat(item(JOB).detail(Detail.HEAD_REPO).orElseThrow()).startsWith("HEAD_REPOddd");
    assertThat(item(JOB).failed()).isTrue();
  }

  @Test
  void withALittleOfAnotherProgramTheItemStaysUnderFourKilobytes() {
    for (List<Integer> steps : List.of(List.of(3, 1, 0), List.of(0, 3, 1), List.of(1, 2, 0))) {
      JobId job = job(steps.getFirst());
      putForeign(job, foreign(4));
      steps.forEach(step -> worst(job, step));

      assertThat(ItemFit.sizeBytes(job, item(job).attributes())).isLessThan(4096);
      assertThat(matchBytes(job)).isGreaterThanOrEqualTo(600);
      assertThat(item(job).detail(Detail.BRANCH).orElseThrow()).startsWith("BRANCHddd");
    }
  }

  @Test
  void aMatchOfAnotherProgramIsNotCut() {
    Attributes match = Attributes.NONE.with("rule", "r").with("line", "l".repeat(5000));
    Value theirs = new Value.Fields(match.with("score", 7));
    putForeign(JOB, Attributes.NONE.with("classification", theirs));
    call(() -> store.attempt(JOB, modified(1)));
    worst(JOB, 0);
    put(JOB, VerdictWrite.withoutLog(new Verdict.LogPending(), DONE));

    assertThat(item(JOB).attributes().get("classification")).contains(theirs);
  }

  /// A webhook's object with so many steps.
  private static Attributes foreign(int steps) {
    List<Value> all = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      Attributes step = Attributes.NONE.with("name", "n".repeat(180)).with("number", i);
      Value labels = Value.Items.ofTexts(List.of("a", "b"));
      all.add(new Value.Fields(step.with("labels", labels).with("conclusion", "success")));
    }
    Attributes item =
        Attributes.NONE.with("steps", new Value.Items(all)).with("runner_id", 1L << 60);
    for (Detail detail : Detail.values()) {
      item = item.with(detail.attribute(), "their " + detail);
    }
    return item;
  }

  /// What is not ours.
  private Map<String, String> rest() {
    Map<String, String> rest = new TreeMap<>(raw(JOB));
    rest.keySet().removeAll(JobChanges.ownNames(Tables.DEFAULT));
    return rest;
  }

  private Attributes part(JobId job, Set<String> names) {
    Attributes item = item(job).attributes();
    Set<String> others = new HashSet<>(item.values().keySet());
    others.removeAll(names);
    return item.without(others);
  }

  private long matchBytes(JobId job) {
    return MatchFit.attributes(item(job).match().orElseThrow()).sizeBytes();
  }

  private void worst(JobId job, int step) {
    List<String> captures = Collections.nCopies(20, "c".repeat(1024));
    List<String> context = Collections.nCopies(12, "+" + "\u00e9".repeat(1000));
    Match match = new Match("r".repeat(300), "l".repeat(2048), 1L << 40, captures, context);
    switch (step) {
      case 0 -> {
        JobUpdate update = failed(DONE);
        for (Detail detail : Detail.values()) {
          update = update.with(detail, detail + "d".repeat(600));
        }
        put(job, update);
      }
      case 1 -> {
        RulesetVersion version = new RulesetVersion(9_999_999_999L, "0a1b2c3d4e5f");
        put(
            job,
            VerdictWrite.fromLog(
                job,
                Samples.matched(match, EnumSet.allOf(Note.class), version),
                TestClock.START,
                version,
                TestClock.START));
      }
      case 2 ->
          call(
              () ->
                  store.correct(
                      job,
                      new Correction(
                          "b".repeat(300),
                          TestClock.START,
                          match,
                          "i".repeat(300),
                          "f".repeat(300),
                          "c".repeat(9000))));
      default -> call(() -> store.attempt(job, modified(1)));
    }
  }

  @Test
  void aVerdictMayComeBeforeAllFacts() {
    put(JOB, matched("a", 1, 1));
    put(JOB, JobUpdate.of(1, JobStatus.QUEUED));

    assertThat(item(JOB).state()).contains(Verdict.State.MATCHED);
    assertThat(item(JOB).status()).contains(JobStatus.QUEUED);
  }

  @Test
  void statusNeverGoesBackButLateFactsAreTaken() {
    put(JOB, failed(DONE).with(Detail.BRANCH, "main"));
    put(
        JOB,
        JobUpdate.of(1, JobStatus.QUEUED).with(Detail.BRANCH, "old").with(Detail.AUTHOR, "ann"));

    assertThat(item(JOB).status()).contains(JobStatus.COMPLETED);
    assertThat(item(JOB).conclusion()).contains(Conclusion.FAILURE);
    assertThat(item(JOB).detail(Detail.BRANCH)).contains("main");
    assertThat(item(JOB).detail(Detail.AUTHOR)).contains("ann");
  }

  @Test
  void aNewRunOfAJobBeginsAnew() {
    put(JOB, failed(DONE).with(Detail.AUTHOR, "ann"));
    put(JOB, JobUpdate.of(2, JobStatus.QUEUED));

    assertThat(item(JOB).status()).contains(JobStatus.QUEUED);
    assertThat(item(JOB).conclusion()).isEmpty();
    assertThat(item(JOB).completedAt()).isEmpty();
    assertThat(item(JOB).detail(Detail.AUTHOR)).isEmpty();
  }

  @Test
  void anOlderRunChangesNothing() {
    put(JOB, JobUpdate.of(2, JobStatus.IN_PROGRESS));

    assertThat(put(JOB, failed(DONE).with(Detail.BRANCH, "main"))).isEqualTo(Outcome.KEPT);
    assertThat(item(JOB).status()).contains(JobStatus.IN_PROGRESS);
    assertThat(item(JOB).detail(Detail.BRANCH)).isEmpty();
  }

  @Test
  void hostileNamesBecomeOneShortLine() {
    put(
        JOB,
        failed(DONE)
            .with(Detail.BRANCH, "a\nb\u0000#" + "x".repeat(9999))
            .with(Detail.COMMIT, "\ud800\u001b[31m"));

    String branch = item(JOB).detail(Detail.BRANCH).orElseThrow();
    assertThat(branch).startsWith("a\uFFFDb\uFFFD#xxx").hasSizeLessThanOrEqualTo(512);
    assertThat(onBranch(branch, 1)).extracting(JobItem::id).containsExactly(JOB);
  }

  @Test
  void aNewerLogWinsWhateverTheRulesetIs() {
    put(JOB, matched("new rules", 1, 9));

    assertThat(put(JOB, matched("new log", 2, 1))).isEqualTo(Outcome.WRITTEN);
    assertThat(rule(JOB)).isEqualTo("new log");
  }

  @Test
  void anOlderLogIsKeptOut() {
    put(JOB, matched("new log", 2, 1));

    assertThat(put(JOB, matched("old log", 1, 9))).isEqualTo(Outcome.KEPT);
    assertThat(rule(JOB)).isEqualTo("new log");
  }

  @Test
  void theFinishedLogWinsOverThatOfTheRunningJobInWhateverOrder() {
    VerdictWrite running = matched("running", 9, 9).from(Source.RUNNING_LOG);
    put(JOB, running);
    put(JOB, matched("finished", 5, 1));

    assertThat(item(JOB).match().orElseThrow().rule()).isEqualTo("finished");
    assertThat(put(JOB, running)).isEqualTo(Outcome.KEPT);
    assertThat(item(JOB).match().orElseThrow().rule()).isEqualTo("finished");
  }

  @Test
  void aLogThatIsMissingTakesNothingFromWhatTheRunningOneTold() {
    put(JOB, matched("running", 5, 1).from(Source.RUNNING_LOG));

    assertThat(put(JOB, VerdictWrite.withoutLog(new Verdict.LogMissing("gone"), modified(9))))
        .isEqualTo(Outcome.KEPT);
  }

  @Test
  void aLogThatWasNotReadToItsEndReplacesNoVerdictOnTheWholeOfIt() {
    VerdictWrite cut = noMatch(5, 2).from(Source.UNTIL_TIME_WAS_UP);
    put(JOB, scanFailed(5, 0));
    assertThat(put(JOB, cut)).isEqualTo(Outcome.WRITTEN);
    assertThat(put(JOB, cut)).isEqualTo(Outcome.WRITTEN);
    put(JOB, matched("whole", 5, 2));

    assertThat(put(JOB, cut)).isEqualTo(Outcome.KEPT);
    assertThat(put(JOB, noMatch(6, 1).from(Source.UNTIL_TIME_WAS_UP))).isEqualTo(Outcome.WRITTEN);
  }

  @Test
  void ofTheSameLogTheNewerRulesetWins() {
    put(JOB, matched("first", 1, 5));

    assertThat(put(JOB, matched("older", 1, 4))).isEqualTo(Outcome.KEPT);
    assertThat(put(JOB, matched("same", 1, 5))).isEqualTo(Outcome.WRITTEN);
    assertThat(put(JOB, matched("newer", 1, 6))).isEqualTo(Outcome.WRITTEN);
    assertThat(rule(JOB)).isEqualTo("newer");
  }

  @Test
  void noMatchTakesTheFormerMatchAway() {
    put(JOB, matched("a", 1, 1));
    put(JOB, noMatch(2, 1));

    assertThat(item(JOB).state()).contains(Verdict.State.NO_MATCH);
    assertThat(item(JOB).match()).isEmpty();
    assertThat(item(JOB).fingerprint()).isEmpty();
  }

  @Test
  void thatALogIsAwaitedReplacesNothing() {
    VerdictWrite missing = VerdictWrite.withoutLog(new Verdict.LogMissing("gone"), DONE);
    VerdictWrite pending = VerdictWrite.withoutLog(new Verdict.LogPending(), DONE);
    assertThat(put(JOB, pending)).isEqualTo(Outcome.WRITTEN);
    assertThat(put(JOB, missing)).isEqualTo(Outcome.WRITTEN);

    assertThat(put(JOB, pending)).isEqualTo(Outcome.KEPT);
    assertThat(item(JOB).attributes().text(Tables.REASON)).contains("gone");
    assertThat(put(JOB, matched("a", 1, 1))).isEqualTo(Outcome.WRITTEN);
    assertThat(put(JOB, missing)).isEqualTo(Outcome.KEPT);
  }

  @Test
  void noVerdictReplacesWhatAPersonSays() {
    put(JOB, matched("a", 1, 1));
    assertThat(call(() -> store.correct(JOB, correction("b", 1)))).isEqualTo(Outcome.WRITTEN);

    assertThat(put(JOB, matched("c", 9, 9))).isEqualTo(Outcome.KEPT);
    assertThat(rule(JOB)).isEqualTo("b");
    assertThat(item(JOB).corrected()).isTrue();
    assertThat(item(JOB).attributes().text(Tables.CORRECTED_BY)).contains("ann");
  }

  @Test
  void ofTwoCorrectionsTheLaterStands() {
    call(() -> store.correct(JOB, correction("later", 2)));

    assertThat(call(() -> store.correct(JOB, correction("earlier", 1)))).isEqualTo(Outcome.KEPT);
    assertThat(rule(JOB)).isEqualTo("later");
  }

  @Test
  void aWithdrawnCorrectionMakesRoomForTheNextVerdict() {
    put(JOB, matched("a", 5, 5));
    call(() -> store.correct(JOB, correction("b", 1)));
    call(() -> store.withdrawCorrection(JOB));

    assertThat(item(JOB).state()).isEmpty();
    assertThat(put(JOB, matched("c", 1, 1))).isEqualTo(Outcome.WRITTEN);
    assertThat(rule(JOB)).isEqualTo("c");
  }

  @Test
  void toDoHoldsTheNewestFailuresFirstAndNoMoreThanAsked() {
    for (int i = 0; i < 9; i++) {
      put(job(i), failed(DONE.plusSeconds(i)));
    }

    List<JobItem> four = eventually(() -> store.todo(4, 1), jobs -> jobs.size() == 4);
    assertThat(ids(four)).containsExactly(job(8), job(7), job(6), job(5));
  }

  @Test
  void aJobThatIsExplainedIsNoMoreToDo() {
    put(JOB, failed(DONE));
    put(JOB, matched("a", 1, 1));

    assertThat(eventually(() -> store.todo(9, 99), List::isEmpty)).isEmpty();
  }

  @Test
  void whatNoRuleExplainsIsToDoForANewerRuleset() {
    put(JOB, failed(DONE));
    put(JOB, noMatch(1, 5));

    assertThat(eventually(() -> store.todo(9, 5), List::isEmpty)).isEmpty();
    assertThat(ids(eventually(() -> store.todo(9, 6), jobs -> !jobs.isEmpty())))
        .containsExactly(JOB);
  }

  @Test
  void aJobIsTriedFiveTimes() {
    put(JOB, failed(DONE));
    for (int attempt = 1; attempt < JobItem.MAX_ATTEMPTS; attempt++) {
      assertThat(call(() -> store.attempt(JOB, modified(1))).attempts()).isEqualTo(attempt);
      put(JOB, scanFailed(1, 1));
    }
    assertThat(eventually(() -> store.todo(9, 1), jobs -> jobs.size() == 1)).hasSize(1);

    assertThat(call(() -> store.attempt(JOB, modified(1))).attempts()).isEqualTo(5);
    assertThat(eventually(() -> store.todo(9, 99), List::isEmpty)).isEmpty();
  }

  @Test
  void anotherLogIsTriedFiveTimesToo() {
    put(JOB, failed(DONE));
    for (int attempt = 1; attempt <= JobItem.MAX_ATTEMPTS; attempt++) {
      call(() -> store.attempt(JOB, modified(1)));
    }
    assertThat(call(() -> store.attempt(JOB, modified(2))).attempts()).isEqualTo(1);
    assertThat(eventually(() -> store.todo(9, 1), jobs -> jobs.size() == 1)).hasSize(1);
  }

  @Test
  void aRunOfTheSameJobAfterItsVerdictIsToDoAgain() {
    put(JOB, failed(DONE));
    put(JOB, matched("a", 1, 1));
    put(
        JOB,
        new JobUpdate(
            2,
            JobStatus.COMPLETED,
            Conclusion.FAILURE,
            null,
            modified(100),
            modified(200),
            Map.of()));
    assertThat(ids(eventually(() -> store.todo(9, 1), jobs -> !jobs.isEmpty())))
        .containsExactly(JOB);

    put(JOB, matched("b", 150, 1));
    assertThat(eventually(() -> store.todo(9, 1), List::isEmpty)).isEmpty();
  }

  @Test
  void listsHoldEachJobOnceInTheirOrder() {
    for (int i = 0; i < 7; i++) {
      JobUpdate update =
          failed(DONE.plusSeconds(i)).with(Detail.BRANCH, "main").with(Detail.COMMIT, "c0ffee");
      put(job(i), update);
      put(job(i), update);
      put(job(i), matched("r" + i, 1, 1));
    }

    assertThat(ids(onBranch("main", 7)))
        .containsExactly(job(6), job(5), job(4), job(3), job(2), job(1), job(0));
    List<JobItem> ofCommit =
        eventually(
            () -> all(after -> store.ofCommit("acme/app", "c0ffee", after, 3)),
            jobs -> jobs.size() == 7 && jobs.stream().allMatch(job -> job.state().isPresent()));
    assertThat(ids(ofCommit))
        .containsExactly(job(0), job(1), job(2), job(3), job(4), job(5), job(6));
    assertThat(ofCommit.get(3).attributes().text(Tables.RULE)).contains("r3");
  }

  @Test
  void aJobMovesWithinItsBranchWhenItsTimeOfCompletionChanges() {
    put(JOB, failed(DONE).with(Detail.BRANCH, "main"));
    put(JOB, failed(DONE.plusSeconds(60)));

    assertThat(onBranch("main", 1))
        .singleElement()
        .extracting(item -> item.completedAt().orElseThrow())
        .isEqualTo(DONE.plusSeconds(60));
  }

  @Test
  void listsForgetAJobThatDoesNotChangeAndItsItemStays() {
    put(JOB, failed(DONE).with(Detail.BRANCH, "main").with(Detail.COMMIT, "c0ffee"));
    put(job(1), failed(DONE).with(Detail.BRANCH, "main"));
    pass(JobRows.KEPT.minusSeconds(1));
    assertThat(onBranch("main", 2)).hasSize(2);
    put(job(1), matched("a", 1, 1));
    pass(Duration.ofSeconds(1));

    assertThat(ids(onBranch("main", 1))).containsExactly(job(1));
    assertThat(eventually(() -> store.todo(9, 99), List::isEmpty)).isEmpty();
    assertThat(
            eventually(
                () -> all(after -> store.ofCommit("acme/app", "c0ffee", after, 3)), List::isEmpty))
        .isEmpty();
    assertThat(item(JOB).failed()).isTrue();
    put(JOB, noMatch(1, 1));
    assertThat(onBranch("main", 2)).hasSize(2);
  }

  @Test
  void listsTellNothingOfWhenTheirRowsExpire() {
    put(JOB, failed(DONE).with(Detail.BRANCH, "main"));

    assertThat(onBranch("main", 1).getFirst().attributes().get(Tables.EXPIRES_AT)).isEmpty();
  }

  @Test
  void whatIsInStepStaysWhenItIsPutRight() {
    put(JOB, failed(DONE).with(Detail.BRANCH, "main"));
    JobItem listed = eventually(() -> store.todo(9, 1), jobs -> !jobs.isEmpty()).getFirst();
    run(() -> store.refresh(listed));

    assertThat(ids(eventually(() -> store.todo(9, 1), jobs -> !jobs.isEmpty())))
        .containsExactly(JOB);
    assertThat(onBranch("main", 1)).hasSize(1);
  }

  @Test
  void whoWritesAVerdictIsToldTheItemAndTheFactsInIt() {
    put(JOB, failed(DONE).with(Detail.BRANCH, "main"));

    assertThat(call(() -> store.putVerdict(JOB, matched("a", 1, 1)))).contains(item(JOB));
    assertThat(call(() -> store.attempt(JOB, modified(1))).facts().get(Fact.BRANCH))
        .contains("main");
  }

  @Test
  void verdictsOfManyWritersAtOnceEndInTheNewest() throws Exception {
    List<Callable<Outcome>> writes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int version = i;
      writes.add(() -> put(JOB, matched("r" + version, version / 8, version % 8)));
    }
    Collections.shuffle(writes, new Random(SEED));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var write : threads.invokeAll(writes)) {
        assertThat(write.get()).isNotNull();
      }
    }

    assertThat(rule(JOB)).isEqualTo("r59");
  }

  @Test
  void theOrderOfVerdictsDoesNotMatter() {
    List<VerdictWrite> writes = new ArrayList<>();
    for (int log = 1; log <= 3; log++) {
      for (int seq = 1; seq <= 3; seq++) {
        writes.add(matched("r" + log + seq, log, seq));
      }
    }
    Random random = new Random(SEED);
    for (int round = 0; round < 10; round++) {
      Collections.shuffle(writes, random);
      writes.forEach(write -> put(job(1), write));
      assertThat(rule(job(1))).as("seed %d, round %d", SEED, round).isEqualTo("r33");
    }
  }

  @Test
  void anyInterleavingEndsInTheItemOfTheDefinition() {
    for (int round = 0; round < 12; round++) {
      long seed = SEED + round;
      Random random = new Random(seed);
      List<JobModel> models = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        models.add(new JobModel(job(round * 10 + i)));
      }
      for (int step = 0; step < 40; step++) {
        models.get(random.nextInt(models.size())).randomStep(random, this);
      }
      for (JobModel model : models) {
        model.check(this, "seed " + seed + ", " + model.job());
      }
    }
  }

  Outcome put(JobId job, JobUpdate update) {
    return call(() -> store.putFacts(job, update));
  }

  Outcome put(JobId job, VerdictWrite write) {
    return call(() -> store.putVerdict(job, write)).isPresent() ? Outcome.WRITTEN : Outcome.KEPT;
  }

  JobItem item(JobId job) {
    return call(() -> store.get(job)).orElseThrow();
  }

  JobStore store() {
    return store;
  }

  private String rule(JobId job) {
    return item(job).match().orElseThrow().rule();
  }

  private List<JobItem> onBranch(String branch, int expected) {
    return eventually(
        () -> all(after -> store.ofBranch("acme/app", branch, after, 3)),
        jobs -> jobs.size() == expected && jobs.stream().allMatch(this::isFresh));
  }

  private boolean isFresh(JobItem row) {
    JobItem item = item(row.id());
    return row.completedAt().equals(item.completedAt()) && row.state().equals(item.state());
  }

  static List<JobId> ids(List<JobItem> jobs) {
    return jobs.stream().map(JobItem::id).toList();
  }

  static JobId job(int number) {
    return JobId.parse("acme/app/" + number);
  }

  static Instant modified(int second) {
    return TestClock.START.plus(Duration.ofSeconds(second));
  }

  static RulesetVersion ruleset(long seq) {
    return RulesetVersion.of(seq, "rules " + seq);
  }

  static JobUpdate failed(Instant completedAt) {
    return JobUpdate.completed(1, Conclusion.FAILURE, completedAt);
  }

  static VerdictWrite matched(String rule, int modified, long seq) {
    return fromLog(Samples.matched(rule, ruleset(seq)), modified, seq);
  }

  static VerdictWrite noMatch(int modified, long seq) {
    return fromLog(new Verdict.NoMatch(null, Set.of(), ruleset(seq)), modified, seq);
  }

  static VerdictWrite scanFailed(int modified, long seq) {
    return fromLog(new Verdict.ScanFailed("no time left"), modified, seq);
  }

  private static VerdictWrite fromLog(Verdict verdict, int modified, long seq) {
    return VerdictWrite.fromLog(JOB, verdict, modified(modified), ruleset(seq), modified(9999));
  }

  static Correction correction(String rule, int at) {
    return new Correction("ann", modified(at), Samples.match(rule), null, null, "");
  }
}
