package dev.buildmeister.verdict;

import static org.assertj.core.api.Assertions.assertThat;

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
    Recorder recorder =
        new Recorder(
            CompiledRuleset.compile(
                RulesetFile.parse("[[rule]]\nname = 'a'\npattern = 'boom'\n", "rules", 0)),
            Recorder.CONTEXT_DEPTH);
    recorder.passedOver();
    int number = 1;
    for (String line :
        List.of("+S3cr3tKeyBase64S3cr3tKeyBase64", "-----END RSA PRIVATE KEY-----", "boom 1")) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      recorder.line(number++, -1, bytes, 0, bytes.length);
    }
    ScanRecord record = recorder.finish(new LogSummary(3, 60, List.of(), -1, Set.of()));
    assertThat(record.hits().toString()).contains("boom 1", "***").doesNotContain("S3cr3t");
  }
}
