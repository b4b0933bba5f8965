package dev.buildmeister.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.rules.Rule.Pick;
import dev.buildmeister.rules.Rule.Tier;
import dev.buildmeister.scan.LinePattern;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesetFileTest {
  private static final String FULL =
      """
      [verdict]
      prefer = 'failing-step'

      [[rule]]
      name = 'pytest failure'
      id = 'pytest'
      pattern = '^FAILED (\\S+\\.py::\\S+)'
      then = '^\\s+File "(.*)"'
      within = 5
      pick = 'first'
      last_lines = 500
      block = { until = '^\\s*$', max = 60 }
      tags = ['test', 'flaky']
      when = { repo = 'acme/.*', step = 'Run tests' }
      help = "It's a test.\\nRun it."
      issue = 'https://example.org/1'
      examples = ["FAILED a.py::test_x - boom\\n  File \\"a.py\\""]
      counterexamples = ['FAILED to connect']

      [[rule]]
      name = 'any error'
      literal = 'error: ('
      tags = ['catch-all']

      [[ignore]]
      pattern = '^##\\[error\\]Process completed'

      [[ignore]]
      start = '=== compile log ==='
      stop = '=== end of compile log ==='

      [[extract]]
      name = 'dependency'
      pattern = '^Installing (\\S+) v?(\\S+)$'
      """;

  static Ruleset parse(String text) {
    try {
      return RulesetFile.parse(text, "rules.toml", 0);
    } catch (RulesetException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  private static List<Fault> faults(String text) {
    RulesetException thrown =
        catchThrowableOfType(
            RulesetException.class, () -> RulesetFile.parse(text, "rules.toml", 0));
    assertThat(thrown).as("faults of %s", text).isNotNull();
    return thrown.faults();
  }

  @Test
  void everyKeyOfTheFormatIsRead() {
    Ruleset ruleset = parse(FULL);
    Rule rule = ruleset.rules().getFirst();
    assertThat(ruleset.policy().preferFailingStep()).isTrue();
    assertThat(rule.id()).isEqualTo("pytest");
    assertThat(rule.pattern()).isEqualTo(LinePattern.regex("^FAILED (\\S+\\.py::\\S+)"));
    assertThat(rule.then()).isEqualTo(new Rule.Then(LinePattern.regex("^\\s+File \"(.*)\""), 5));
    assertThat(rule.pick()).isEqualTo(Pick.FIRST);
    assertThat(rule.lastLines()).isEqualTo(500);
    assertThat(rule.block()).isEqualTo(new Rule.Block(LinePattern.regex("^\\s*$"), 60));
    assertThat(rule.tags()).containsExactly("test", "flaky");
    assertThat(rule.when()).containsEntry(Fact.REPO, "acme/.*");
    assertThat(rule.whenStep()).isEqualTo("Run tests");
    assertThat(rule.help()).isEqualTo("It's a test.\nRun it.");
    assertThat(rule.issue()).isEqualTo("https://example.org/1");
    assertThat(rule.examples()).hasSize(1);
    assertThat(rule.counterexamples()).containsExactly("FAILED to connect");
    assertThat(rule.tier()).isEqualTo(Tier.SPECIFIC);
    assertThat(ruleset.rules().get(1).pattern()).isEqualTo(LinePattern.literal("error: ("));
    assertThat(ruleset.rules().get(1).tier()).isEqualTo(Tier.GENERAL);
    assertThat(ruleset.ignores()).hasSize(2);
    assertThat(ruleset.extracts()).hasSize(1);
  }

  @Test
  void aFileWithOnlyNamesAndPatternsHasNoIgnoresAndNoPreference() {
    Ruleset ruleset = parse("[[rule]]\nname = 'a'\npattern = 'b'\n");
    assertThat(ruleset.policy()).isEqualTo(Policy.PLAIN);
    assertThat(ruleset.ignores()).isEmpty();
    assertThat(ruleset.rules().getFirst().pick()).isEqualTo(Pick.LAST);
  }

  @Test
  void aWrittenRulesetReadsBackTheSame() {
    Ruleset ruleset = parse(FULL);
    Ruleset again = parse(RulesetFile.write(ruleset));
    assertThat(again.rules()).isEqualTo(ruleset.rules());
    assertThat(again.ignores()).isEqualTo(ruleset.ignores());
    assertThat(again.extracts()).isEqualTo(ruleset.extracts());
    assertThat(again.policy()).isEqualTo(ruleset.policy());
    assertThat(RulesetFile.write(again)).isEqualTo(RulesetFile.write(ruleset));
  }

  @Test
  void eachKeyOfTheVerdictIsReadAndWrittenAlone() {
    String rule = "[[rule]]\nname = 'a'\npattern = 'b'\n";
    Map<String, Policy> policies =
        Map.of(
            "prefer = 'failing-step'", new Policy(true, false, false),
            "quiet = 'succeeded'", new Policy(false, true, false),
            "general = 'best-line'", new Policy(false, false, true));
    policies.forEach(
        (key, policy) -> {
          Ruleset ruleset = parse("[verdict]\n" + key + "\n" + rule);
          assertThat(ruleset.policy()).as(key).isEqualTo(policy);
          assertThat(parse(RulesetFile.write(ruleset)).policy()).as(key).isEqualTo(policy);
        });
  }

  @Test
  void aKeyOfTheVerdictHasOneValue() {
    String rule = "[[rule]]\nname = 'a'\npattern = 'b'\n";
    for (String key : List.of("prefer", "quiet", "general")) {
      assertThat(faults("[verdict]\n" + key + " = 'loudly'\n" + rule))
          .singleElement()
          .asString()
          .contains("'" + key + "' is 'loudly'", "it can only be");
      assertThat(faults("[verdict]\n" + key + " = true\n" + rule))
          .singleElement()
          .asString()
          .contains("'" + key + "' must be a string");
    }
  }

  @Test
  void theIdOfTheBestLineIsTakenWhereItIsAskedFor() {
    String rule = "[[rule]]\nname = 'a'\nid = 'best-line'\npattern = 'b'\n";
    assertThat(parse(rule).rules()).hasSize(1);
    assertThat(faults("[verdict]\ngeneral = 'best-line'\n" + rule))
        .singleElement()
        .asString()
        .contains("'best-line' is that of a rule", "another id");
  }

  @Test
  void theVersionIsSeqAndTheHashOfTheText() throws RulesetException {
    String text = "[[rule]]\nname = 'a'\npattern = 'b'\n";
    assertThat(RulesetFile.parse(text, "f", 17).version().toString())
        .isEqualTo("17-" + RulesetVersion.of(0, text).digest())
        .matches("17-[0-9a-f]{12}");
  }

  @Test
  void allFaultsOfAFileAreNamedAtOnceInItsOrder() {
    List<Fault> faults =
        faults(
            """
            colour = 'red'
            [verdict]
            prefer = 'last-step'
            [[rule]]
            pattern = 'a'
            [[rule]]
            name = 'b'
            [[rule]]
            name = 'c'
            id = 'x'
            pattern = 'a('
            within = 5
            pick = 'middle'
            last_lines = 0
            block = { max = 1000 }
            tags = 'test'
            when = { repository = 'x', repo = '(' }
            issue = 'javascript:alert(1)'
            colour = 1
            [[rule]]
            name = 5
            id = 'x'
            pattern = 'a'
            literal = 'b'
            [[ignore]]
            start = 'a'
            [[extract]]
            name = 'e'
            """);
    assertThat(faults.stream().map(Fault::line))
        .containsExactly(1, 3, 4, 6, 11, 12, 13, 14, 15, 16, 17, 17, 18, 19, 21, 22, 24, 25, 27);
    assertThat(faults.stream().map(Fault::rule))
        .contains("", "[[rule]] 1", "rule 'b'", "rule 'c'", "[[ignore]] 1", "[[extract]] 1");
  }

  @Test
  void aSyntaxErrorIsToldWithTheOtherFaultsAndHidesOnlyWhatMayBeMissingThroughIt() {
    List<Fault> faults =
        faults(
            """
            [[rule]]
            name =
            [[rule]]
            name = 'b'
            pattern = 'a'
            pick = 'never'
            """);
    assertThat(faults.stream().map(Fault::line)).containsExactly(2, 6);
  }

  @Test
  void aFaultInAPatternPointsAtTheCharacter() {
    Fault fault = faults("[[rule]]\nname = 'a'\npattern = 'ab(?=c)'\n").getFirst();
    assertThat(fault.line()).isEqualTo(3);
    assertThat(fault.rule()).isEqualTo("rule 'a'");
    assertThat(fault.message()).startsWith("'pattern', character ");
  }

  @Test
  void anEmptyFileSaysWhatItNeeds() {
    assertThat(faults("")).singleElement().extracting(Fault::message).isEqualTo("there is no rule");
  }

  @Test
  void aFileThatIsNotUtf8IsRefusedByName(@TempDir Path dir) throws Exception {
    Path file =
        Files.write(dir.resolve("r.toml"), "name = '\u00e9'".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> RulesetFile.read(file, 0))
        .isInstanceOf(RulesetException.class)
        .hasMessageContaining("r.toml")
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void theShippedRulesetIsValid() {
    assertThat(ShippedRuleset.load().rules()).isNotEmpty();
  }
}
