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

/// Which id each rule of a file has, case by case.
class RuleIdsTest {
  @TestFactory
  Stream<DynamicTest> everyCaseOfTheContractHolds() throws IOException {
    JsonNode cases =
        new ObjectMapper().readTree(Path.of("fixtures", "contract", "rule-ids.json").toFile());
    assertThat(cases).hasSizeGreaterThan(5);
    return StreamSupport.stream(cases.spliterator(), false)
        .map(each -> DynamicTest.dynamicTest(each.path("name").asText(), () -> check(each)));
  }

  private static void check(JsonNode test) {
    String file = file(test.path("rules"));
    try {
      Ruleset ruleset = RulesetFile.parse(file, "rules.toml", 0);
      assertThat(ids(ruleset)).as(file).isEqualTo(texts(test.path("ids")));
      assertThat(ids(RulesetFile.parse(RulesetFile.write(ruleset), "again.toml", 0)))
          .as("written and read back")
          .isEqualTo(ids(ruleset));
    } catch (RulesetException e) {
      assertThat(e.faults().stream().map(Fault::toString))
          .as(file)
          .isEqualTo(texts(test.path("faults")));
    }
  }

  private static String file(JsonNode rules) {
    StringBuilder file = new StringBuilder();
    for (JsonNode rule : rules) {
      file.append("[[rule]]\nname = '").append(rule.path("name").asText()).append("'\n");
      if (rule.has("id")) {
        file.append("id = '").append(rule.path("id").asText()).append("'\n");
      }
      file.append("pattern = 'x'\n");
    }
    return file.toString();
  }

  private static List<String> ids(Ruleset ruleset) {
    return ruleset.rules().stream().map(Rule::id).toList();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
