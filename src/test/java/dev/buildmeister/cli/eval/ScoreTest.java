package dev.buildmeister.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.rules.Rule.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreTest {
  private static final Answer LINE_5 = new Answer(5L, Tier.SPECIFIC);
  private static final Answer LINE_5_GENERAL = new Answer(5L, Tier.GENERAL);

  @TempDir Path folder;

  private static String log(String id, String set, String provider, String group, String label) {
    return """
        {"id": "%s", "set": "%s", "file": "%s.log.gz", "provider": "%s", %s"label": {%s}}
        """
        .formatted(
            id, set, id, provider, group.isEmpty() ? "" : "\"group\": \"" + group + "\", ", label);
  }

  private List<LabelledLog> corpus(String... lines) throws IOException {
    Path index = folder.resolve("index.jsonl");
    Files.writeString(index, String.join("", lines));
    return CorpusIndex.read(index);
  }

  @Test
  void aSmallCorpusGivesThePrintedMeasures() throws IOException {
    String lines = "\"kind\": \"line\", \"lines\": [5, 6]";
    List<LabelledLog> logs =
        corpus(
            log("w/1", "wild", "github-actions", "a/a", lines + ", \"best\": 5"),
            log("w/2", "wild", "github-actions", "a/a", lines + ", \"best\": 6"),
            log("w/3", "wild", "github-actions", "b/b", lines),
            log("w/4", "wild", "github-actions", "c/c", lines + ", \"boilerplate_lines\": [5]"),
            log("w/5", "wild", "github-actions", "", lines),
            log("l/1", "logchunks", "travis", "a/a", lines + ", \"key_lines\": [6]"),
            log("m/1", "misc", "gitlab", "d/d", lines.replace("line\"", "chunk\"")),
            log("m/2", "misc", "gitlab", "e/e", "\"kind\": \"weak\", \"lines\": [5]"),
            log("t/1", "treeherder", "other", "f/f", lines),
            log("p/1", "passing", "github-actions", "a/a", "\"kind\": \"none\", \"passed\": true"),
            log("p/2", "passing", "github-actions", "b/b", "\"kind\": \"none\", \"passed\": true"),
            log("p/3", "passing", "github-actions", "c/c", "\"kind\": \"none\", \"passed\": true"));
    Map<String, Answer> answers = new HashMap<>();
    logs.forEach(log -> answers.put(log.id(), LINE_5));
    answers.put("w/3", LINE_5_GENERAL);
    answers.put("p/1", Answer.NONE);
    answers.put("p/2", LINE_5_GENERAL);
    answers.remove("w/5");

    assertThat(String.join("\n", Score.of(logs, answers)))
        .isEqualTo(
            """
            no verdict given for 1 of 12 logs
            GHA answered                 75.0%  [50.0 .. 100.0]  5 logs of 4 repositories
            GHA best                     50.0%  [50.0 .. 50.0]  2 logs of 1 repositories
            GHA hit                      50.0%  [0.0 .. 100.0]  5 logs of 4 repositories
            GHA specific answered        50.0%  [0.0 .. 100.0]  5 logs of 4 repositories
            GHA specific right           50.0%  [0.0 .. 100.0]  3 logs of 2 repositories
            LOGCHUNKS answered          100.0%  [100.0 .. 100.0]  1 logs of 1 repositories
            LOGCHUNKS hit               100.0%  [100.0 .. 100.0]  1 logs of 1 repositories
            LOGCHUNKS key line            0.0%  [0.0 .. 0.0]  1 logs of 1 repositories
            LOGCHUNKS specific answered 100.0%  [100.0 .. 100.0]  1 logs of 1 repositories
            LOGCHUNKS specific right    100.0%  [100.0 .. 100.0]  1 logs of 1 repositories
            OTHER answered              100.0%  [100.0 .. 100.0]  1 logs of 1 repositories
            OTHER hit                   100.0%  [100.0 .. 100.0]  1 logs of 1 repositories
            OTHER specific answered     100.0%  [100.0 .. 100.0]  1 logs of 1 repositories
            OTHER specific right        100.0%  [100.0 .. 100.0]  1 logs of 1 repositories
            QUIET any                    33.3%  [0.0 .. 100.0]  3 logs of 3 repositories
            QUIET specific               66.7%  [33.3 .. 100.0]  3 logs of 3 repositories
            SUMMARY gha-hit 50.0 gha-specific-right 50.0 gha-specific-answered 50.0 other-hit 100.0 logchunks-hit 100.0 quiet 66.7""");
  }

  @Test
  void withoutAnyLogThereAreNoMeasures() {
    assertThat(Score.of(List.of(), Map.of()))
        .containsExactly(
            "SUMMARY gha-hit - gha-specific-right - gha-specific-answered - other-hit - "
                + "logchunks-hit - quiet -");
  }

  @Test
  void aBadLineOfTheIndexIsNamed() {
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> corpus("{}\n")))
        .isInstanceOf(IOException.class)
        .hasMessage("line 1: there is no 'id'");
  }
}
