package dev.buildmeister.store;

import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.verdict.Verdict;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stores behind [Chaos]: whatever holds for them holds for a store far away.
public final class Hostile {
  private static final int ROWS = 2;

  private Hostile() {}

  /// Jobs; also another writer, who comes too late with what is older, gets in between.
  public record Jobs(JobStore store, Chaos chaos) implements JobStore {
    @Override
    public Outcome putFacts(JobId job, JobUpdate update) {
      return chaos.twice(
          () -> {
            Outcome outcome = store.putFacts(job, update);
            if (update.runAttempt() > 1 && chaos.chance(30)) {
              Instant early = Instant.parse("2020-01-01T00:00:00Z");
              var _ =
                  store.putFacts(
                      job, JobUpdate.completed(update.runAttempt() - 1, Conclusion.FAILURE, early));
            }
            return outcome;
          });
    }

    @Override
    public Optional<JobItem> putVerdict(JobId job, VerdictWrite write) {
      return chaos.twice(
          () -> {
            Optional<JobItem> written = store.putVerdict(job, write);
            if (write.verdict().state() != Verdict.State.LOG_PENDING && chaos.chance(30)) {
              var pending = new Verdict.LogPending();
              var _ = store.putVerdict(job, VerdictWrite.withoutLog(pending, TestClock.START));
            }
            return written;
          });
    }

    @Override
    public Outcome correct(JobId job, Correction correction) {
      return chaos.twice(() -> store.correct(job, correction));
    }

    @Override
    public Outcome withdrawCorrection(JobId job) {
      return chaos.twice(() -> store.withdrawCorrection(job));
    }

    @Override
    public JobItem attempt(JobId job, Instant logModified) {
      return chaos.once(() -> store.attempt(job, logModified));
    }

    @Override
    public void refresh(JobItem listed) {
      var _ =
          chaos.twice(
              () -> {
                store.refresh(listed);
                return true;
              });
    }

    @Override
    public Optional<JobItem> get(JobId job) {
      return chaos.once(() -> store.get(job));
    }

    @Override
    public List<JobItem> todo(int limit, long rulesetSeq) {
      return chaos.stale(List.of("todo", limit, rulesetSeq), () -> store.todo(limit, rulesetSeq));
    }

    @Override
    public Page<JobItem> ofBranch(String repo, String branch, @Nullable String after, int limit) {
      return chaos.page(
          List.of("branch", repo, branch, limit),
          after,
          from -> store.ofBranch(repo, branch, from, Math.min(limit, ROWS)));
    }

    @Override
    public Page<JobItem> ofCommit(String repo, String sha, @Nullable String after, int limit) {
      return chaos.page(
          List.of("commit", repo, sha, limit),
          after,
          from -> store.ofCommit(repo, sha, from, Math.min(limit, ROWS)));
    }
  }

  /// Logs, whose streams may break midway. A stream can be read once only, so a put that is done
  /// twice is one by the caller.
  public record Logs(LogStore store, Chaos chaos) implements LogStore {
    @Override
    public Optional<Content> open(String key) {
      return chaos
          .once(() -> store.open(key))
          .map(log -> new Content(log.head(), chaos.stream(log.content(), log.head().bytes())));
    }

    @Override
    public Head put(String key, InputStream content, Map<String, String> metadata) {
      Head head = chaos.once(() -> store.put(key, content, metadata));
      return chaos.once(() -> head);
    }

    @Override
    public Optional<Head> head(String key) {
      return chaos.once(() -> store.head(key));
    }

    @Override
    public Page<Head> list(String prefix, @Nullable String after, int limit) {
      return chaos.page(
          List.of(prefix, limit), after, from -> store.list(prefix, from, Math.min(limit, ROWS)));
    }
  }

  /// Scan records.
  public record Scans(ScanStore store, Chaos chaos) implements ScanStore {
    @Override
    public void put(String key, StoredScan scan) {
      var _ =
          chaos.twice(
              () -> {
                store.put(key, scan);
                return true;
              });
    }

    @Override
    public Optional<StoredScan> get(String key) {
      return chaos.once(() -> store.get(key));
    }
  }

  /// Rulesets.
  public record Rulesets(RulesetStore store, Chaos chaos) implements RulesetStore {
    @Override
    public RulesetVersion publish(String text, String by, String comment) {
      return chaos.twice(() -> store.publish(text, by, comment));
    }

    @Override
    public Optional<RulesetVersion> rollBack(long seq, String by, String comment) {
      return chaos.twice(() -> store.rollBack(seq, by, comment));
    }

    @Override
    public Optional<RulesetVersion> currentVersion() {
      return chaos.once(store::currentVersion);
    }

    @Override
    public Optional<Published> current() {
      return chaos.once(store::current);
    }

    @Override
    public Optional<Published> get(long seq) {
      return chaos.once(() -> store.get(seq));
    }

    @Override
    public Page<Published> history(@Nullable String after, int limit) {
      return chaos.page(List.of(limit), after, from -> store.history(from, Math.min(limit, ROWS)));
    }
  }

  /// Views.
  public record Views(ViewStore store, Chaos chaos) implements ViewStore {
    @Override
    public String put(String key, byte[] bytes) {
      return chaos.twice(() -> store.put(key, bytes));
    }

    @Override
    public Optional<View> get(String key) {
      return chaos.once(() -> store.get(key));
    }
  }

  /// Work: messages are sent twice, given twice, and answers are lost.
  public record Queue(WorkQueue store, Chaos chaos) implements WorkQueue {
    @Override
    public void send(String body) {
      var _ =
          chaos.twice(
              () -> {
                store.send(body);
                return true;
              });
    }

    @Override
    public List<Message> receive(int max, Duration visibility) {
      return chaos.once(
          () -> {
            List<Message> all = store.receive(Math.min(max, ROWS), visibility);
            return chaos.repeat(all.subList(0, Math.min(all.size(), chaos.upTo(ROWS))));
          });
    }

    @Override
    public void ack(Message message) {
      var _ =
          chaos.twice(
              () -> {
                store.ack(message);
                return true;
              });
    }

    @Override
    public void release(Message message, Duration delay) {
      var _ =
          chaos.twice(
              () -> {
                store.release(message, delay);
                return true;
              });
    }

    @Override
    public List<Message> deadLetters(int max) {
      return chaos.stale("dead", () -> store.deadLetters(max));
    }
  }

  /// Changes: come again, a few at a time.
  public record Changes(ChangeFeed store, Chaos chaos) implements ChangeFeed {
    @Override
    public Batch read(String consumer, int limit) {
      return chaos.stale(consumer, () -> store.read(consumer, Math.min(limit, ROWS)));
    }

    @Override
    public void commit(String consumer, String position) {
      var _ =
          chaos.twice(
              () -> {
                store.commit(consumer, position);
                return true;
              });
    }
  }
}
