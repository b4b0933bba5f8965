package dev.buildmeister.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.aws.AwsServers;
import dev.buildmeister.job.JobId;
import dev.buildmeister.lambda.FakeRuntimeApi.Answer;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.Tables;
import dev.buildmeister.verdict.Verdict.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds the jar that goes onto Lambda; it is there after `package` in the profile `lambda`.
class LambdaJarIT {
  private static final Path JAR = Path.of("target", "buildmeister-lambda.jar").toAbsolutePath();
  private static final long MAX_BYTES = 20_000_000;

  @Test
  void itIsSmallAndHoldsNothingOfTheLocalMode() throws IOException {
    assertThat(Files.size(JAR)).isLessThan(MAX_BYTES);
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .contains(
              "dev/buildmeister/lambda/ClassifyHandler.class", "dev/buildmeister/ruleset.toml")
          .noneMatch(
              name ->
                  name.matches(
                      "dev/buildmeister/(cli|local|demo)/.*"
                          + "|.*(picocli|progressbar|jline|sqlite|junit).*"
                          + "|.*\\.(so|dll|dylib|jnilib)"));
      assertThat(jar.getManifest().getMainAttributes().getValue("Class-Path")).isNull();
    }
  }

  @Test
  void servicesOfAllItsPartsAreMerged() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      ZipEntry services =
          jar.getEntry("META-INF/services/software.amazon.awssdk.core.warmup.SdkWarmUpProvider");
      assertThat(new String(jar.getInputStream(services).readAllBytes(), StandardCharsets.UTF_8))
          .contains("S3WarmUpProvider", "DynamoDbWarmUpProvider", "SqsWarmUpProvider");
    }
  }

  @Test
  void startedAloneItReadsALogAndKeepsItsVerdict(@TempDir Path directory) throws Exception {
    AwsServers servers = new AwsServers();
    Tables tables = servers.tables("jar");
    JobId job = JobId.parse("circleci.com!gh/acme/app/1012");
    servers.putLog(job.logKey(), Files.readString(Path.of("fixtures/logs/circleci-mocha.log")));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-jar",
            JAR.toString());
    try (LambdaProcess program =
        new LambdaProcess(
            command,
            "dev.buildmeister.lambda.ClassifyHandler",
            servers.environment(tables),
            directory.resolve("log"))) {
      Answer answer =
          program.invoke(
              Files.readString(Path.of("fixtures", "events", "eventbridge-created.json")));
      assertThat(answer.body()).isEqualTo("{\"classified\":1}");
      assertThat(servers.item(tables, job).flatMap(JobItem::state)).contains(State.MATCHED);
      assertThat(Files.readString(directory.resolve("log")))
          .contains("\"message\":\"classified\"")
          .doesNotContain("WARNING", "ERROR", "SLF4J");
    }
  }
}
