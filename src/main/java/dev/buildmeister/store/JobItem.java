package dev.buildmeister.store;

import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.job.JobId;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.Verdict;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What is stored of a job: its facts and its verdict. A row of a list is the same with less in it.
///
/// @param id which job
/// @param attributes as stored; others than ours may be among them
/// @param tables what they are called
public record JobItem(JobId id, Attributes attributes, Tables tables) {
  /// How often a verdict is tried for before a person must look.
  public static final int MAX_ATTEMPTS = 5;

  private static final Set<Conclusion> FAILED =
      Set.of(Conclusion.FAILURE, Conclusion.TIMED_OUT, Conclusion.STARTUP_FAILURE);

  /// How far the job is.
  public Optional<JobStatus> status() {
    return attributes.text(Tables.STATUS).flatMap(JobStatus::of);
  }

  /// How it ended.
  public Optional<Conclusion> conclusion() {
    return attributes
        .text(Tables.CONCLUSION)
        .flatMap(
            word ->
                Arrays.stream(Conclusion.values())
                    .filter(each -> each.word().equals(word))
                    .findFirst());
  }

  /// Whether it ended in a failure, which asks for a verdict; a cancelled job does not.
  public boolean failed() {
    return conclusion().filter(FAILED::contains).isPresent();
  }

  /// When it ended.
  public Optional<Instant> completedAt() {
    return time(Tables.COMPLETED_AT);
  }

  /// One of the details.
  public Optional<String> detail(Detail detail) {
    return attributes.text(detail.attribute());
  }

  /// What rules can ask for.
  public JobFacts facts() {
    JobFacts facts = JobFacts.UNKNOWN.with(Fact.HOST, id.host()).with(Fact.REPO, id.path());
    facts = with(facts, Fact.BRANCH, detail(Detail.BRANCH));
    facts = with(facts, Fact.WORKFLOW, detail(Detail.WORKFLOW));
    facts = with(facts, Fact.JOB, detail(Detail.NAME));
    return with(facts, Fact.CONCLUSION, conclusion().map(Conclusion::word));
  }

  /// What we, or a person, say of it; empty if nothing yet.
  public Optional<Verdict.State> state() {
    return attributes
        .text(Tables.STATE)
        .flatMap(
            word ->
                Arrays.stream(Verdict.State.values())
                    .filter(each -> each.name().equals(word))
                    .findFirst());
  }

  /// The line that explains the failure, perhaps cut.
  public Optional<Match> match() {
    return attributes
        .fields(tables.classification())
        .flatMap(
            match ->
                match
                    .text(Tables.RULE)
                    .map(
                        rule ->
                            new Match(
                                rule,
                                match.text(Tables.LINE).orElse(""),
                                match.number(Tables.LINE_NUM).orElse(0),
                                match.texts(Tables.CAPTURES),
                                match.texts(Tables.CONTEXT))));
  }

  /// The groupable identity of the failure.
  public Optional<String> fingerprint() {
    return attributes.text(Tables.FINGERPRINT);
  }

  /// When the log that the verdict is from was last modified; the epoch if it is from none.
  public Optional<Instant> logModified() {
    return time(Tables.LOG_MODIFIED);
  }

  /// Whether the verdict is from just this log.
  public boolean isFrom(LogStore.Head log) {
    return logModified().filter(Times.parse(Times.text(log.modified()))::equals).isPresent();
  }

  /// What the verdict was reached from.
  public VerdictWrite.Source source() {
    return attributes
        .text(Tables.LOG_SOURCE)
        .flatMap(
            word ->
                Arrays.stream(VerdictWrite.Source.values())
                    .filter(each -> each.word().equals(word))
                    .findFirst())
        .orElse(VerdictWrite.Source.FINISHED_LOG);
  }

  /// Which ruleset it was judged by, 0 for none.
  public OptionalLong rulesetSeq() {
    return attributes.number(Tables.RULESET_SEQ);
  }

  /// Whether a person's correction stands.
  public boolean corrected() {
    return attributes.get(Tables.CORRECTED_AT).isPresent();
  }

  /// How many tries of the log that was tried last have begun since a verdict was last reached.
  public int attempts() {
    return (int) Math.min(Integer.MAX_VALUE, attributes.number(Tables.ATTEMPTS).orElse(0));
  }

  /// Whether a run of the given ruleset could bring it nearer to a verdict: it failed, no person
  /// has spoken, there were fewer than [#MAX_ATTEMPTS] tries, and it was never judged or not
  /// explained by an older ruleset.
  public boolean isToDo(long rulesetSeq) {
    return isListedToDo()
        && (state().filter(Verdict.State.NO_MATCH::equals).isEmpty()
            || isOfAnEarlierRun()
            || rulesetSeq().orElse(0) < rulesetSeq);
  }

  /// The same for some later ruleset: then it has a row in the list.
  boolean isListedToDo() {
    return failed()
        && completedAt().isPresent()
        && !corrected()
        && attempts() < MAX_ATTEMPTS
        && (state().isEmpty() || isOfAnEarlierRun() || isOpen(state().orElseThrow()));
  }

  private static boolean isOpen(Verdict.State state) {
    return switch (state) {
      case NO_MATCH, LOG_PENDING, SCAN_FAILED -> true;
      case MATCHED, LOG_MISSING, STARTUP_FAILURE, TIMED_OUT -> false;
    };
  }

  /// The job was run again under the same id, and the verdict is still that on the run before.
  private boolean isOfAnEarlierRun() {
    Optional<Instant> judged =
        logModified()
            .filter(time -> time.isAfter(Instant.EPOCH))
            .or(() -> time(Tables.CLASSIFIED_AT));
    return attributes.number(Tables.RUN_ATTEMPT).orElse(1) > 1
        && judged.isPresent()
        && time(Tables.STARTED_AT).filter(judged.orElseThrow()::isBefore).isPresent();
  }

  private Optional<Instant> time(String name) {
    return attributes
        .text(name)
        .flatMap(
            text -> {
              try {
                return Optional.of(Times.parse(text));
              } catch (DateTimeParseException e) {
                // Another program may write this attribute in a table that we share.
                return Optional.empty();
              }
            });
  }

  private static JobFacts with(JobFacts facts, Fact fact, Optional<String> value) {
    return value.map(text -> facts.with(fact, text)).orElse(facts);
  }
}
