package dev.buildmeister.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.job.Outcome;
import dev.buildmeister.log.LogSummary;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TornKeyTest {
  @Test
  void theRestOfAPrivateKeyBehindAGapIsHidden() throws Exception {
    Recorder recorder = recorder();
    recorder.passedOver();
    String record =
        record(
            recorder, "+S3cr3tKeyBase64S3cr3tKeyBase64", "-----END RSA PRIVATE KEY-----", "boom 1");

    assertThat(record).contains("boom 1", "***").doesNotContain("S3cr3t");
  }

  @Test
  void aWordBehindAGapIsNoKey() throws Exception {
    Recorder recorder = recorder();
    recorder.passedOver();

    assertThat(record(recorder, "boom")).contains("line=boom");
  }

  @Test
  void aKeyThatBeginsWhereAnotherEndsIsHidden() throws Exception {
    String record =
        record(
            recorder(),
            "-----BEGIN PRIVATE KEY-----",
            "+AAAA",
            "-----END PRIVATE KEY----------BEGIN PRIVATE KEY-----",
            "+S3cr3tboom",
            "-----END PRIVATE KEY-----",
            "boom 1");

    assertThat(record).contains("boom 1").doesNotContain("S3cr3t");
  }

  private static Recorder recorder() throws Exception {
    return new Recorder(
        CompiledRuleset.compile(
            RulesetFile.parse("[[rule]]\nname = 'a'\npattern = 'boom'\n", "rules", 0)),
        Recorder.CONTEXT_DEPTH);
  }

  private static String record(Recorder recorder, String... lines) {
    int number = 1;
    for (String line : lines) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      recorder.line(number++, -1, bytes, 0, bytes.length);
    }
    return recorder
        .finish(new LogSummary(lines.length, 60, List.of(), -1, Outcome.UNKNOWN, Set.of()))
        .hits()
        .toString();
  }
}
