package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.buildmeister.job.Outcome;
import dev.buildmeister.verdict.ScanRecord.PatternHits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScanRecordJsonTest {
  @Test
  void everyRecordComesBackAndEqualRecordsGiveEqualBytes() throws IOException {
    for (int round = 0; round < 300; round++) {
      long seed = Contract.SEED + round;
      StoredScan scan = Samples.stored(new Random(seed));
      byte[] bytes = write(scan);
      StoredScan back = read(bytes);

      assertThat(back).as("seed %d", seed).isEqualTo(scan);
      assertThat(write(back)).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @Test
  void theRecordIsThatOfTheContract() throws IOException {
    JsonNode fixture = Fixtures.read("scan-record.json").path("record");
    StoredScan scan = read(bytes(fixture));

    assertThat(Json.TREES.readTree(write(scan))).isEqualTo(fixture);
    PatternHits failed = Objects.requireNonNull(scan.scan().hits().get("^FAILED (.*)"));
    assertThat(failed.count()).isEqualTo(2);
    assertThat(failed.steps().getFirst().last().captures()).containsExactly("b.py::test_y");
    PatternHits error = Objects.requireNonNull(scan.scan().hits().get("error"));
    assertThat(error.steps().getFirst().last()).isEqualTo(error.steps().getFirst().first());
  }

  @Test
  void whatANewerProgramAddedIsPassedOver() throws IOException {
    JsonNode fixture = Fixtures.read("scan-record.json");
    assertThat(read(bytes(fixture.path("newer")))).isEqualTo(read(bytes(fixture.path("record"))));
  }

  @Test
  void aRecordThatDoesNotTellTheOutcomeIsReadAsOneThatDoesNotKnowIt() throws IOException {
    for (String word : new String[] {null, "exploded"}) {
      ObjectNode record = (ObjectNode) Fixtures.read("scan-record.json").path("record");
      assertThat(read(bytes(record)).scan().outcome()).isEqualTo(Outcome.FAILED);
      if (word == null) {
        record.remove("outcome");
      } else {
        record.put("outcome", word);
      }
      assertThat(read(bytes(record)).scan().outcome()).isEqualTo(Outcome.UNKNOWN);
    }
  }

  @Test
  void aCutRecordIsDamagedNotSmall() throws IOException {
    byte[] whole = write(read(bytes(Fixtures.read("scan-record.json").path("record"))));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .as("first %d of %d bytes", length, whole.length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void membersOfAWrongKindAreDamage() throws IOException {
    for (String member : List.of("lines", "steps", "hits", "patterns")) {
      ObjectNode record = (ObjectNode) Fixtures.read("scan-record.json").path("record");
      record.put(member, "text");
      assertThatThrownBy(() -> read(bytes(record))).as(member).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> read("[]".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class);
    String step = "{\"steps\":[{\"name\":\"a\",\"first_line\":5,\"last_line\":1}]}";
    assertThatThrownBy(() -> read(step.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("5..1");
  }

  private static byte[] bytes(JsonNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] write(StoredScan scan) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ScanRecordJson.write(scan, out);
    return out.toByteArray();
  }

  private static StoredScan read(byte[] bytes) throws IOException {
    return ScanRecordJson.read(new ByteArrayInputStream(bytes));
  }
}
