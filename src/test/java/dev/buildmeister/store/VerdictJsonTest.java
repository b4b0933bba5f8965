package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.buildmeister.job.Note;
import dev.buildmeister.job.Step;
import dev.buildmeister.rules.Rule.Tier;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.ScanRecord.Hit;
import dev.buildmeister.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictJsonTest {
  private static final RulesetVersion RULESET = new RulesetVersion(7, "0a1b2c3d4e5f");

  @Test
  void aMatchHasAllMembers() throws IOException {
    Match match = new Match("r", "boom", 9, List.of("b"), List.of("+ make"));
    Verdict verdict =
        new Verdict.Matched(
            match,
            "r-id",
            Tier.GENERAL,
            new Step(null, "Run tests", 3, 12, 1, true),
            new Hit(9, "boom", 2, match.captures(), match.context(), List.of("boom", "at x")),
            "v1:00",
            List.of("t1"),
            true,
            List.of(new Verdict.Other("o-id", "o", Tier.SPECIFIC, 4, "other", 2)),
            "Try again.",
            null,
            Set.of(Note.LOG_CUT),
            RULESET);

    assertThat(VerdictJson.line("a.log", null, verdict))
        .isEqualTo(
            "{\"file\":\"a.log\",\"state\":\"MATCHED\",\"notes\":[\"LOG_CUT\"],\"rule\":\"r\","
                + "\"rule_id\":\"r-id\",\"tier\":\"general\",\"line\":\"boom\",\"line_num\":9,"
                + "\"column\":2,\"captures\":[\"b\"],\"context\":[\"+ make\"],"
                + "\"step\":\"Run tests\",\"step_detail\":{\"job\":null,\"name\":\"Run tests\","
                + "\"first_line\":3,\"last_line\":12,\"exit_code\":1,\"failed\":true},"
                + "\"failed_tests\":[\"t1\"],\"failed_tests_more\":true,\"fingerprint\":\"v1:00\","
                + "\"ruleset\":\"7-0a1b2c3d4e5f\",\"others\":[{\"rule\":\"o\","
                + "\"rule_id\":\"o-id\",\"tier\":\"specific\",\"line\":\"other\",\"line_num\":4,"
                + "\"count\":2}],\"help\":\"Try again.\",\"issue\":null,"
                + "\"excerpt\":[\"boom\",\"at x\"],\"reason\":null,"
                + "\"lines\":null,\"bytes\":null}");
  }

  @Test
  void allVerdictsHaveTheSameMembersInTheSameOrder() throws IOException {
    List<String> expected = names(Samples.matched("r", RULESET));
    for (Verdict verdict :
        List.of(
            new Verdict.NoMatch(null, Set.of(), RULESET),
            new Verdict.LogPending(),
            new Verdict.LogMissing("gone"),
            new Verdict.ScanFailed("no time"),
            new Verdict.StartupFailure(),
            new Verdict.TimedOut())) {
      assertThat(names(verdict)).as("%s", verdict).isEqualTo(expected);
    }
  }

  @Test
  void whatIsNotThereIsNull() throws IOException {
    JsonNode json = tree(new Verdict.LogMissing("gone"));

    assertThat(json.path("reason").asText()).isEqualTo("gone");
    assertThat(json.path("notes").isArray()).isTrue();
    assertThat(json.path("rule").isNull()).isTrue();
    assertThat(json.path("captures").isNull()).isTrue();
    assertThat(json.path("ruleset").isNull()).isTrue();
  }

  @Test
  void nothingInATextReachesTheTerminalAsACommand() throws IOException {
    String hostile = "\u001b[2J\u009b31m\u007f\u2028\u2029\u202ea\u2066\n\u0000\ud800é日😀";
    Verdict verdict =
        Samples.matched(
            new Match(hostile, hostile, 1, List.of(hostile), List.of(hostile)), Set.of(), RULESET);
    String line = VerdictJson.line(hostile, null, verdict);

    assertThat(line.codePoints())
        .noneMatch(c -> c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029)
        .noneMatch(c -> (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
        .noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    assertThat(tree(verdict).path("line").asText()).isEqualTo(hostile.replace('\ud800', '\ufffd'));
    assertThat(line).contains("é日😀");
  }

  @Test
  void picturesAreReadableAndTagsAreNotAndBothStayWhatTheyAre() throws IOException {
    // U+1F41B ends in a half that tags end in too.
    for (String text : List.of("a \ud83d\udc1b b", "\udb40\udc41 \ud83d\udc1b \udb40\udd00")) {
      Match match = new Match("r", text, 1, List.of(text), List.of());
      String line = VerdictJson.line("a.log", null, Samples.matched(match, Set.of(), RULESET));
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      assertThat(Json.TREES.readTree(bytes).path("line").asText()).isEqualTo(text);
      assertThat(line.contains("\ud83d\udc1b")).isEqualTo(!text.contains("\udb40"));
      assertThat(line).doesNotContain("\udb40");
    }
  }

  private static List<String> names(Verdict verdict) throws IOException {
    List<String> names = new ArrayList<>();
    tree(verdict).fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode tree(Verdict verdict) throws IOException {
    return Json.TREES.readTree(VerdictJson.line(null, null, verdict));
  }
}
