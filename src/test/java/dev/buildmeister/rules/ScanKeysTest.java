package dev.buildmeister.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What a scan record is asked for, case by case. Records that are stored hold these keys: another
/// spelling of them means that every log is scanned again.
class ScanKeysTest {
  @TestFactory
  Stream<DynamicTest> everyCaseOfTheContractHolds() throws IOException {
    JsonNode fixture =
        new ObjectMapper().readTree(Path.of("fixtures", "contract", "scan-keys.json").toFile());
    JsonNode cases = fixture.path("cases");
    assertThat(cases).hasSizeGreaterThan(5);
    return StreamSupport.stream(cases.spliterator(), false)
        .map(each -> DynamicTest.dynamicTest(each.path("name").asText(), () -> check(each)));
  }

  private static void check(JsonNode test) {
    Ruleset ruleset = RulesetFileTest.parse(test.path("ruleset").asText());
    List<String> keys =
        StreamSupport.stream(test.path("keys").spliterator(), false).map(JsonNode::asText).toList();
    assertThat(CompiledRuleset.scanKeys(ruleset)).containsExactlyInAnyOrderElementsOf(keys);
  }
}
