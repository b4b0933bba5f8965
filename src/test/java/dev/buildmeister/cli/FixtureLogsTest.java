package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.Classifier;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.ShippedRuleset;
import dev.buildmeister.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The shipped rules on the marked fragments.
class FixtureLogsTest {
  private static final Path LOGS = Path.of("fixtures", "logs");
  private static final Classifier SHIPPED =
      new Classifier(CompiledRuleset.compile(ShippedRuleset.load()), LogLimits.DEFAULT);

  private static List<Path> files() throws IOException {
    try (Stream<Path> list = Files.list(LOGS)) {
      return list.sorted().toList();
    }
  }

  private static Verdict verdict(FixtureLog fixture) throws IOException {
    return SHIPPED.classify(new ByteArrayInputStream(fixture.log()), fixture.facts()).verdict();
  }

  @TestFactory
  Stream<DynamicTest> everyFragmentGetsTheVerdictMarkedInIt() throws IOException {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(30);
    return files().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    String.valueOf(file.getFileName()),
                    () -> {
                      FixtureLog fixture = FixtureLog.read(file);
                      assertThat(FixtureLog.describe(verdict(fixture)))
                          .isEqualTo(fixture.expected());
                    }));
  }

  @Test
  void blessingAFragmentThatIsAsMarkedChangesNoByte() throws IOException {
    for (Path file : files()) {
      FixtureLog fixture = FixtureLog.read(file);
      assertThat(new String(fixture.blessed(verdict(fixture)), StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .isEqualTo(Files.readString(file, StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void eachOfTheThreeProvidersHasAtLeastFiveFragments() throws IOException {
    List<String> names = files().stream().map(file -> file.getFileName().toString()).toList();
    for (String provider : List.of("github-", "gitlab-", "circleci-")) {
      assertThat(names.stream().filter(name -> name.startsWith(provider)).count())
          .as(provider)
          .isGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void marksAreNoLinesOfTheLog() {
    FixtureLog fixture =
        FixtureLog.read(
            "test", "#= repo: acme/app\na\n#^ r [\"x\"]\nb\n".getBytes(StandardCharsets.UTF_8));
    assertThat(new String(fixture.log(), StandardCharsets.UTF_8)).isEqualTo("a\nb\n");
    assertThat(fixture.expected()).isEqualTo("1 r [\"x\"]");
    assertThat(fixture.facts()).isEqualTo(JobFacts.UNKNOWN.with(JobFacts.Fact.REPO, "acme/app"));
  }
}
