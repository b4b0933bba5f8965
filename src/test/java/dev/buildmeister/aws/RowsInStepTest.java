package dev.buildmeister.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.buildmeister.aws.AwsBackend.Backend;
import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.ItemFit;
import dev.buildmeister.store.JobChanges;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.JobStore;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.store.Samples;
import dev.buildmeister.store.StoreBusyException;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.TestClock;
import dev.buildmeister.store.VerdictWrite;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.Verdict.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Rows follow their item, also where a writer ends between the two, or another one comes between.
@ExtendWith(AwsBackend.class)
class RowsInStepTest {
  private static final JobId JOB = JobId.parse("acme/app/42");
  private static final RulesetVersion RULESET = RulesetVersion.of(1, "rules");
  private static final Instant DONE = Instant.parse("2026-08-01T09:00:00Z");

  private final Backend aws;
  private final Tables tables;
  private final JobStore calm;
  private final JobStore jobs;
  private final Deque<Before> before = new ArrayDeque<>();

  /// What happens before the next request of that name.
  private record Before(String operation, Runnable then) {}

  RowsInStepTest(Backend aws) {
    this.aws = aws;
    this.tables = aws.tables();
    this.calm = new AwsStores(aws.clients(), tables, "none", new TestClock()).jobs();
    this.jobs = new AwsStores(aws.clients(told()), tables, "none", new TestClock()).jobs();
  }

  private ExecutionInterceptor told() {
    return new ExecutionInterceptor() {
      @Override
      public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        if (!before.isEmpty() && before.getFirst().operation().equals(operation)) {
          before.removeFirst().then().run();
        }
      }
    };
  }

  /// The writer ends between the item and its rows.
  private void breaks(Consumer<JobStore> write) {
    before.add(
        new Before(
            "BatchWriteItem",
            () -> {
              throw SdkClientException.builder().cause(new IOException("gone")).build();
            }));
    assertThatThrownBy(() -> write.accept(jobs)).isInstanceOf(StoreBusyException.class);
    assertThat(before).isEmpty();
  }

  private static JobUpdate failed() {
    return JobUpdate.completed(1, Conclusion.FAILURE, DONE)
        .with(Detail.BRANCH, "main")
        .with(Detail.COMMIT, "c0ffee");
  }

  private static VerdictWrite matched(Instant now) {
    return VerdictWrite.fromLog(JOB, Samples.matched("a", RULESET), DONE, RULESET, now);
  }

  private List<JobItem> onMain() {
    return calm.ofBranch("acme/app", "main", null, 9).items();
  }

  private void isJudgedInAllLists() {
    assertThat(calm.todo(9, 99)).isEmpty();
    assertThat(onMain()).singleElement().extracting(JobItem::state).isEqualTo(matchedState());
    assertThat(calm.ofCommit("acme/app", "c0ffee", null, 9).items())
        .singleElement()
        .extracting(JobItem::state)
        .isEqualTo(matchedState());
  }

  private static Optional<State> matchedState() {
    return Optional.of(State.MATCHED);
  }

  @Test
  void factsThatAreToldAgainBringTheRowsThatWereLost() {
    breaks(store -> store.putFacts(JOB, failed()));
    assertThat(onMain()).isEmpty();
    jobs.putFacts(JOB, failed());

    assertThat(onMain()).hasSize(1);
    assertThat(calm.todo(9, 99)).hasSize(1);
  }

  @Test
  void aVerdictThatIsWrittenAgainBringsTheRowsThatWereLost() {
    jobs.putFacts(JOB, failed());
    breaks(store -> store.putVerdict(JOB, matched(DONE)));
    assertThat(calm.todo(9, 99)).hasSize(1);
    var _ = jobs.putVerdict(JOB, matched(DONE));

    isJudgedInAllLists();
  }

  @Test
  void aLogThatIsReadAgainLaterBringsTheRowsThatWereLost() {
    jobs.putFacts(JOB, failed());
    breaks(store -> store.putVerdict(JOB, matched(DONE)));
    var _ = jobs.attempt(JOB, TestClock.START);
    var _ = jobs.putVerdict(JOB, matched(DONE.plusSeconds(900)));

    isJudgedInAllLists();
  }

  @Test
  void aRowThatNobodyWroteAgainIsPutRightByWhoIsToldOfIt() {
    jobs.putFacts(JOB, failed());
    breaks(store -> store.putVerdict(JOB, matched(DONE)));
    calm.todo(9, 99).forEach(jobs::refresh);

    isJudgedInAllLists();
  }

  @Test
  void aRowOfAnEarlierTimeIsRemovedByWhoIsToldOfIt() {
    jobs.putFacts(JOB, failed());
    breaks(
        store ->
            store.putFacts(JOB, JobUpdate.completed(1, Conclusion.FAILURE, DONE.plusSeconds(60))));
    calm.todo(9, 99).forEach(jobs::refresh);

    assertThat(onMain())
        .singleElement()
        .extracting(item -> item.completedAt().orElseThrow())
        .isEqualTo(DONE.plusSeconds(60));
    assertThat(calm.todo(9, 99)).hasSize(1);
  }

  @Test
  void theFifthTryThatLostItsRowIsPutRightByTheSixth() {
    jobs.putFacts(JOB, failed());
    for (int i = 1; i < JobItem.MAX_ATTEMPTS; i++) {
      var _ = jobs.attempt(JOB, TestClock.START);
    }
    breaks(store -> store.attempt(JOB, TestClock.START));
    assertThat(calm.todo(9, 99)).hasSize(1);
    var _ = jobs.attempt(JOB, TestClock.START);

    assertThat(calm.todo(9, 99)).isEmpty();
  }

  @Test
  void twoWritersWhoseRowsComeInTheOtherOrderEndInTheRowsOfTheLastItem() {
    jobs.putFacts(JOB, failed());
    before.add(
        new Before("BatchWriteItem", () -> calm.putVerdict(JOB, matched(DONE.plusSeconds(1)))));
    jobs.putFacts(JOB, failed().with(Detail.NAME, "build"));

    isJudgedInAllLists();
  }

  @Test
  void whereAnItemIsFittedTwiceNoRowOfItsFirstStateStays() {
    jobs.putFacts(JOB, failed());
    JobUpdate later = JobUpdate.completed(1, Conclusion.FAILURE, DONE.plusSeconds(60));
    for (Detail detail : List.of(Detail.URL, Detail.AUTHOR, Detail.NAME, Detail.FAILURE_REASON)) {
      later = later.with(detail, "d".repeat(500));
    }
    // Another program writes to the same item between our look and our write.
    before.add(new Before("UpdateItem", this::growByAnotherProgram));
    jobs.putFacts(JOB, later);

    JobItem item = calm.get(JOB).orElseThrow();
    assertThat(ItemFit.sizeBytes(JOB, item.attributes())).isLessThan(ItemFit.ITEM_BYTES);
    assertThat(item.attributes().text("theirs")).isPresent();
    assertThat(item.detail(Detail.AUTHOR)).contains("ann");
    assertThat(onMain())
        .singleElement()
        .extracting(row -> row.completedAt().orElseThrow())
        .isEqualTo(DONE.plusSeconds(60));
    assertThat(calm.todo(9, 99)).hasSize(1);
  }

  @Test
  void factsThatCutAMatchDoNotPutItOverALaterOne() {
    Match full = new Match("r", "l".repeat(4000), 7, List.of(), List.of());
    var _ =
        calm.putVerdict(
            JOB, VerdictWrite.fromLog(JOB, Samples.matched(full, RULESET), DONE, RULESET, DONE));
    JobUpdate facts = failed();
    for (Detail detail : List.of(Detail.URL, Detail.AUTHOR, Detail.NAME)) {
      facts = facts.with(detail, "d".repeat(500));
    }
    JobUpdate all = facts;
    before.add(new Before("UpdateItem", () -> calm.putVerdict(JOB, matched(DONE.plusSeconds(1)))));
    before.add(
        new Before(
            "UpdateItem",
            () -> {
              throw SdkClientException.builder().cause(new IOException("gone")).build();
            }));
    assertThatThrownBy(() -> jobs.putFacts(JOB, all)).isInstanceOf(StoreBusyException.class);

    assertThat(calm.get(JOB).orElseThrow().match().orElseThrow()).isEqualTo(Samples.match("a"));
  }

  private void growByAnotherProgram() {
    var _ =
        aws.clients()
            .dynamo()
            .updateItem(
                update ->
                    update
                        .tableName(tables.jobs())
                        .key(Map.of(Tables.JOB_KEY, AttributeValue.fromS(JOB.itemKey())))
                        .updateExpression("SET theirs = :t, author = :a")
                        .expressionAttributeValues(
                            Map.of(
                                ":t",
                                AttributeValue.fromS("t".repeat(2500)),
                                ":a",
                                AttributeValue.fromS("ann"))));
  }

  @Test
  void aVerdictThatIsWrittenWithoutAskingIsTheOneThatAskingGives() {
    JobUpdate facts = failed();
    for (Detail detail : List.of(Detail.URL, Detail.AUTHOR, Detail.NAME, Detail.FAILURE_REASON)) {
      facts = facts.with(detail, "d".repeat(400));
    }
    Match match =
        new Match("r", "l".repeat(2000), 7, List.of("c".repeat(900)), List.of("+ make", "+ cd"));
    VerdictWrite write =
        VerdictWrite.fromLog(
            JOB, Samples.matched(match, RULESET), DONE, RULESET, DONE.plus(Duration.ofHours(1)));
    jobs.putFacts(JOB, facts);
    JobItem known = calm.get(JOB).orElseThrow();
    var _ = jobs.putVerdict(JOB, write);

    assertThat(calm.get(JOB).orElseThrow().attributes())
        .isEqualTo(
            ItemFit.fitted(JobChanges.verdict(write, tables), JOB, known.attributes(), tables)
                .getFirst()
                .apply(known.attributes()));
  }
}
