package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.buildmeister.cli.Cli.Run;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
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
          @a.log --jobs x          | Invalid value for option '--jobs': 'x' is not a whole number (see buildmeister classify --help)
          @a.log --max-line 5      | Invalid value for option '--max-line': '5' is not a size from 256 to 64MiB; write bytes, or a number with KiB, MiB, GiB or TiB, such as 512KiB (see buildmeister classify --help)
          @a.log --max-line 65MiB  | Invalid value for option '--max-line': '65MiB' is not a size from 256 to 64MiB; write bytes, or a number with KiB, MiB, GiB or TiB, such as 512KiB (see buildmeister classify --help)
          @a.log --scan-limit 1GB  | Invalid value for option '--scan-limit': '1GB' is not a size from 0 to 1024TiB; write bytes, or a number with KiB, MiB, GiB or TiB, such as 512KiB (see buildmeister classify --help)
          @a.log --tail 2GiB       | Invalid value for option '--tail': '2GiB' is not a size from 0 to 1GiB; write bytes, or a number with KiB, MiB, GiB or TiB, such as 512KiB (see buildmeister classify --help)
          @a.log --inflate-limit=-1 | Invalid value for option '--inflate-limit': '-1' is not a size from 0 to 1024TiB; write bytes, or a number with KiB, MiB, GiB or TiB, such as 512KiB (see buildmeister classify --help)
          @a.log --time-limit 25h  | Invalid value for option '--time-limit': '25h' is not a time from 0 (no limit) to 24h; write seconds, or a number with s, m or h, such as 10m (see buildmeister classify --help)
          @a.log --time-limit soon | Invalid value for option '--time-limit': 'soon' is not a time from 0 (no limit) to 24h; write seconds, or a number with s, m or h, such as 10m (see buildmeister classify --help)
          @a.log --context-depth=-1| --context-depth is -1; give a number from 0 to 1000
          @a.log --format xml      | --format is 'xml'; give one of text, json, jsonl, github, gitlab
          @a.log --color sometimes | --color is 'sometimes'; give auto, always or never (see buildmeister --help)
          @a.log --job repos=a     | --job knows no 'repos'; it knows host, repo, branch, workflow, job, conclusion
          @a.log --job step=a      | --job knows no 'step'; it knows host, repo, branch, workflow, job, conclusion (the step is known from the log)
          @a.log --job repo        | --job repo has no value; write --job repo=…
          @a.log --job repo=a,repo=b | --job gives repo twice
          @a.log --formt json      | Unknown option: '--formt'; did you mean --format? (see buildmeister classify --help)
          - -                      | the standard input (-) can be read once only
          """)
  void aWrongCommandLineGetsOneLineThatHelps(String args, String message) {
    Run run = classify(args);
    assertThat(run.err()).isEqualTo("buildmeister: " + message + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.exit()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"504b030461626364, zip", "425a6839314159265359, bzip2"})
  void anArchiveThatIsNotReadIsNamedWithTheCommandThatOpensIt(String bytes, String kind)
      throws IOException {
    cli.file("packed.log", HexFormat.of().parseHex(bytes));
    Run run = classify("@packed.log");
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("buildmeister: packed.log: ")
        .contains(kind, "buildmeister classify ", " packed.log ")
        .doesNotContain("FILE");
    assertThat(run.exit()).isEqualTo(3);
  }

  @Test
  void aTarOfLogsIsRefusedWithACommandThatWorks() throws IOException {
    byte[] tar = tar("a.log", "FAILED a\n", "b.log", "FAILED b\n");
    cli.file("some logs.tar", tar).file("logs.tgz", gzip(tar));
    String refused =
        ": the log is a tar archive of several files, which is not read directly; type: mkdir DIR"
            + " && tar -C DIR -xf ";
    Run plain = cli.run(List.of("classify", "--ruleset", "@rules.toml", "@some logs.tar"));
    assertThat(plain.err())
        .isEqualTo(
            "buildmeister: some logs.tar"
                + refused
                + "'some logs.tar' && buildmeister classify DIR\n");
    assertThat(plain.exit()).isEqualTo(3);
    Run packed = classify("@logs.tgz");
    assertThat(packed.err())
        .isEqualTo("buildmeister: logs.tgz" + refused + "logs.tgz && buildmeister classify DIR\n");
    assertThat(packed.exit()).isEqualTo(3);
  }

  @Test
  void theOnlyLogInATarIsRead() throws IOException {
    byte[] tar = tar("a.log", "start\nFAILED a.py\n");
    byte[] plain =
        cli.file("a.tar", tar)
            .run("classify --format jsonl @a.tar")
            .out()
            .getBytes(StandardCharsets.UTF_8);
    assertThat(new String(plain, StandardCharsets.UTF_8)).contains("\"lines\":2,\"bytes\":18");
    assertThat(cli.file("a.tgz", gzip(tar)).run("classify --format jsonl @a.tgz").out())
        .contains("\"lines\":2,\"bytes\":18", "\"notes\":[]");
    byte[] half = java.util.Arrays.copyOf(tar, 518);
    assertThat(cli.file("half.tar", half).run("classify --format jsonl @half.tar").out())
        .contains("\"lines\":1,\"bytes\":6", "\"notes\":[\"GZIP_CUT\"]");
  }

  /// An archive of files, each by its name and text.
  static byte[] tar(String... files) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (int i = 0; i < files.length; i += 2) {
      byte[] text = files[i + 1].getBytes(StandardCharsets.US_ASCII);
      tar.writeBytes(tarHead(files[i], text.length));
      tar.writeBytes(text);
      tar.writeBytes(new byte[-text.length & 511]);
    }
    tar.writeBytes(new byte[1024]);
    return tar.toByteArray();
  }

  private static byte[] tarHead(String name, int size) {
    byte[] head = new byte[512];
    put(head, 0, name);
    put(head, 124, String.format(java.util.Locale.ROOT, "%011o", size));
    put(head, 148, "        ");
    put(head, 156, "0");
    put(head, 257, "ustar");
    int sum = 0;
    for (byte each : head) {
      sum += each & 0xff;
    }
    put(head, 148, String.format(java.util.Locale.ROOT, "%06o\0 ", sum));
    return head;
  }

  private static void put(byte[] head, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, head, at, bytes.length);
  }

  @Test
  void anEmptyLogIsANoMatchThatSaysSo() throws IOException {
    Run run = cli.file("empty.log", "").run("classify --ruleset @rules.toml @empty.log");
    assertThat(run.out())
        .contains("read         0 lines, 0 bytes\n")
        .contains(
            "note         the log is empty: fetch it again, or look whether the job wrote one\n")
        .doesNotContain(" explain ", "docs/rules.md");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void aLogThatWasNotLookedAtForItsLimitsIsNotCalledEmpty() {
    assertThat(classify("@a.log --inflate-limit 0").out())
        .contains("note         not all of the log was scanned")
        .doesNotContain("the log is empty");
  }

  @Test
  void whereSeveralLogsAreClassifiedThoseWithoutAnythingToReadAreTold() throws IOException {
    cli.file("empty.log", "").file("b.log.gz", HexFormat.of().parseHex("1f8bdeadbeef"));
    for (String format : List.of("text", "jsonl")) {
      assertThat(classify("@a.log @empty.log @b.log.gz --format " + format).err())
          .isEqualTo(
              """
              buildmeister: empty.log: the log is empty: fetch it again, or look whether the job \
              wrote one
              buildmeister: b.log.gz: the compressed log is damaged at its beginning: download it \
              again; gzip -t b.log.gz shows whether it is whole
              """);
    }
  }

  @Test
  void theStandardInputHasNoNameInTheCommandThatTestsIt() {
    cli.in(new ByteArrayInputStream(HexFormat.of().parseHex("1f8bdeadbeef")));
    assertThat(classify("-").out())
        .contains(": download it again; gzip -t shows whether it is whole\n");
  }

  @Test
  void aCutGzipStreamIsReadAsFarAsItGoesAndSaysSo() throws IOException {
    byte[] whole = gzip("FAILED a.py::t\nx\n".getBytes(StandardCharsets.UTF_8));
    cli.file("cut.log.gz", Arrays.copyOf(whole, whole.length - 9));
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
  void aDirectoryWithoutLogsIsLikeAMissingFileAndTheOthersAreClassified() throws IOException {
    Files.createDirectories(folder.resolve("none"));
    Run run = classify("@none @a.log --format jsonl");
    assertThat(run.out().lines())
        .satisfiesExactly(
            none ->
                assertThat(none).contains("\"SCAN_FAILED\"", "there is no log in this directory"),
            log -> assertThat(log).contains("\"NO_MATCH\""));
    assertThat(run.exit()).isEqualTo(3);
    Run alone = classify("@none");
    assertThat(alone.err())
        .isEqualTo(
            "buildmeister: none: there is no log in this directory: looked for *.log, *.gz, *.zst,"
                + " *.txt; name the file itself if it is called otherwise\n");
    assertThat(alone.exit()).isEqualTo(3);
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
    assertThat(LogSource.reason(new AccessDeniedException("x"))).startsWith("permission denied; ");
    assertThat(LogSource.reason(new FileSystemException("x", null, "Not a directory")))
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
  void whateverALogSaysItsJsonCanBeRead() throws IOException {
    StringBuilder hostile =
        new StringBuilder("ERROR: \u2028\u2029\u202e\ufeff\ud83d\udc1b\udb40\udc41");
    for (char c = 1; c < 0xa0; c++) {
      hostile.append(c == '\n' || c == '\r' || c == '\u001b' ? ' ' : c);
    }
    byte[] text = hostile.append(" end\n").toString().getBytes(StandardCharsets.UTF_8);
    // UTF-8's spelling of half a surrogate pair, which is none.
    byte[] half = {'x', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '\n'};
    cli.file("hostile.log", text)
        .file("both.log", concat(concat("ERROR: ".getBytes(StandardCharsets.UTF_8), half), text));
    for (String format : List.of("json", "jsonl", "gitlab")) {
      for (String actions : List.of("false", "true")) {
        cli.env("GITHUB_ACTIONS", actions);
        for (String log : List.of("@hostile.log", "@both.log")) {
          Run run = classify(log + " --format " + format);
          JsonNode json = new ObjectMapper().readTree(run.out());
          JsonNode one = json.isArray() ? json.get(0) : json;
          assertThat(one.has("line") ? one.path("line").asText() : one.path("description").asText())
              .as("%s %s", format, log)
              .contains("ERROR: ");
          assertThat(run.out().codePoints())
              .noneMatch(c -> Character.isISOControl(c) && c != '\n')
              .noneMatch(c -> c == 0x2028 || c == 0x2029 || c == 0xe0041 || c == 0x202e);
        }
      }
    }
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  @Test
  void gzipThatIsDamagedAtItsBeginningIsSaidToBeSo() throws IOException {
    cli.file("a.log.gz", HexFormat.of().parseHex("1f8bdeadbeef"));
    assertThat(classify("@a.log.gz").out())
        .startsWith("NO_MATCH")
        .contains(
            "note         the compressed log is damaged at its beginning: download it again;"
                + " gzip -t a.log.gz shows whether it is whole\n")
        .doesNotContain(" explain ", "docs/rules.md");
    assertThat(classify("@a.log.gz --format jsonl").out()).contains("\"notes\":[\"GZIP_CUT\"]");
  }

  @Test
  void anEmptyLogIsSeenInJsonToo() throws IOException {
    cli.file("empty.log", "").file("one.log", "x\n");
    assertThat(classify("--format jsonl @empty.log @one.log @none.log").out().lines())
        .satisfiesExactly(
            empty -> assertThat(empty).endsWith(",\"lines\":0,\"bytes\":0}"),
            one -> assertThat(one).endsWith(",\"lines\":1,\"bytes\":2}"),
            none -> assertThat(none).endsWith(",\"lines\":null,\"bytes\":null}"));
  }

  @Test
  void whatDoesNotLookLikeALogIsSaidToBeSoAndKeepsItsVerdict() throws IOException {
    cli.file("utf 16.log", "FAILED a.py::t".getBytes(StandardCharsets.UTF_16))
        .file("bare.log", "FAILED a.py::t\n".getBytes(StandardCharsets.UTF_16LE))
        .file("prog", HexFormat.of().parseHex("7f454c4602010100"))
        .file("cp1251.log", "ERROR: всё пропало\n".getBytes(Charset.forName("windows-1251")));
    String tried = "; rules were tried on its bytes as they are; ";
    String unpack = " | buildmeister classify -";
    says(
        "utf 16.log",
        "UTF-16 text",
        "convert it: iconv -f UTF-16BE -t UTF-8 'utf 16.log'" + unpack);
    says("bare.log", "UTF-16 text", "convert it: iconv -f UTF-16LE -t UTF-8 bare.log" + unpack);
    says("prog", "a program", "name the log that its job printed");
    String other = "binary data, or text that is not UTF-8";
    says(
        "cp1251.log",
        other,
        "if it is text, convert it: iconv -f ENCODING -t UTF-8 cp1251.log" + unpack);
    assertThat(classify("@cp1251.log").out()).startsWith("MATCHED  error line").contains(tried);
    assertThat(cli.run("explain @prog --ruleset @rules.toml").err()).contains("a program");
    assertThat(cli.run("rules test @prog --ruleset @rules.toml").err()).contains("a program");
  }

  private void says(String name, String what, String next) {
    String words = "looks like " + what + "; rules were tried on its bytes as they are; " + next;
    for (String format : List.of("text", "jsonl", "github")) {
      // The helper splits at blanks.
      Run run =
          cli.run(List.of("classify", "--ruleset", "@rules.toml", "--format", format, "@" + name));
      assertThat(run.err()).as(format).isEqualTo("buildmeister: " + name + " " + words + "\n");
      assertThat(run.exit()).isIn(0, 1);
      assertThat(run.out().contains("\nnote         the log " + words + "\n"))
          .isEqualTo(format.equals("text"));
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void aLogWithSomeStrayBytesIsALog() throws IOException {
    cli.file(
            "latin.log",
            "ERROR: Gerät läuft nicht\n".repeat(9).getBytes(StandardCharsets.ISO_8859_1))
        .file("ansi.log", "\u001b[31mERROR: x\u001b[0m\r\n\u0000\n" + "x".repeat(50))
        .file("cut.log", "x".repeat((1 << 16) - 1) + "ä".repeat(40));
    for (String name : List.of("@latin.log", "@ansi.log", "@cut.log")) {
      assertThat(classify(name).err()).as(name).isEmpty();
    }
  }

  @Test
  void rubbishGetsAVerdictAndNothingOfItReachesTheTerminalRaw() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] rubbish = new byte[20_000];
    random.nextBytes(rubbish);
    rubbish[0] = 'x';
    byte[] bad = "ERROR: \0\0 \u001b]0;evil\u0007 \u009b2J".getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[rubbish.length + bad.length + 3];
    System.arraycopy(rubbish, 0, all, 0, rubbish.length);
    all[rubbish.length] = '\n';
    System.arraycopy(bad, 0, all, rubbish.length + 1, bad.length);
    all[all.length - 2] = (byte) 0xc3;
    all[all.length - 1] = '\n';
    cli.file("rubbish.log", all);
    for (String format : List.of("text", "json", "jsonl", "github", "gitlab")) {
      Run run = classify("@rubbish.log --format " + format);
      assertThat(run.exit()).as("seed %d", seed).isIn(0, 1);
      assertThat(run.out().codePoints())
          .as("format %s, seed %d", format, seed)
          .noneMatch(c -> Character.isISOControl(c) && c != '\n');
    }
  }
}
