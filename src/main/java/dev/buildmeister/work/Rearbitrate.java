package dev.buildmeister.work;

import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.job.Note;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.store.ChangeFeed.Change;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.ScanStore;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.VerdictWrite;
import dev.buildmeister.verdict.Arbiter;
import dev.buildmeister.verdict.ScanRecord;
import dev.buildmeister.verdict.Verdict;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A verdict that was reached before all facts of its job were known is reached again when they
/// come, from the scan record and without the log. Thread-safe.
public final class Rearbitrate {
  private final Supplier<CompiledRuleset> rulesets;
  private final LogStore logs;
  private final ScanStore scans;
  private final JobStore jobs;
  private final ClassifyJob classify;
  private final Retry retry;
  private final InstantSource clock;

  /// @param logs for what their metadata say of their jobs
  /// @param classify for logs that were scanned without some of today's patterns
  public Rearbitrate(
      Supplier<CompiledRuleset> rulesets,
      LogStore logs,
      ScanStore scans,
      JobStore jobs,
      ClassifyJob classify,
      Retry retry,
      InstantSource clock) {
    this.rulesets = rulesets;
    this.logs = logs;
    this.scans = scans;
    this.jobs = jobs;
    this.classify = classify;
    this.retry = retry;
    this.clock = clock;
  }

  /// Whether a change asks for it: facts have come to a verdict that lacked some.
  public static boolean isNeeded(Change change) {
    JobItem after = change.after();
    JobFacts before = change.before().map(JobItem::facts).orElse(JobFacts.UNKNOWN);
    return mayChange(after) && !after.corrected() && !before.equals(after.facts());
  }

  /// Whether the verdict was reached without a fact that counts, or says of how the job ended what
  /// its conclusion does not.
  private static boolean mayChange(JobItem item) {
    List<String> notes = item.attributes().texts(Tables.NOTES);
    if (notes.contains(Note.SCOPE_UNKNOWN.name())) {
      return true;
    }
    boolean quiet = notes.contains(Note.JOB_SUCCEEDED.name());
    boolean matched = item.state().filter(Verdict.State.MATCHED::equals).isPresent();
    return (quiet || matched)
        && item.conclusion()
            .filter(conclusion -> quiet != (conclusion == Conclusion.SUCCESS))
            .isPresent();
  }

  /// Reaches the verdict anew if the change asks for it.
  ///
  /// @param deadline for reading the log, where that cannot be avoided
  /// @return the verdict, empty if nothing was done
  public Optional<Verdict> run(Change change, Instant deadline) {
    if (!isNeeded(change)) {
      return Optional.empty();
    }
    // The change may be old news.
    Optional<JobItem> item = retry.call(() -> jobs.get(change.after().id()));
    return item.filter(Rearbitrate::mayChange).map(now -> judge(now, deadline));
  }

  /// The log that the verdict is from.
  private static LogRef log(JobItem item) {
    return new LogRef(item.id(), item.source() == VerdictWrite.Source.RUNNING_LOG);
  }

  /// What was put with that log; nothing if it is gone or was replaced, since what another log's
  /// metadata say is not about this verdict.
  private Map<String, String> metadata(JobItem item) {
    return retry
        .call(() -> logs.head(log(item).key()))
        .filter(item::isFrom)
        .map(LogStore.Head::metadata)
        .orElse(Map.of());
  }

  private Verdict judge(JobItem item, Instant deadline) {
    CompiledRuleset ruleset = rulesets.get();
    Optional<ScanRecord> scan = scan(item);
    Optional<Instant> logModified = item.logModified();
    if (scan.isEmpty() || logModified.isEmpty() || !Arbiter.covers(scan.get(), ruleset)) {
      return classify.run(log(item), ClassifyJob.Options.DEFAULT, deadline).verdict();
    }
    JobFacts facts = LogMetadata.facts(item.facts(), metadata(item));
    Verdict verdict = Arbiter.arbitrate(scan.get(), facts, ruleset);
    VerdictWrite write =
        VerdictWrite.fromLog(
                item.id(), verdict, logModified.get(), ruleset.ruleset().version(), clock.instant())
            .from(item.source());
    var _ = retry.call(() -> jobs.putVerdict(item.id(), write));
    return verdict;
  }

  /// That of the item's verdict. One that cannot be read is as one that is not there: the log tells
  /// it anew.
  private Optional<ScanRecord> scan(JobItem item) {
    try {
      return retry.call(() -> scans.get(item.id().scanKey())).flatMap(stored -> stored.of(item));
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
