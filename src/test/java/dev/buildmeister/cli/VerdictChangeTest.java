package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.cli.report.LogResult;
import dev.buildmeister.cli.report.LogResult.Unexplained;
import dev.buildmeister.cli.report.LogResult.Unreadable;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.job.Outcome;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.verdict.ScanRecord;
import dev.buildmeister.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictChangeTest {
  private static final LogResult GONE = new Unreadable("a.log", "no such file");

  private static LogResult unexplained(String fingerprint, long seq) {
    return new Unexplained(
        "a.log",
        new ScanRecord(
            1,
            2,
            List.of(),
            -1,
            Outcome.UNKNOWN,
            Set.of(),
            Set.of(),
            Map.of(),
            List.of(),
            List.of(),
            null),
        new Verdict.NoMatch(fingerprint, Set.of(), RulesetVersion.of(seq, "x")));
  }

  @Test
  void aLogThatOnlyOneOfTheReadingsCouldReadIsUnreadable() {
    LogResult read = unexplained("v1:0", 0);
    for (VerdictChange change :
        List.of(
            new VerdictChange(read, GONE),
            new VerdictChange(GONE, read),
            new VerdictChange(GONE, GONE))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      RulesDiff.Counts counts = new RulesDiff.Counts();
      new RulesDiff(new Io(InputStream.nullInputStream(), out, err, Map.of(), 0, 0))
          .count(change, counts);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .isEqualTo("buildmeister: a.log: no such file\n");
      assertThat(out.size()).isZero();
      assertThat(counts.inWords())
          .isEqualTo("0 changed (0 explained now, 0 no longer), 1 unreadable");
      assertThat(counts.exit()).isEqualTo(Exit.UNREADABLE);
    }
  }

  @Test
  void theFingerprintOfAnUnexplainedLogAndTheVersionOfTheRulesetDoNotCount() {
    assertThat(new VerdictChange(unexplained("v1:0", 0), unexplained("v1:1", 1)).inWords())
        .isEmpty();
  }
}
