package dev.buildmeister;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.job.JobFacts;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The list of failed tests has an end, and says so.
class ManyFailedTestsTest {
  private static final String RULES =
      """
      [[rule]]
      name = 'test'
      pattern = '^FAILED (.*)'
      tags = ['test']
      [[ignore]]
      start = '^BEGIN'
      stop = '^END'
      """;

  private static Verdict.Matched classify(String log) throws Exception {
    Classifier classifier =
        new Classifier(
            CompiledRuleset.compile(RulesetFile.parse(RULES, "rules", 0)), LogLimits.DEFAULT);
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    return (Verdict.Matched)
        classifier.classify(new ByteArrayInputStream(bytes), JobFacts.UNKNOWN).verdict();
  }

  private static String failed(int from, int to) {
    StringBuilder log = new StringBuilder();
    for (int i = from; i < to; i++) {
      log.append("FAILED test_").append(i).append('\n');
    }
    return log.toString();
  }

  @Test
  void aThousandNamesAreAllThere() throws Exception {
    Verdict.Matched verdict = classify(failed(0, 1000) + failed(0, 1000));
    assertThat(verdict.failedTests()).hasSize(1000);
    assertThat(verdict.moreFailedTests()).isFalse();
  }

  @Test
  void oneMoreIsSaidToBeMissing() throws Exception {
    Verdict.Matched verdict = classify(failed(0, 1001));
    assertThat(verdict.failedTests()).hasSize(1000).doesNotContain("test_1000");
    assertThat(verdict.moreFailedTests()).isTrue();
  }

  @Test
  void namesOfARegionThatIsNeverClosedCountTowardsTheLimitToo() throws Exception {
    Verdict.Matched verdict = classify(failed(0, 600) + "BEGIN\n" + failed(500, 1200));
    assertThat(verdict.failedTests()).hasSize(1000);
    assertThat(verdict.moreFailedTests()).isTrue();
    assertThat(classify(failed(0, 600) + "BEGIN\n" + failed(500, 1000)).moreFailedTests())
        .isFalse();
  }

  @Test
  void namesOfAnIgnoredRegionAreNotMissed() throws Exception {
    assertThat(classify("FAILED a\nBEGIN\n" + failed(0, 1200) + "END\n").moreFailedTests())
        .isFalse();
  }
}
