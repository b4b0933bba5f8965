package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.store.VerdictWrite.Source;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// What the definition says of one job, told a second time and as plainly as can be.
final class JobModel {
  private static final List<Source> SOURCES = List.of(Source.values());
  private static final List<JobStatus> STATUSES = List.of(JobStatus.values());

  private final JobId job;
  private final List<Runnable> done = new ArrayList<>();

  private int runAttempt;
  private @Nullable JobStatus status;
  private @Nullable Conclusion conclusion;
  private @Nullable Instant completedAt;
  private final Map<Detail, String> details = new EnumMap<>(Detail.class);
  private @Nullable VerdictWrite verdict;
  private @Nullable Correction correction;
  private int tries;
  private @Nullable Instant tried;
  private boolean touched;

  JobModel(JobId job) {
    this.job = job;
  }

  JobId job() {
    return job;
  }

  /// Does something, here and in the store; now and then what was done before once more.
  void randomStep(Random random, JobStoreContract contract) {
    if (!done.isEmpty() && random.nextInt(4) == 0) {
      done.get(random.nextInt(done.size())).run();
      return;
    }
    Runnable step =
        switch (random.nextInt(12)) {
          case 0, 1, 2, 3 -> facts(randomFacts(random), contract);
          case 4 -> correct(random.nextInt(5), random.nextBoolean(), contract);
          case 5 -> withdraw(contract);
          case 6 -> attempt(JobStoreContract.modified(random.nextInt(2)), contract);
          default -> verdict(randomVerdict(random), contract);
        };
    step.run();
    done.add(step);
  }

  private static JobUpdate randomFacts(Random random) {
    int attempt = 1 + random.nextInt(3);
    JobStatus status = STATUSES.get(random.nextInt(STATUSES.size()));
    JobUpdate update =
        status == JobStatus.COMPLETED
            ? JobUpdate.completed(
                attempt,
                random.nextInt(4) == 0 ? Conclusion.SUCCESS : Conclusion.FAILURE,
                JobStoreContract.modified(random.nextInt(5)))
            : JobUpdate.of(attempt, status);
    for (Detail detail : List.of(Detail.BRANCH, Detail.COMMIT, Detail.NAME)) {
      if (random.nextBoolean()) {
        update = update.with(detail, detail + " " + random.nextInt(2));
      }
    }
    return update;
  }

  private static VerdictWrite randomVerdict(Random random) {
    int modified = random.nextInt(4);
    long seq = random.nextInt(4) + 1L;
    Source source = SOURCES.get(random.nextInt(SOURCES.size()));
    return switch (random.nextInt(7)) {
      case 0 -> JobStoreContract.noMatch(modified, seq).from(source);
      case 1 -> JobStoreContract.scanFailed(modified, seq).from(source);
      case 2 -> VerdictWrite.withoutLog(new Verdict.LogPending(), TestClock.START);
      case 3 -> VerdictWrite.withoutLog(new Verdict.LogMissing("gone"), TestClock.START);
      default -> JobStoreContract.matched("r" + random.nextInt(100), modified, seq).from(source);
    };
  }

  private Runnable facts(JobUpdate update, JobStoreContract contract) {
    return () -> {
      contract.put(job, update);
      touched |= update.runAttempt() >= runAttempt;
      boolean newRun = update.runAttempt() > runAttempt;
      if (newRun) {
        runAttempt = update.runAttempt();
        status = null;
        conclusion = null;
        completedAt = null;
        details.clear();
      }
      if (update.runAttempt() < runAttempt) {
        return;
      }
      if (status == null || update.status().compareTo(status) >= 0) {
        status = update.status();
        conclusion = update.conclusion() == null ? conclusion : update.conclusion();
        completedAt = update.completedAt() == null ? completedAt : update.completedAt();
        details.putAll(update.details());
      } else {
        update.details().forEach(details::putIfAbsent);
      }
    };
  }

  private Runnable verdict(VerdictWrite write, JobStoreContract contract) {
    return () -> {
      contract.put(job, write);
      if (correction != null || !replaces(write)) {
        return;
      }
      touched = true;
      verdict = write;
      Verdict.State state = write.verdict().state();
      if (state == Verdict.State.MATCHED || state == Verdict.State.NO_MATCH) {
        tries = 0;
      }
    };
  }

  private boolean replaces(VerdictWrite write) {
    if (verdict == null) {
      return true;
    }
    if (write.verdict().state() == Verdict.State.LOG_PENDING) {
      return verdict.verdict().state() == Verdict.State.LOG_PENDING;
    }
    int newer = write.logModified().compareTo(verdict.logModified());
    boolean sameOrNewer = newer > 0 || (newer == 0 && seq(write) >= seq(verdict));
    boolean overRunning = verdict.source() == Source.RUNNING_LOG;
    return switch (write.source()) {
      case FINISHED_LOG ->
          sameOrNewer || (overRunning && write.logModified().isAfter(Instant.EPOCH));
      case UNTIL_TIME_WAS_UP ->
          overRunning
              || newer > 0
              || (newer == 0
                  && (seq(verdict) == 0
                      || (sameOrNewer && verdict.source() == Source.UNTIL_TIME_WAS_UP)));
      case RUNNING_LOG -> overRunning ? sameOrNewer : verdict.logModified().equals(Instant.EPOCH);
    };
  }

  private static long seq(VerdictWrite write) {
    return write.ruleset() == null ? 0 : write.ruleset().seq();
  }

  private Runnable correct(int at, boolean explained, JobStoreContract contract) {
    Correction by =
        explained
            ? JobStoreContract.correction("person" + at, at)
            : new Correction("bob", JobStoreContract.modified(at), null, null, null, "no");
    return () -> {
      contract.call(() -> contract.store().correct(job, by));
      if (correction == null || !by.at().isBefore(correction.at())) {
        touched = true;
        correction = by;
      }
    };
  }

  private Runnable withdraw(JobStoreContract contract) {
    return () -> {
      contract.call(() -> contract.store().withdrawCorrection(job));
      if (correction != null) {
        correction = null;
        verdict = null;
        tries = 0;
        tried = null;
      }
    };
  }

  private Runnable attempt(Instant log, JobStoreContract contract) {
    return () -> {
      touched = true;
      tries = log.equals(tried) ? tries + 1 : 1;
      tried = log;
      assertThat(contract.call(() -> contract.store().attempt(job, log)).attempts())
          .isEqualTo(tries);
    };
  }

  void check(JobStoreContract contract, String seed) {
    Optional<JobItem> stored = contract.call(() -> contract.store().get(job));
    assertThat(stored.isPresent()).as(seed).isEqualTo(touched);
    if (stored.isEmpty()) {
      return;
    }
    JobItem item = stored.get();
    assertThat(item.status()).as(seed).isEqualTo(Optional.ofNullable(status));
    assertThat(item.conclusion()).as(seed).isEqualTo(Optional.ofNullable(conclusion));
    assertThat(item.completedAt()).as(seed).isEqualTo(Optional.ofNullable(completedAt));
    for (Detail detail : Detail.values()) {
      assertThat(item.detail(detail)).as(seed).isEqualTo(Optional.ofNullable(details.get(detail)));
    }
    assertThat(item.state()).as(seed).isEqualTo(state());
    assertThat(item.match()).as(seed).isEqualTo(match());
    assertThat(item.corrected()).as(seed).isEqualTo(correction != null);
    assertThat(item.attempts()).as(seed).isEqualTo(tries);
    if (verdict != null) {
      assertThat(item.logModified()).as(seed).contains(verdict.logModified());
      assertThat(item.rulesetSeq()).as(seed).hasValue(seq(verdict));
    }
    checkLists(contract, seed);
  }

  private void checkLists(JobStoreContract contract, String seed) {
    long newest = 3;
    boolean expected = isToDo(newest);
    List<JobItem> todo =
        contract.eventually(
            () -> contract.store().todo(1000, newest),
            jobs -> JobStoreContract.ids(jobs).contains(job) == expected);
    assertThat(JobStoreContract.ids(todo).contains(job)).as(seed).isEqualTo(expected);
    for (String branch : List.of("BRANCH 0", "BRANCH 1")) {
      long rows = completedAt != null && branch.equals(details.get(Detail.BRANCH)) ? 1 : 0;
      assertThat(
              contract.eventually(
                  () ->
                      count(contract.all(a -> contract.store().ofBranch("acme/app", branch, a, 9))),
                  count -> count == rows))
          .as(seed + " " + branch)
          .isEqualTo(rows);
    }
    for (String sha : List.of("COMMIT 0", "COMMIT 1")) {
      long rows = sha.equals(details.get(Detail.COMMIT)) ? 1 : 0;
      assertThat(
              contract.eventually(
                  () -> count(contract.all(a -> contract.store().ofCommit("acme/app", sha, a, 9))),
                  count -> count == rows))
          .as(seed + " " + sha)
          .isEqualTo(rows);
    }
  }

  private long count(List<JobItem> jobs) {
    return jobs.stream().filter(item -> item.id().equals(job)).count();
  }

  private Optional<Verdict.State> state() {
    if (correction != null) {
      return Optional.of(
          correction.match() == null ? Verdict.State.NO_MATCH : Verdict.State.MATCHED);
    }
    return Optional.ofNullable(verdict).map(write -> write.verdict().state());
  }

  private Optional<Match> match() {
    if (correction != null) {
      return Optional.ofNullable(correction.match());
    }
    return verdict != null && verdict.verdict() instanceof Verdict.Matched matched
        ? Optional.of(matched.match())
        : Optional.empty();
  }

  private boolean isToDo(long ruleset) {
    if (conclusion != Conclusion.FAILURE || correction != null || tries >= 5) {
      return false;
    }
    if (verdict == null) {
      return true;
    }
    return switch (verdict.verdict().state()) {
      case LOG_PENDING, SCAN_FAILED -> true;
      case NO_MATCH -> seq(verdict) < ruleset;
      case MATCHED, LOG_MISSING, STARTUP_FAILURE, TIMED_OUT -> false;
    };
  }
}
