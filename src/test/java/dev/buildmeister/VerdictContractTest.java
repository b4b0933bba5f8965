package dev.buildmeister;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.buildmeister.job.JobFacts;
import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.job.Note;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.verdict.Classification;
import dev.buildmeister.verdict.Verdict;
import dev.buildmeister.verdict.Verdict.Matched;
import dev.buildmeister.verdict.Verdict.NoMatch;
import dev.buildmeister.verdict.Verdict.Other;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What a verdict is, case by case: a ruleset, a log, and what must come out.
class VerdictContractTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> everyCaseOfTheContractHolds() throws IOException {
    JsonNode cases = JSON.readTree(Path.of("fixtures", "contract", "verdicts.json").toFile());
    assertThat(cases).hasSizeGreaterThan(40);
    return StreamSupport.stream(cases.spliterator(), false)
        .map(each -> DynamicTest.dynamicTest(each.get("name").asText(), () -> check(each)));
  }

  private static void check(JsonNode test) throws Exception {
    Classifier classifier =
        new Classifier(
            CompiledRuleset.compile(RulesetFile.parse(test.get("ruleset").asText(), "ruleset", 0)),
            LogLimits.DEFAULT);
    JobFacts job = job(test.path("job"));
    Classification got = classify(classifier, test.get("log").asText(), job);
    test.get("expect")
        .properties()
        .forEach(
            each ->
                assertThat(actual(got.verdict(), each.getKey()))
                    .as(each.getKey())
                    .isEqualTo(plain(each.getValue())));
    if (test.has("same_fingerprint_as")) {
      assertThat(actual(got.verdict(), "fingerprint"))
          .isNotNull()
          .isEqualTo(
              actual(
                  classify(classifier, test.get("same_fingerprint_as").asText(), job).verdict(),
                  "fingerprint"));
    }
    assertThat(classify(classifier, test.get("log").asText(), job)).as("replay").isEqualTo(got);
  }

  private static Classification classify(Classifier classifier, String log, JobFacts job)
      throws IOException {
    return classifier.classify(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), job);
  }

  private static JobFacts job(JsonNode facts) {
    JobFacts job = JobFacts.UNKNOWN;
    for (Map.Entry<String, JsonNode> each : facts.properties()) {
      job = job.with(Fact.of(each.getKey()).orElseThrow(), each.getValue().asText());
    }
    return job;
  }

  private static @Nullable Object plain(JsonNode value) {
    return JSON.convertValue(value, Object.class);
  }

  private static @Nullable Object actual(Verdict verdict, String key) {
    return switch (verdict) {
      case Matched matched -> actual(matched, key);
      case NoMatch noMatch ->
          switch (key) {
            case "state" -> noMatch.state().name();
            case "notes" -> noMatch.notes().stream().map(Note::name).toList();
            case "fingerprint" -> noMatch.fingerprint();
            default -> "no match";
          };
      case Verdict.LogPending _,
          Verdict.LogMissing _,
          Verdict.ScanFailed _,
          Verdict.StartupFailure _,
          Verdict.TimedOut _ ->
          throw new AssertionError(verdict);
    };
  }

  private static @Nullable Object actual(Matched matched, String key) {
    return switch (key) {
      case "state" -> matched.state().name();
      case "rule" -> matched.match().rule();
      case "line" -> matched.match().line();
      case "line_num" -> Math.toIntExact(matched.match().lineNum());
      case "captures" -> matched.match().captures();
      case "context" -> matched.match().context();
      case "column" -> matched.hit().column();
      case "excerpt" -> matched.hit().excerpt();
      case "tier" -> matched.tier().word();
      case "step" -> Objects.requireNonNull(matched.step()).name();
      case "notes" -> matched.notes().stream().map(Note::name).toList();
      case "failed_tests" -> matched.failedTests();
      case "fingerprint" -> matched.fingerprint();
      case "others" -> List.copyOf(matched.others().stream().map(Other::rule).toList());
      default -> throw new AssertionError("unknown key " + key);
    };
  }
}
