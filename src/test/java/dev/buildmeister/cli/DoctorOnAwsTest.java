package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.aws.AwsBackend;
import dev.buildmeister.aws.AwsBackend.Backend;
import dev.buildmeister.cli.Cli.Run;
import dev.buildmeister.store.Tables;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `doctor` where the environment names a bucket.
@ExtendWith(AwsBackend.class)
class DoctorOnAwsTest {
  private final Backend aws;
  @TempDir Path folder;

  DoctorOnAwsTest(Backend aws) {
    this.aws = aws;
  }

  @BeforeEach
  void signIn() {
    aws.signIn();
  }

  @AfterEach
  void signOut() {
    aws.signOut();
  }

  private Cli cli() {
    return new Cli(folder).env("LANG", "C.UTF-8").env("AWS_REGION", "us-east-1");
  }

  @Test
  void theEnvironmentOfTheFunctionsIsLookedAt() {
    Tables tables = aws.tables();
    Run run =
        cli()
            .env("BUILDMEISTER_BUCKET", aws.bucket())
            .env("BUILDMEISTER_JOBS_TABLE", tables.jobs())
            .env("BUILDMEISTER_TABLE", tables.own())
            .run("doctor");

    assertThat(run.out().lines())
        .allMatch(line -> line.matches("(ok     |warning|fault  )  [a-z]+ +.+"))
        .anyMatch(line -> line.startsWith("ok       jobs      table " + tables.jobs()))
        .anyMatch(line -> line.startsWith("ok       stream "))
        .anyMatch(line -> line.startsWith("warning  queue     not looked at"));
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aFaultOnAwsIsAnExitOfOne() {
    Run run = cli().run("doctor --bucket no-such-bucket-here --table nobodys");

    assertThat(run.out())
        .contains("fault    bucket    there is no bucket no-such-bucket-here; name another with")
        .contains("fault    own       there is no table nobodys; ");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void whatIsMissingInTheEnvironmentIsOneLine() {
    Run run = cli().env("BUILDMEISTER_BACKFILL_THREADS", "many").run("doctor --table nobodys");

    assertThat(run.out())
        .contains(
            "fault    settings  BUILDMEISTER_BUCKET is not set; BUILDMEISTER_BACKFILL_THREADS is"
                + " 'many'; give a number from 1 to 16; set what the template sets");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void withoutABucketAwsIsNotLookedAt() {
    assertThat(cli().run("doctor").out()).doesNotContain("account");
  }
}
