package dev.buildmeister.store;

import dev.buildmeister.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps what is known of each job and what we say of it.
///
/// Every operation but [#attempt] may be done twice with the same effect, and every one may throw
/// [StoreBusyException]; go through [Retry]. Each changes one item in one atomic step, so callers
/// need no lock. [#get] sees what was written before; lists may be behind for a while, and may name
/// a job in a state that it no longer has. They forget a job whose rows were not written for
/// [JobRows#KEPT], or what else is set; its item stays. Which update is done when is said by
/// [JobChanges].
///
/// Thread-safe.
public interface JobStore {
  /// What became of a write.
  enum Outcome {
    WRITTEN,
    /// What was there is newer or stands; that is no fault.
    KEPT
  }

  /// Takes in what a provider says of a job, in whatever order its messages come. The verdict is
  /// not touched.
  Outcome putFacts(JobId job, JobUpdate update);

  /// Writes a verdict if it is from a newer log, or from the same one by a ruleset that is not
  /// older, and no person's correction stands.
  ///
  /// @return the item with it, as it was in that step or later, so that whoever judged by facts
  ///   sees without asking whether they were still those; empty if what is there is newer or stands
  Optional<JobItem> putVerdict(JobId job, VerdictWrite write);

  /// Writes what a person says; no verdict replaces it. Kept if a later correction stands.
  Outcome correct(JobId job, Correction correction);

  /// Takes a correction back; the job counts as never judged until the next verdict. Kept if none
  /// stands.
  Outcome withdrawCorrection(JobId job);

  /// Counts a try to reach a verdict; call it before, so that a try that ends the process counts
  /// too. If the answer is lost and it is called again, it counts once more. A verdict that says
  /// `MATCHED` or `NO_MATCH` sets the count back to 0, and so does a try of another log.
  ///
  /// @param logModified when the log that is tried was last modified, [Instant#EPOCH] if that is
  ///   not known
  /// @return the item, whose [JobItem#attempts] are how many tries of this log there were since
  ///   then, this one included
  JobItem attempt(JobId job, Instant logModified);

  /// Puts right the rows of a job that a list told of as it no longer is. Lists catch up by
  /// themselves, unless a writer ended before it had written the rows and nobody did its work
  /// again.
  ///
  /// @param listed the job as the list told of it
  void refresh(JobItem listed);

  /// The item of a job, empty if nothing was ever written for it.
  Optional<JobItem> get(JobId job);

  /// The jobs that a run of this ruleset could bring nearer to a verdict, newest completion first,
  /// see [JobItem#isToDo]. Rows may be behind: look at the item before a try.
  ///
  /// @param limit how many at most
  /// @param rulesetSeq of the ruleset in use
  List<JobItem> todo(int limit, long rulesetSeq);

  /// The completed jobs of a branch, newest completion first.
  ///
  /// @param repo see [Keys#repo]
  /// @param after [Page#next] of the page before, null for the first
  /// @param limit how many at most
  Page<JobItem> ofBranch(String repo, String branch, @Nullable String after, int limit);

  /// The jobs of a commit, by their keys, newest run each.
  ///
  /// @param repo see [Keys#repo]
  /// @param after [Page#next] of the page before, null for the first
  /// @param limit how many at most
  Page<JobItem> ofCommit(String repo, String sha, @Nullable String after, int limit);
}
