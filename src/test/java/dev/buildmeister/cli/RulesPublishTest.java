package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.buildmeister.cli.Cli.Run;
import dev.buildmeister.local.LocalStores;
import dev.buildmeister.store.RulesetStore.Published;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesPublishTest {
  private static final String RULES =
      """
      [[rule]]
      name = 'boom'
      pattern = 'boom'
      examples = ['boom']
      """;

  private final Cli cli;
  private final Path folder;

  RulesPublishTest(@TempDir Path folder) {
    this.folder = folder;
    this.cli = new Cli(folder);
  }

  private Published current() {
    try (LocalStores stores = LocalStores.open(folder.resolve("data"), InstantSource.system())) {
      return stores.rulesets().current().orElseThrow();
    }
  }

  @Test
  void aPublishedRulesetIsTheOneInUseAndIsNotPublishedTwice() throws Exception {
    cli.file("rules.toml", RULES);
    Run first = cli.run("rules publish @rules.toml --data @data --by ann --comment first");
    Run again = cli.run("rules publish @rules.toml --data @data --by bob");

    assertThat(first.exit()).isZero();
    assertThat(first.out()).matches("\\d+-[0-9a-f]{12} is in use, 1 rule\\n");
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(current().text()).isEqualTo(RULES);
    assertThat(current().by()).isEqualTo("ann");
    assertThat(current().comment()).isEqualTo("first");
  }

  @Test
  void aRulesetWithAFailingExampleIsNotPublished() throws Exception {
    cli.file("rules.toml", RULES.replace("['boom']", "['bang']"));
    Run run = cli.run("rules publish @rules.toml --data @data");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("example 1 is not hit: bang", "nothing was published");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void aRulesetWithFaultsIsNotPublished() throws Exception {
    cli.file("rules.toml", "[[rule]]\nname = 'a'\n");
    Run run = cli.run("rules publish @rules.toml --data @data");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(folder.resolve("data")).doesNotExist();
  }

  /// The SDK looks into the process's own environment, too.
  private Run onAwsWithNothingSet() {
    assumeThat(System.getenv())
        .doesNotContainKeys("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE");
    Map<String, String> nothing =
        Map.of(
            "aws.disableEc2Metadata", "true",
            "aws.configFile", folder.resolve("none").toString(),
            "aws.sharedCredentialsFile", folder.resolve("none").toString());
    nothing.forEach(System::setProperty);
    try {
      return cli.run("rules publish @rules.toml --table buildmeister");
    } finally {
      nothing.keySet().forEach(System::clearProperty);
    }
  }

  @Test
  void withoutARegionItIsOneLineThatSaysWhatToSet() throws Exception {
    cli.file("rules.toml", RULES);
    Run run = onAwsWithNothingSet();

    assertThat(run.err()).endsWith("no region is set; set AWS_REGION, such as eu-central-1\n");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void withoutCredentialsItIsOneLineThatSaysWhatToSet() throws Exception {
    cli.file("rules.toml", RULES).env("AWS_DEFAULT_REGION", "eu-central-1");
    Run run = onAwsWithNothingSet();

    assertThat(run.err()).contains("there are no credentials of AWS; set AWS_PROFILE, or ");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.exit()).isEqualTo(2);
  }
}
