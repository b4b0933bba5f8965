package dev.buildmeister.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.TestClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What killed processes leave is gone one day, and nothing else is.
class LeftOversTest {
  private static final String TEMPORARY = ".0123456789abcdef01234567.tmp";

  @TempDir Path directory;

  private final TestClock clock = new TestClock();

  @BeforeEach
  void openForTheFirstTime() {
    reopen();
  }

  private void reopen() {
    LocalStores.open(directory, clock).close();
  }

  private Path file(String path, Instant modified) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "half");
    return Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  @Test
  void temporaryFilesOlderThanADayAreRemovedOnOpening() throws IOException {
    List<Path> left =
        List.of(
            file("log/a/b/" + TEMPORARY, TestClock.START),
            file("temp_logs/" + TEMPORARY, TestClock.START),
            file("scan/a/" + TEMPORARY, TestClock.START),
            file("views/" + TEMPORARY, TestClock.START));
    clock.advance(Duration.ofDays(1).plusSeconds(1));
    reopen();

    assertThat(left).allSatisfy(file -> assertThat(file).doesNotExist());
  }

  @Test
  void aTemporaryFileOfTheLastDayStaysBecauseItMayBeWrittenNow() throws IOException {
    clock.advance(Duration.ofDays(9));
    Path young = file("log/a/b/" + TEMPORARY, clock.instant().minus(Duration.ofHours(23)));
    Path future = file("log/a/c/" + TEMPORARY, clock.instant().plus(Duration.ofHours(1)));
    reopen();

    assertThat(young).exists();
    assertThat(future).exists();
  }

  @Test
  void whatIsNotOursStaysHoweverOldItIs() throws IOException {
    List<Path> others =
        List.of(
            file("log/a/b/.mine.tmp", TestClock.START),
            file("log/a/b/1.log", TestClock.START),
            file("log/a/b/1.meta", TestClock.START),
            file("views/index.html", TestClock.START),
            file("elsewhere/" + TEMPORARY, TestClock.START));
    clock.advance(Duration.ofDays(9));
    reopen();

    assertThat(others).allSatisfy(file -> assertThat(file).exists());
  }

  @Test
  void metadataOfALogThatIsNotThereAreRemovedAndThoseOfALogThatIsAreNot() throws IOException {
    LogStore logs = new DirectoryLogStore(directory, clock);
    logs.put("log/a/b/1", new ByteArrayInputStream(new byte[5]), Map.of("run", "7"));
    Path neverMoved =
        LogMetadata.path(directory.resolve("log/a/b/1.log"), TestClock.START.minusSeconds(1));
    Path neverThere = LogMetadata.path(directory.resolve("log/a/b/2.log"), TestClock.START);
    for (Path meta : List.of(neverMoved, neverThere)) {
      var _ = file(directory.relativize(meta).toString(), TestClock.START);
    }
    clock.advance(Duration.ofDays(2));
    reopen();

    assertThat(neverMoved).doesNotExist();
    assertThat(neverThere).doesNotExist();
    assertThat(logs.head("log/a/b/1").orElseThrow().metadata()).containsEntry("run", "7");
  }

  @Test
  void theDirectoryIsWalkedOnceADay() throws IOException {
    clock.advance(Duration.ofHours(12));
    Path old = file("log/a/b/" + TEMPORARY, TestClock.START.minus(Duration.ofDays(9)));
    reopen();
    assertThat(old).exists();

    clock.advance(Duration.ofHours(13));
    reopen();
    assertThat(old).doesNotExist();
  }

  @Test
  void aSweepThatIsDatedInTheFutureDoesNotKeepFromSweeping() throws IOException {
    Path old = file("log/a/b/" + TEMPORARY, TestClock.START.minus(Duration.ofDays(9)));
    var _ = file(LeftOvers.MARK, TestClock.START.plus(Duration.ofDays(900)));
    reopen();

    assertThat(old).doesNotExist();
  }

  @Test
  void everyDirectoryThatGetsANewOneIsForcedToTheDisk() throws IOException {
    assertThat(WholeFiles.createDirectories(directory.resolve("a/b/c")))
        .containsExactly(
            directory.resolve("a/b"), directory.resolve("a"), directory.toAbsolutePath());
    assertThat(directory.resolve("a/b/c")).isDirectory();
    assertThat(WholeFiles.createDirectories(directory.resolve("a/b/c"))).isEmpty();
  }
}
