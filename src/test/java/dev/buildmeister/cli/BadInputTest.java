package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.buildmeister.cli.Cli.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {
  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void writeFiles() throws IOException {
    cli = new Cli(folder).file("rules.toml", Cli.RULES).file("a.log", "x\n");
  }

  private Run classify(String rest) {
    return cli.run("classify --ruleset @rules.toml " + rest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @a.log --jobs 0          | --jobs is 0; give a number from 1 to 256
          @a.log --jobs x          | Invalid value for option '--jobs': 'x' is not a whole number (see ./buildmeister classify --help)
          @a.log --max-line 5      | Invalid value for option '--max-line': '5' is not a size from 256 to 64MiB; write bytes, or a number with KiB, MiB, GiB or TiB, such as 512KiB (see ./buildmeister classify --help)
          @a.log --max-line 65MiB  | Invalid value for option '--max-line': '65MiB' is not a size from 256 to 64MiB; write bytes, or a number with KiB, MiB, GiB or TiB, such as 512KiB (see ./buildmeister classify --help)
          @a.log --scan-limit 1GB  | Invalid value for option '--scan-limit': '1GB' is not a size from 0 to 1024TiB; write bytes, or a number with KiB, MiB, GiB or TiB, such as 512KiB (see ./buildmeister classify --help)
          @a.log --tail 2GiB       | Invalid value for option '--tail': '2GiB' is not a size from 0 to 1GiB; write bytes, or a number with KiB, MiB, GiB or TiB, such as 512KiB (see ./buildmeister classify --help)
          @a.log --inflate-limit=-1 | Invalid value for option '--inflate-limit': '-1' is not a size from 0 to 1024TiB; write bytes, or a number with KiB, MiB, GiB or TiB, such as 512KiB (see ./buildmeister classify --help)
          @a.log --time-limit 25h  | Invalid value for option '--time-limit': '25h' is not a time from 0 (no limit) to 24h; write seconds, or a number with s, m or h, such as 10m (see ./buildmeister classify --help)
          @a.log --time-limit soon | Invalid value for option '--time-limit': 'soon' is not a time from 0 (no limit) to 24h; write seconds, or a number with s, m or h, such as 10m (see ./buildmeister classify --help)
          @a.log --context-depth=-1| --context-depth is -1; give a number from 0 to 1000
          @a.log --format xml      | --format is 'xml'; give one of text, json, jsonl, github, gitlab
          @a.log --color sometimes | --color is 'sometimes'; give auto, always or never (see ./buildmeister --help)
          @a.log --job repos=a     | --job knows no 'repos'; it knows host, repo, branch, workflow, job, conclusion
          @a.log --job step=a      | --job knows no 'step'; it knows host, repo, branch, workflow, job, conclusion (the step is known from the log)
          @a.log --job repo        | --job repo has no value; write --job repo=…
          @a.log --job repo=a,repo=b | --job gives repo twice
          @a.log --formt json      | Unknown option: '--formt'; did you mean --format? (see ./buildmeister classify --help)
          - -                      | the standard input (-) can be read once only
          @empty-folder            | no log in directory empty-folder: looked for *.log, *.gz, *.zst, *.txt; name the file itself if it is called otherwise
          """)
  void aWrongCommandLineGetsOneLineThatHelps(String args, String message) throws IOException {
    Files.createDirectories(folder.resolve("empty-folder"));
    Run run = classify(args);
    assertThat(run.err()).isEqualTo("buildmeister: " + message + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.exit()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"504b030461626364, zip", "425a6839314159265359, bzip2"})
  void anArchiveThatIsNotReadIsNamedWithTheCommandThatOpensIt(String bytes, String kind)
      throws IOException {
    cli.file("packed.log", java.util.HexFormat.of().parseHex(bytes));
    Run run = classify("@packed.log");
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("buildmeister: packed.log: ")
        .contains(kind, "buildmeister classify -");
    assertThat(run.exit()).isEqualTo(3);
  }

  @Test
  void anEmptyLogIsANoMatchThatSaysSo() throws IOException {
    Run run = cli.file("empty.log", "").run("classify --ruleset @rules.toml @empty.log");
    assertThat(run.out())
        .contains("read         0 lines, 0 bytes\n")
        .contains("note         the log is empty: there is nothing to read in it\n");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void aCutGzipStreamIsReadAsFarAsItGoesAndSaysSo() throws IOException {
    java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(packed)) {
      gzip.write("FAILED a.py::t\nx\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    byte[] whole = packed.toByteArray();
    cli.file("cut.log.gz", java.util.Arrays.copyOf(whole, whole.length - 9));
    Run run = classify("@cut.log.gz");
    assertThat(run.out())
        .startsWith("MATCHED  pytest failure")
        .contains("note         the compressed log ends early or is damaged");
    assertThat(run.exit()).isZero();
  }

  @Test
  void aLineBeyondTheLimitLosesItsMiddleAndSaysSo() throws IOException {
    cli.file("long.log", "ERROR: " + "x ".repeat(5000) + "end\n");
    assertThat(classify("--max-line 0.5KiB @long.log").out())
        .contains(
            "ERROR: x x x",
            " x *** … *** x x",
            "x end\n",
            "note         at least one line is longer than the limit");
  }

  @Test
  void aMissingFileIsNamed() {
    Run run = classify("@missing.log");
    assertThat(run.err()).isEqualTo("buildmeister: missing.log: no such file\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.exit()).isEqualTo(3);
  }

  @Test
  void aMissingRulesetIsNamed() {
    Run run = cli.run("classify --ruleset @no.toml @a.log");
    assertThat(run.err()).isEqualTo("buildmeister: ruleset no.toml: no such file\n");
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void aBadRulesetShowsAllFaultsAndNothingIsClassified() throws IOException {
    cli.file(
        "bad.toml", "[[rule]]\nname = 'a'\npattern = '('\n[[rule]]\nname = 'b'\npattern = '[x'\n");
    Run run = cli.run("classify --ruleset @bad.toml @a.log");
    assertThat(run.err().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("buildmeister: bad.toml:"))
        .last()
        .asString()
        .contains("2 faults");
    assertThat(run.out()).isEmpty();
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void aFileThatMayNotBeReadIsSaidToBeSo() throws IOException {
    Path secret = folder.resolve("a.log");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(secret)).as("root reads everything").isFalse();
    assertThat(classify("@a.log").err()).startsWith("buildmeister: a.log: permission denied; ");
  }

  @Test
  void theReasonOfAFaultOfTheFileSystemIsPutInWords() {
    assertThat(LogSource.reason(new java.nio.file.AccessDeniedException("x")))
        .startsWith("permission denied; ");
    assertThat(
            LogSource.reason(new java.nio.file.FileSystemException("x", null, "Not a directory")))
        .isEqualTo("Not a directory");
    assertThat(LogSource.reason(new IOException("bzip2 is not read; unpack it")))
        .startsWith("bzip2");
  }

  @Test
  void aStreamThatBreaksIsUnreadable() {
    Run run =
        cli.in(broken(new IOException("the cable is out"))).run("classify --ruleset @rules.toml -");
    assertThat(run.err()).isEqualTo("buildmeister: -: the cable is out\n");
    assertThat(run.exit()).isEqualTo(3);
  }

  @Test
  void aFaultOfOurOwnIsOneLineAndATraceForThoseWhoAsk() {
    InputStream in = broken(new IllegalStateException("boom\nbang"));
    Run run = cli.in(in).run("classify --ruleset @rules.toml -");
    assertThat(run.err())
        .isEqualTo(
            "buildmeister: -: internal error: java.lang.IllegalStateException: boom bang;"
                + " BUILDMEISTER_DEBUG=1 shows where, please report it\n");
    assertThat(run.exit()).isEqualTo(3);
    cli.env("BUILDMEISTER_DEBUG", "1");
    assertThat(cli.in(in).run("classify --ruleset @rules.toml -").err()).contains("\tat ");
  }

  private static InputStream broken(Exception failure) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        if (failure instanceof RuntimeException mine) {
          throw mine;
        }
        throw new IOException(failure.getMessage());
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        return read();
      }
    };
  }

  @Test
  void rubbishGetsAVerdictAndNothingOfItReachesTheTerminalRaw() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] rubbish = new byte[20_000];
    random.nextBytes(rubbish);
    rubbish[0] = 'x';
    byte[] bad =
        "ERROR: \0\0 \u001b]0;evil\u0007 \u009b2J"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] all = new byte[rubbish.length + bad.length + 3];
    System.arraycopy(rubbish, 0, all, 0, rubbish.length);
    all[rubbish.length] = '\n';
    System.arraycopy(bad, 0, all, rubbish.length + 1, bad.length);
    all[all.length - 2] = (byte) 0xc3;
    all[all.length - 1] = '\n';
    cli.file("rubbish.log", all);
    for (String format : java.util.List.of("text", "json", "jsonl", "github", "gitlab")) {
      Run run = classify("@rubbish.log --format " + format);
      assertThat(run.exit()).as("seed %d", seed).isIn(0, 1);
      assertThat(run.out().codePoints())
          .as("format %s, seed %d", format, seed)
          .noneMatch(c -> Character.isISOControl(c) && c != '\n');
    }
  }
}
