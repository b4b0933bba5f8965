package dev.buildmeister.rules;

import static dev.buildmeister.rules.RulesetFileTest.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.rules.RulesetDiff.Aspect;
import dev.buildmeister.rules.RulesetDiff.Change;
import dev.buildmeister.rules.RulesetDiff.Effect;
import dev.buildmeister.rules.RulesetDiff.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RulesetDiffTest {
  private static final String A = "[[rule]]\nname = 'a'\npattern = 'alpha'\n";
  private static final String B = "[[rule]]\nname = 'b'\npattern = 'beta'\n";
  private static final String C = "[[rule]]\nname = 'c'\npattern = 'gamma'\n";

  private static RulesetDiff diff(String before, String after) {
    return RulesetDiff.between(parse(before), parse(after));
  }

  private static List<String> ids(List<Rule> rules) {
    return rules.stream().map(Rule::id).toList();
  }

  /// The aspects of the only rule that changed.
  private static Set<Aspect> aspects(RulesetDiff diff) {
    assertThat(diff.changed()).hasSize(1);
    return diff.changed().getFirst().aspects();
  }

  @Test
  void equalRulesetsDifferInNothing() {
    RulesetDiff diff = diff(A + B, "# another text\n" + A + B);
    assertThat(diff.isEmpty()).isTrue();
    assertThat(diff.effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void anAddedRuleNeedsTheLogsAgain() {
    RulesetDiff diff = diff(A, A + B);
    assertThat(ids(diff.added())).containsExactly("b");
    assertThat(diff.isNewPattern(diff.added().getFirst())).isTrue();
    assertThat(diff.newKeys()).hasSize(1);
    assertThat(diff.effect()).isEqualTo(Effect.SCAN);
  }

  @Test
  void anAddedRuleWithAPatternThatIsThereDoesNot() {
    RulesetDiff diff = diff(A, A + "[[rule]]\nname = 'z'\npattern = 'alpha'\n");
    assertThat(ids(diff.added())).containsExactly("z");
    assertThat(diff.isNewPattern(diff.added().getFirst())).isFalse();
    assertThat(diff.effect()).isEqualTo(Effect.JUDGE);
  }

  @Test
  void aRemovedRuleDoesNot() {
    RulesetDiff diff = diff(A + B + C, A + C);
    assertThat(ids(diff.removed())).containsExactly("b");
    assertThat(diff.changed()).isEmpty();
    assertThat(diff.effect()).isEqualTo(Effect.JUDGE);
  }

  @Test
  void aChangedPatternIsSeenUnderTheSameId() {
    RulesetDiff diff = diff(A + B, A + B.replace("beta", "bet"));
    assertThat(aspects(diff)).containsExactly(Aspect.PATTERN);
    assertThat(diff.isNewPattern(diff.changed().getFirst().after())).isTrue();
    assertThat(diff.effect()).isEqualTo(Effect.SCAN);
  }

  @Test
  void rulesThatSwapPatternsNeedNoLog() {
    RulesetDiff diff = diff(A + B, A.replace("alpha", "beta") + B.replace("beta", "alpha"));
    assertThat(diff.changed()).hasSize(2).allMatch(it -> it.aspects().contains(Aspect.PATTERN));
    assertThat(diff.newKeys()).isEmpty();
    assertThat(diff.effect()).isEqualTo(Effect.JUDGE);
  }

  @Test
  void aRuleIsRenamedWhereItsIdStays() {
    RulesetDiff diff = diff(A + B, A + B.replace("'b'", "'better'\nid = 'b'"));
    assertThat(aspects(diff)).containsExactly(Aspect.NAME);
    assertThat(diff.effect()).isEqualTo(Effect.JUDGE);
  }

  @Test
  void aRuleWithAnotherIdIsAnotherRule() {
    RulesetDiff diff = diff(A + B, A + B.replace("'b'", "'better'"));
    assertThat(ids(diff.added())).containsExactly("better");
    assertThat(ids(diff.removed())).containsExactly("b");
    assertThat(diff.effect()).isEqualTo(Effect.JUDGE);
  }

  @Test
  void whatOnlyArbitrationUsesNeedsNoLog() {
    assertArbitrationOnly("when = { repo = 'x' }", Aspect.SCOPE);
    assertArbitrationOnly("when = { step = 'x' }", Aspect.SCOPE);
    assertArbitrationOnly("tags = ['flaky']", Aspect.TAGS);
    assertArbitrationOnly("pick = 'first'", Aspect.CHOICE);
    assertArbitrationOnly("last_lines = 5", Aspect.CHOICE);
    assertArbitrationOnly("help = 'x'", Aspect.HELP);
    assertArbitrationOnly("issue = 'https://example.org'", Aspect.HELP);
  }

  private static void assertArbitrationOnly(String line, Aspect aspect) {
    RulesetDiff diff = diff(A + B, A + B + line + "\n");
    assertThat(aspects(diff)).as(line).containsExactly(aspect);
    assertThat(diff.effect()).as(line).isEqualTo(Effect.JUDGE);
  }

  @Test
  void theFirstHitWithinTheLastLinesIsForTheScanToKeep() {
    RulesetDiff diff = diff(A, A + "pick = 'first'\nlast_lines = 5\n");
    assertThat(aspects(diff)).containsExactlyInAnyOrder(Aspect.PATTERN, Aspect.CHOICE);
    assertThat(diff.effect()).isEqualTo(Effect.SCAN);
  }

  @Test
  void examplesChangeNoVerdict() {
    RulesetDiff diff = diff(A, A + "examples = ['alpha']\n");
    assertThat(aspects(diff)).containsExactly(Aspect.EXAMPLES);
    assertThat(diff.isEmpty()).isFalse();
    assertThat(diff.effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void onlyTheRuleThatWasTakenElsewhereHasMoved() {
    RulesetDiff diff = diff(A + B + C, C + A + B);
    assertThat(diff.changed().stream().map(Change::after).map(Rule::id)).containsExactly("c");
    assertThat(aspects(diff)).containsExactly(Aspect.ORDER);
    assertThat(diff.effect()).isEqualTo(Effect.JUDGE);
  }

  @Test
  void rulesAroundAnAddedAndARemovedOneHaveNotMoved() {
    assertThat(diff(A + B, C + B).changed()).isEmpty();
  }

  @Test
  void takingTheMovedRulesOutLeavesTheSameOrder() {
    long seed = 20_240_708;
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Integer> order =
          new ArrayList<>(IntStream.range(0, random.nextInt(1, 12)).boxed().toList());
      Ruleset before = numbered(order);
      Collections.shuffle(order, random);
      Ruleset after = numbered(order);
      RulesetDiff diff = RulesetDiff.between(before, after);
      List<String> moved = diff.changed().stream().map(Change::after).map(Rule::id).toList();
      List<String> stayed = new ArrayList<>(ids(before.rules()));
      stayed.removeAll(moved);
      List<String> stayedAfter = new ArrayList<>(ids(after.rules()));
      stayedAfter.removeAll(moved);
      assertThat(stayedAfter).as("seed %d, round %d", seed, round).isEqualTo(stayed);
      assertThat(stayed).as("seed %d, round %d", seed, round).isNotEmpty();
    }
  }

  private static Ruleset numbered(List<Integer> order) {
    StringBuilder text = new StringBuilder();
    order.forEach(n -> text.append("[[rule]]\nname = 'r").append(n).append("'\npattern = 'p'\n"));
    return parse(text.toString());
  }

  @Test
  void otherSectionsAreNamedAndWhatIsNotRecordedNeedsTheLogs() {
    RulesetDiff prefer = diff(A, "[verdict]\nprefer = 'failing-step'\n" + A);
    assertThat(prefer.others()).containsExactly(Section.VERDICT);
    assertThat(prefer.effect()).isEqualTo(Effect.JUDGE);
    RulesetDiff quiet = diff(A, "[verdict]\nquiet = 'succeeded'\n" + A);
    assertThat(quiet.others()).containsExactly(Section.VERDICT);
    assertThat(quiet.effect()).as("records tell it anyway").isEqualTo(Effect.JUDGE);
    RulesetDiff general = diff(A, "[verdict]\ngeneral = 'best-line'\n" + A);
    assertThat(general.others()).containsExactly(Section.VERDICT);
    assertThat(general.effect()).as("records tell it only if asked").isEqualTo(Effect.SCAN);
    RulesetDiff ignore = diff(A, A + "[[ignore]]\npattern = 'x'\n");
    assertThat(ignore.others()).containsExactly(Section.IGNORE);
    assertThat(ignore.effect()).isEqualTo(Effect.SCAN);
    RulesetDiff extract = diff(A, A + "[[extract]]\nname = 'n'\npattern = 'x'\n");
    assertThat(extract.others()).containsExactly(Section.EXTRACT);
    assertThat(extract.effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void twoIgnoresAreNotOneThatIsSpelledLikeBoth() {
    String two = A + "[[ignore]]\npattern = '\\Qfoo'\n[[ignore]]\npattern = 'boom'\n";
    String spelled = "\\Qfoo, literal=false]], Line[pattern=LinePattern[expression=boom";
    assertOtherScan(two, A + "[[ignore]]\npattern = '" + spelled + "'\n");
  }

  @Test
  void theBorderBetweenTwoPatternsOfARuleCannotBeWrittenIntoOne() {
    String rule = "[[rule]]\nname = 'x'\n";
    assertOtherScan(
        rule + "pattern = \"boom\"\nthen = \"b\\u0000Rc\"\n",
        rule + "pattern = \"boom\\u0000Rb\"\nthen = \"c\"\n");
  }

  @Test
  void aLiteralAndAPatternOfTheSameTextAreNotTheSame() {
    assertOtherScan(A, A.replace("pattern =", "literal ="));
  }

  @Test
  void anIgnoredRegionIsNotTwoIgnoredLines() {
    assertOtherScan(
        A + "[[ignore]]\nstart = 'x'\nstop = 'y'\n",
        A + "[[ignore]]\npattern = 'x'\n[[ignore]]\npattern = 'y'\n");
  }

  /// Whether each ruleset needs the logs that were scanned with the other one.
  private static void assertOtherScan(String one, String other) {
    assertThat(diff(one, other).effect()).as("to%n%s", other).isEqualTo(Effect.SCAN);
    assertThat(diff(other, one).effect()).as("to%n%s", one).isEqualTo(Effect.SCAN);
  }

  @Test
  void aScanRecordIsAskedForWhatWasNotLookedForBefore() {
    RulesetDiff diff = diff(A + B, A + C);
    assertThat(diff.newKeys()).hasSize(1);
    assertThat(CompiledRuleset.compile(parse(A + B)).scanKeys())
        .doesNotContainAnyElementsOf(diff.newKeys());
    assertThat(CompiledRuleset.compile(parse(A + C)).scanKeys()).containsAll(diff.newKeys());
  }
}
