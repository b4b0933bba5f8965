package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.cli.Cli.Run;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.rules.ShippedRuleset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
  /// The examples of the documentation that need no files but those of the repository, and print
  /// the same everywhere: all their commands are these.
  private static final Pattern CONSOLE =
      Pattern.compile(
          "(?ms)^```console\n"
              + "((?:(?!^```|^\\$ (?!\\./buildmeister (?:classify|explain|rules) )).)*)^```$");

  private static final Pattern EXAMPLE =
      Pattern.compile(
          "(?ms)^\\$ \\./buildmeister ([^|\n]+?)"
              + "(?: \\| (head|tail) -n ([0-9]+))?\n(.*?)(?=^\\$ |\\z)");

  @TempDir Path folder;

  /// All command lines, without the program's name.
  private static List<String> commands() {
    List<String> found = new ArrayList<>();
    collect(
        Main.commands(
            new Io(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                Map.of(),
                0,
                0)),
        "",
        found);
    return found;
  }

  private static void collect(CommandLine command, String path, List<String> found) {
    command
        .getSubcommands()
        .forEach(
            (name, each) -> {
              found.add(path + name);
              collect(each, path + name + " ", found);
            });
  }

  @Test
  void everyCommandHelps() {
    assertThat(commands()).contains("classify", "rules check");
    for (String command : commands()) {
      Run run = new Cli(folder).run(command + " --help");
      assertThat(run.exit()).as(command).isZero();
      assertThat(run.out()).as(command).startsWith("Usage: buildmeister " + command);
      assertThat(run.err()).as(command).isEmpty();
    }
  }

  @Test
  void everyCommandTellsItsExitCodes() {
    Map<String, String> codes = new HashMap<>();
    codes.put("", "0 1 2 3 4 130 141");
    for (String each : List.of("classify", "explain", "rules test", "rules diff", "invoke")) {
      codes.put(each, "0 1 2 3 4 130 141");
    }
    for (String each : List.of("rules check", "rules fixtures", "rules publish", "doctor")) {
      codes.put(each, "0 1 2 4 130 141");
    }
    for (String each :
        List.of("rules", "rules list", "rules eval", "demo", "completion", "help", "rules help")) {
      codes.put(each, "0 2 4 130 141");
    }
    assertThat(codes.keySet()).containsAll(commands());
    codes.forEach(
        (command, expected) -> {
          String help = new Cli(folder).run((command + " --help").strip()).out();
          assertThat(help).as(command).contains("\nExit codes:\n");
          String list = help.substring(help.indexOf("\nExit codes:\n"));
          assertThat(
                  list.lines()
                      .filter(line -> line.matches(" {1,4}\\d+ +\\S.*"))
                      .map(line -> line.strip().split(" ", 2)[0])
                      .collect(Collectors.joining(" ")))
              .as(command)
              .isEqualTo(expected);
        });
  }

  @Test
  void theVersionNamesTheRulesetAndTheJdk() {
    Run run = new Cli(folder).run("--version");
    assertThat(run.out())
        .matches("(?s)buildmeister \\S+\ncommit  .+\nruleset \\d+-[0-9a-f]{12}\nJDK     25.*\n");
    assertThat(run.exit()).isZero();
  }

  @Test
  void whatWasBuiltIsReadFromTheBuild() {
    Properties build = new Properties();
    build.setProperty("version", "1.2");
    build.setProperty("commit.id", "0123abcd");
    build.setProperty("commit.seconds", "1720458000");
    assertThat(BuildInfo.of(build).commitWords()).isEqualTo("0123abcd of 2024-07-08T17:00:00Z");
    assertThat(BuildInfo.of(new Properties())).isEqualTo(new BuildInfo("development", "", 0));
  }

  @Test
  void withoutACommandItSaysHowToBegin() {
    Run run = new Cli(folder).run("--color never");
    assertThat(run.err()).startsWith("buildmeister: no command given; begin with ");
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void aMistypedCommandIsGuessed() {
    Run run = new Cli(folder).run("clasify x.log");
    assertThat(run.err())
        .isEqualTo(
            "buildmeister: there is no command 'clasify'; did you mean classify?"
                + " (see buildmeister --help)\n");
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void aReaderWhoGoesAwayIsNoFailure() throws IOException {
    new Cli(folder).file("a.log", "x\n");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = launch(failing("Broken pipe"), err);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(exit).isEqualTo(141);
  }

  @Test
  void aFullDiskIsSaidToBeOne() throws IOException {
    new Cli(folder).file("a.log", "x\n");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = launch(failing("No space left on device"), err);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("buildmeister: cannot write the output: No space left on device\n");
    assertThat(exit).isEqualTo(4);
  }

  private int launch(OutputStream out, OutputStream err) {
    String log = folder.resolve("a.log").toString();
    return Main.launch(
        new String[] {"classify", log}, InputStream.nullInputStream(), out, err, Map.of());
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }

  @Test
  void completionKnowsAllCommands() {
    Run run = new Cli(folder).run("completion zsh");
    assertThat(run.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("bashcompinit", "classify", "--ruleset");
    assertThat(new Cli(folder).run("completion fish").err())
        .isEqualTo("buildmeister: there is no completion for 'fish', only for bash and zsh\n");
  }

  @Test
  void theDocumentationCountsWhatIsThere() throws IOException {
    String guide = Files.readString(Path.of("docs/cli.md"));
    Cli cli = new Cli(folder);
    int rules = ShippedRuleset.load().rules().size();
    assertThat(guide)
        .contains(cli.run("rules check").out())
        .contains(cli.run("rules fixtures").out())
        .contains("  1 rule of " + rules + " hit\n")
        .contains("  " + (rules - 1) + " rules (--all lists them)\n")
        .contains(", " + rules + " rules\n");
    cli.run("rules check --cost")
        .out()
        .lines()
        .filter(line -> line.matches("(ANCHORED|LITERALS|ALWAYS) .*"))
        .forEach(line -> assertThat(guide).contains(line));
    for (String page : List.of("README.md", "CHANGELOG.md")) {
      assertThat(Files.readString(Path.of(page)))
          .as(page)
          .doesNotContainPattern("[0-9]+ (of them|rules|log fragments)");
    }
  }

  @Test
  void theDocumentationShowsWhatIsPrinted() throws IOException {
    int shown = 0;
    for (String page : List.of("README.md", "docs/cli.md")) {
      for (MatchResult block :
          CONSOLE.matcher(Files.readString(Path.of(page))).results().toList()) {
        for (MatchResult example : EXAMPLE.matcher(block.group(1)).results().toList()) {
          Run run = new Cli(folder).run(example.group(1));
          String printed = part(run.out() + run.err(), example.group(2), example.group(3));
          assertThat(plain(example.group(4))).as(example.group()).isEqualTo(plain(printed));
          shown++;
        }
      }
    }
    assertThat(shown).isGreaterThan(5);
    assertThat(Files.readString(Path.of("README.md")))
        .contains(new Cli(folder).env("COLUMNS", "124").run("demo").out());
  }

  /// What `head` or `tail` leaves.
  private static String part(String text, @Nullable String tool, @Nullable String count) {
    if (tool == null || count == null) {
      return text;
    }
    List<String> lines = text.lines().toList();
    int kept = Math.min(lines.size(), Integer.parseInt(count));
    List<String> part =
        tool.equals("head")
            ? lines.subList(0, kept)
            : lines.subList(lines.size() - kept, lines.size());
    return part.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /// Without the ruleset's version, which is new with each commit, and with one name of the
  /// program.
  private static String plain(String text) {
    return text.replaceAll("\\b[0-9]+-[0-9a-f]{12}\\b", "VERSION")
        .replace("./buildmeister", "buildmeister");
  }

  @Test
  void theDocumentationShowsEveryCommand() throws IOException {
    String guide = Files.readString(Path.of("docs/cli.md"));
    assertThat(guide).contains("$ ./buildmeister --version");
    for (String command : commands()) {
      assertThat(guide).contains("## `" + command);
    }
  }
}
