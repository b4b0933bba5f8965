package dev.buildmeister;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Runs the real launcher in a small project whose Maven and JDK are scripts.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest {
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final String JAVA =
      """
      #!/bin/sh
      while [ $# -gt 0 ]; do
        if [ "$1" = -jar ]; then shift 2; break; fi
        printf 'option %s\\n' "$1"
        shift
      done
      for each in "$@"; do printf 'argument [%s]\\n' "$each"; done
      echo "pid $$"
      sed 's/^/stdin /'
      """;
  private static final String MAVEN =
      """
      #!/bin/sh
      echo called >>builds
      cat >/dev/null
      echo 'what Maven says'
      if [ -f broken ]; then exit 1; fi
      mkdir -p target/lib
      if [ -f slow ]; then sleep 1; fi
      echo jar >target/buildmeister.jar
      """;

  @TempDir Path temp;
  private Path project;
  private Path jdk;

  /// What a run of the launcher left.
  record Run(int exit, String out, String err, long pid) {}

  @BeforeEach
  void makeAProject() throws IOException {
    project = Files.createDirectories(temp.resolve("a project"));
    jdk = fakeJdk("a jdk", "25.0.3");
    Files.createDirectories(project.resolve(".mvn"));
    Files.copy(Path.of("buildmeister"), project.resolve("buildmeister"));
    Files.copy(Path.of(".mvn/find-jdk"), project.resolve(".mvn/find-jdk"));
    executable(project.resolve("buildmeister"));
    executable(project.resolve(".mvn/find-jdk"));
    script(project.resolve("mvnw"), MAVEN);
    Files.createDirectories(project.resolve("src/main/java"));
    Files.createDirectories(project.resolve("fixtures/logs"));
    for (String each :
        List.of("pom.xml", "ruleset.toml", "src/main/java/Main.java", "fixtures/logs/a.log")) {
      Files.writeString(project.resolve(each), "");
    }
    everythingIsOld();
  }

  @Test
  void theFirstRunBuildsAndSaysSoInOneLine() throws Exception {
    Run run = launch();

    assertThat(run.exit()).isZero();
    assertThat(run.err()).startsWith("buildmeister: there is no jar yet").hasLineCount(1);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void theSecondRunSaysNothingAndDoesNotBuild() throws Exception {
    launch();

    assertThat(launch().err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aChangedSourceIsBuilt() throws Exception {
    launch();
    soon(project.resolve("src/main/java/Main.java"));

    assertThat(launch().err()).contains("newer than the jar");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aChangedRulesetIsBuilt() throws Exception {
    launch();
    soon(project.resolve("ruleset.toml"));
    launch();

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aChangedSampleOfTheDemoIsBuilt() throws Exception {
    launch();
    soon(project.resolve("fixtures/logs/a.log"));
    launch();

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aDeletedSourceIsNoticed() throws Exception {
    launch();
    Files.delete(project.resolve("src/main/java/Main.java"));
    soon(project.resolve("src/main/java"));
    launch();

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aJarWithoutSourcesIsRunAsItIs() throws Exception {
    launch();
    Files.delete(project.resolve("pom.xml"));
    soon(project.resolve("ruleset.toml"));

    assertThat(launch().err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void argumentsPassUntouched() throws Exception {
    Run run = launch("a  b", "", "*", "$HOME", "--x=\"y\"", "two\nlines", "\\n");

    assertThat(run.out())
        .contains(
            """
            argument [a  b]
            argument []
            argument [*]
            argument [$HOME]
            argument [--x="y"]
            argument [two
            lines]
            argument [\\n]
            """);
  }

  @Test
  void theProgramIsToldHowItWasCalled() throws Exception {
    assertThat(launch().out()).contains("option -Dbuildmeister.command=./buildmeister\n");
    String path = project + ":" + System.getenv("PATH");
    assertThat(run(temp, List.of("sh", "-c", "exec buildmeister"), "PATH", path).out())
        .contains("option -Dbuildmeister.command=buildmeister\n");
    assertThat(run(temp, List.of(project + "/buildmeister")).out())
        .contains("option -Dbuildmeister.command=" + project + "/buildmeister\n");
  }

  @Test
  void theBuildLeavesStandardInputToTheProgram() throws Exception {
    assertThat(launch().out()).contains("stdin a log");
  }

  @Test
  void javaTakesTheLaunchersPlaceSoThatSignalsReachIt() throws Exception {
    Run run = launch();

    assertThat(run.out()).contains("pid " + run.pid() + "\n");
  }

  @Test
  void optionsOfTheJvmAreAppended() throws Exception {
    Run run = run(project, List.of("./buildmeister"), "BUILDMEISTER_JAVA_OPTS", "-Xmx64m -Dx=*");

    assertThat(run.out()).contains("option -Xmx64m\noption -Dx=*\npid");
  }

  @Test
  void worksFromElsewhereThroughAChainOfRelativeLinks() throws Exception {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    Path deep = Files.createDirectories(temp.resolve("some where/deep"));
    Files.createSymbolicLink(bin.resolve("bm"), Path.of("../a project/buildmeister"));
    Files.createSymbolicLink(deep.resolve("again"), Path.of("../../bin/bm"));

    Run run = run(temp.resolve("some where"), List.of("deep/again", "x"));

    assertThat(run.out()).contains("argument [x]");
    assertThat(project.resolve("target/buildmeister.jar")).exists();
  }

  @Test
  void withoutAJdk25ThereIsOneClearLine() throws Exception {
    fakeJdk("jdks/old", "21.0.1");
    fakeJdk("jdks/newer", "26");

    Run run =
        run(
            project,
            List.of("./buildmeister"),
            "BUILDMEISTER_JDK_SEARCH",
            temp.resolve("jdks").toString());

    assertThat(run.exit()).isEqualTo(69);
    assertThat(run.err()).contains("no JDK 25 found", "JAVA_HOME").hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aJdk25AmongOthersIsFound() throws Exception {
    fakeJdk("jdks/a", "17.0.15");
    Path right = fakeJdk("jdks/b 25", "25");
    fakeJdk("jdks/c", "26");

    Run run =
        run(
            project,
            List.of(".mvn/find-jdk"),
            "BUILDMEISTER_JDK_SEARCH",
            temp.resolve("nothing") + ":" + temp.resolve("jdks"));

    assertThat(run.out()).isEqualTo(right + "\n");
  }

  @Test
  void aFailedBuildShowsItsLogAndLeavesNoJar() throws Exception {
    launch();
    soon(project.resolve("pom.xml"));
    Files.writeString(project.resolve("broken"), "");

    Run run = launch();

    assertThat(run.exit()).isEqualTo(70);
    assertThat(run.err()).contains("what Maven says", "the build failed", "launcher-build.log");
    assertThat(run.out()).isEmpty();
    assertThat(project.resolve("target/buildmeister.jar")).doesNotExist();
    assertThat(launch().exit()).as("the lock is gone, and it tries again").isEqualTo(70);
  }

  @Test
  void twoLaunchersAtOnceBuildOnce() throws Exception {
    Files.writeString(project.resolve("slow"), "");
    Process first = start(project, List.of("./buildmeister"));
    Process second = start(project, List.of("./buildmeister"));

    assertThat(finish(first).exit()).isZero();
    assertThat(finish(second).exit()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void theLockOfADeadLauncherIsTaken() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    String host = run(project, List.of("uname", "-n")).out().strip();
    Path lock = Files.createDirectories(project.resolve("target")).resolve("launcher.lock");
    Files.createSymbolicLink(lock, Path.of(host + ":" + dead.pid()));

    assertThat(launch().exit()).isZero();
    assertThat(builds()).isEqualTo(1);
    assertThat(Files.isSymbolicLink(lock)).isFalse();
  }

  private Run launch(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("./buildmeister"));
    command.addAll(List.of(arguments));
    return run(project, command);
  }

  private Run run(Path directory, List<String> command, String... environment) throws Exception {
    return finish(start(directory, command, environment));
  }

  private Process start(Path directory, List<String> command, String... environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().remove("BUILDMEISTER_JAVA_OPTS");
    builder.environment().put("BUILDMEISTER_JDK_SEARCH", jdk.toString());
    for (int i = 0; i < environment.length; i += 2) {
      builder.environment().put(environment[i], environment[i + 1]);
    }
    return builder
        .redirectInput(Files.writeString(temp.resolve("input"), "a log\n").toFile())
        .start();
  }

  /// Both outputs are short enough to fit into their pipes.
  private static Run finish(Process process) throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the launcher ends").isTrue();
    return new Run(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), UTF_8),
        new String(process.getErrorStream().readAllBytes(), UTF_8),
        process.pid());
  }

  private long builds() throws IOException {
    return Files.readAllLines(project.resolve("builds")).size();
  }

  private Path fakeJdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(temp.resolve(name));
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), JAVA);
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  /// No file of the project is newer than a jar that is built now.
  private void everythingIsOld() throws IOException {
    try (var files = Files.walk(project)) {
      for (Path each : files.toList()) {
        Files.setLastModifiedTime(each, FileTime.from(LONG_AGO));
      }
    }
  }

  /// As if it were written after everything that is there.
  private static void soon(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
