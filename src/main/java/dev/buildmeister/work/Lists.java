package dev.buildmeister.work;

import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.ChangeFeed.Change;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobRows;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.Tables;
import java.util.List;

/// Keeps the lists of jobs in step with what other programs write on their items, in a table that
/// we share: a failed job whose log never came is to do all the same, and a job of which only a web
/// hook told has its place on its branch and commit. Thread-safe.
public final class Lists {
  /// What our own writes change, which write the rows themselves.
  private static final List<String> OURS =
      List.of(Tables.STATE, Tables.CLASSIFIED_AT, Tables.ATTEMPTS, Tables.CORRECTED_AT);

  private final JobStore jobs;
  private final Retry retry;
  private final Tables tables;

  /// @param tables what the attributes are called
  public Lists(JobStore jobs, Retry retry, Tables tables) {
    this.jobs = jobs;
    this.retry = retry;
    this.tables = tables;
  }

  /// Puts the rows of a job right if somebody else's change asks for it.
  ///
  /// @return whether it did
  public boolean follow(Change change) {
    JobItem after = change.after();
    JobItem before =
        change.before().orElseGet(() -> new JobItem(after.id(), Attributes.NONE, tables));
    boolean ours =
        OURS.stream()
            .anyMatch(name -> !before.attributes().get(name).equals(after.attributes().get(name)));
    if (ours || JobRows.of(before).equals(JobRows.of(after))) {
      return false;
    }
    retry.run(() -> jobs.refresh(before));
    return true;
  }
}
