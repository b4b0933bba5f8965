package dev.buildmeister.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.job.JobId;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.ItemFit;
import dev.buildmeister.store.ItemUpdate;
import dev.buildmeister.store.JobChanges;
import dev.buildmeister.store.Samples;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.VerdictWrite;
import dev.buildmeister.verdict.Match;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemsTest {
  /// A value of each kind that we do not write.
  static final Map<String, AttributeValue> KINDS =
      Map.of(
          "flag", AttributeValue.fromBool(true),
          "none", AttributeValue.fromNul(true),
          "blob", AttributeValue.fromB(SdkBytes.fromUtf8String("b".repeat(100))),
          "words", AttributeValue.fromSs(List.of("one", "two")),
          "numbers", AttributeValue.fromNs(List.of("1", "2.5")),
          "blobs", AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("b"))),
          "fraction", AttributeValue.fromN("0.125"));

  @Test
  void kindsThatWeDoNotWriteStayAsTheyAre() {
    Map<String, AttributeValue> item =
        Map.of(
            "map",
            AttributeValue.fromM(KINDS),
            "list",
            AttributeValue.fromL(List.copyOf(KINDS.values())));

    assertThat(Items.write(Items.read(item))).isEqualTo(item);
  }

  @Test
  void eachKindCounts() {
    Map<String, Long> bytes =
        Map.of(
            "flag",
            1L,
            "none",
            1L,
            "blob",
            100L,
            "words",
            11L,
            "numbers",
            10L,
            "blobs",
            5L,
            "fraction",
            4L);

    KINDS.forEach(
        (name, value) ->
            assertThat(Items.read(Map.of("a", value)).sizeBytes())
                .as(name)
                .isEqualTo(1 + bytes.getOrDefault(name, 0L)));
  }

  @Test
  void aVerdictLeavesRoomForKindsThatWeDoNotWrite() {
    JobId job = JobId.parse("acme/app/1");
    RulesetVersion ruleset = RulesetVersion.of(1, "rules");
    Match match = new Match("r", "l".repeat(4000), 1, List.of(), List.of());
    VerdictWrite write =
        VerdictWrite.fromLog(
            job, Samples.matched(match, ruleset), Instant.EPOCH, ruleset, Instant.EPOCH);
    SdkBytes blob = SdkBytes.fromUtf8String("b".repeat(2000));
    Attributes theirs = Items.read(Map.of("blob", AttributeValue.fromB(blob)));
    List<ItemUpdate> verdict = JobChanges.verdict(write, Tables.DEFAULT);
    Attributes item = ItemFit.fitted(verdict, job, theirs, Tables.DEFAULT).getFirst().apply(theirs);

    assertThat(ItemFit.sizeBytes(job, item)).isBetween(3000L, 4095L);
  }
}
