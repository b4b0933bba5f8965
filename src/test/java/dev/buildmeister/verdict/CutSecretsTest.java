package dev.buildmeister.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.job.Outcome;
import dev.buildmeister.job.Step;
import dev.buildmeister.log.LogSummary;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetFile;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A text that is cut before it is redacted shows no half of a secret.
class CutSecretsTest {
  private static final String LONG = "ghp_" + "A".repeat(16_000);

  @Test
  void aKeptLineHidesTheTokenThatItsCutGoesThrough() {
    String line = LONG + " " + "x ".repeat(180) + "ghp_" + "S3cr3t".repeat(20);
    assertThat(new KeptLine(new LineView(line, false, Gap.NONE)).stored())
        .startsWith("*** x x")
        .doesNotContain("ghp_", "S3");
  }

  @Test
  void theNameOfAStepHidesTheTokenThatItsCutGoesThrough() throws Exception {
    String name = ("Run curl " + LONG.substring(0, 1000) + " ghp_S3cr3tS3cr3t").substring(0, 1024);
    Recorder recorder =
        new Recorder(
            CompiledRuleset.compile(
                RulesetFile.parse("[[rule]]\nname = 'a'\npattern = 'a'\n", "rules", 0)),
            Recorder.CONTEXT_DEPTH);
    ScanRecord record =
        recorder.finish(
            new LogSummary(
                1,
                1,
                List.of(new Step(null, name, 1, 1, null, false)),
                -1,
                Outcome.UNKNOWN,
                Set.of()));
    assertThat(record.steps().getFirst().name()).isEqualTo("Run curl *** ***");
  }
}
