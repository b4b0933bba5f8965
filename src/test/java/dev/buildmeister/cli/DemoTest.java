package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int demo(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = "demo";
    System.arraycopy(options, 0, args, 1, options.length);
    return Main.launch(args, InputStream.nullInputStream(), out, err, Map.of());
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theTableOfVerdictsIsReadBackFromTheStore() {
    assertThat(demo()).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(text())
        .contains("acme/app/1001", "gitlab.com!acme/app/1009", "circleci.com!gh/acme/app/1012")
        .contains("pytest failure", "tests/test_cart.py::test_total")
        .contains("14 jobs: 13 explained by a rule");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 100, 200})
  void theLineIsSeenHoweverNarrowTheTerminalIs(int columns) {
    Map<String, String> env = Map.of("COLUMNS", Integer.toString(columns));
    int exit = Main.launch(new String[] {"demo"}, InputStream.nullInputStream(), out, err, env);
    assertThat(exit).isZero();
    assertThat(text().lines().limit(15)).allMatch(line -> line.length() <= columns);
    assertThat(text().lines().toList().get(1))
        .contains("app/1001", "failure", "MATCHED", "pytest", "17: FAILED tests/");
    assertThat(text().lines().findFirst().orElseThrow()).endsWith("LINE");
  }

  @Test
  void intoAPipeNothingIsCut() {
    assertThat(demo()).isZero();
    assertThat(text()).doesNotContain("…");
  }

  @Test
  void theJobIsWholeWhereTheLineHasRoom() {
    Map<String, String> env = Map.of("COLUMNS", "120");
    int exit = Main.launch(new String[] {"demo"}, InputStream.nullInputStream(), out, err, env);
    assertThat(exit).isZero();
    assertThat(text()).contains("\ncircleci.com!gh/acme/app/1014  ");
  }

  @Test
  void theStoreIsKeptWhereItIsAskedFor(@TempDir Path directory) {
    Path data = directory.resolve("data");
    assertThat(demo("--data", data.toString())).isZero();
    assertThat(data.resolve("buildmeister.sqlite")).exists();
    assertThat(data.resolve("log")).isDirectory();
    assertThat(data.resolve("scan")).isDirectory();
  }

  @Test
  void aDirectoryWithSomethingInItIsNotTouched(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("mine"), "x");
    assertThat(demo("--data", directory.toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("is not empty; give a new directory");
    assertThat(file).hasContent("x");
  }

  @Test
  void aFileIsNoPlaceForTheStore(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("mine"), "x");
    assertThat(demo("--data", file.toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("buildmeister: " + file + " is not a directory; give a new or empty one\n");
    assertThat(file).hasContent("x");
  }

  @Test
  void aPlaceThatCannotBeMadeIsToldInOneLineThatBlamesNobody(@TempDir Path directory)
      throws Exception {
    Path file = Files.writeString(directory.resolve("mine"), "x");
    assertThat(demo("--data", file.resolve("data").toString())).isEqualTo(4);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("buildmeister: cannot use " + file.resolve("data"))
        .contains("; mend that, ")
        .doesNotContain("internal", "Exception")
        .hasLineCount(1);
  }

  /// SQLite opens no file whose path is longer than 512 bytes; directories can be made there.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void afterAFailureNothingIsLeftSoThatARetryCanWork(boolean there, @TempDir Path directory)
      throws Exception {
    String name = "d".repeat(200);
    Path data = directory.resolve("a").resolve(name).resolve(name).resolve(name);
    if (there) {
      Files.createDirectories(data);
    }
    assertThat(demo("--data", data.toString())).isEqualTo(4);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .doesNotContain("internal", "Exception")
        .hasLineCount(1);
    if (there) {
      assertThat(data).isEmptyDirectory();
    } else {
      assertThat(directory).isEmptyDirectory();
    }
  }
}
