package dev.buildmeister.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.LogStore.Content;
import dev.buildmeister.store.LogStore.Head;
import dev.buildmeister.store.StoreBusyException;
import dev.buildmeister.store.TestClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log and its metadata change together or not at all. The clock stands still, and contents are
/// of one length, so that nothing but the store's own care tells one put from another.
class DirectoryLogStoreTest {
  private static final String KEY = "log/a/b/1";

  @TempDir Path directory;

  private LogStore logs() {
    return new DirectoryLogStore(directory, new TestClock());
  }

  private Head put(String text, Map<String, String> metadata) {
    return logs().put(KEY, new ByteArrayInputStream(bytes(text)), metadata);
  }

  private Map<String, String> metadata() {
    return logs().head(KEY).orElseThrow().metadata();
  }

  private Path file() {
    return directory.resolve("log/a/b/1.log");
  }

  private List<Path> files(String ending) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void aPutThatFailsAfterItsMetadataWereWrittenLeavesNothing() throws IOException {
    // What is in the way cannot be replaced by a file.
    Files.createDirectories(file().resolve("in the way"));

    assertThatThrownBy(() -> put("first", Map.of("run", "1")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("1.log");
    assertThat(files(".json")).isEmpty();
    assertThat(files(".tmp")).isEmpty();
  }

  @Test
  void aPutWhoseMetadataCannotBeWrittenLeavesTheFormerLogWithItsOwn() throws IOException {
    var _ = put("first", Map.of("run", "1"));
    LogStore unwritable =
        new DirectoryLogStore(
            directory,
            new TestClock(),
            (file, modified, body) -> {
              throw new UncheckedIOException(new IOException("no room for " + file));
            });

    assertThatThrownBy(
            () -> unwritable.put(KEY, new ByteArrayInputStream(new byte[5]), Map.of("run", "2")))
        .hasMessageContaining("no room for");
    assertThat(file()).hasContent("first");
    assertThat(metadata()).containsExactly(Map.entry("run", "1"));
    assertThat(files(".tmp")).isEmpty();
  }

  @Test
  void aProcessKilledBetweenMetadataAndLogLeavesTheFormerLogWithItsOwn() throws IOException {
    var _ = put("first", Map.of("run", "1"));
    killedBeforeTheLogIsMoved(bytes("other"), Map.of("run", "2"));

    assertThat(file()).hasContent("first");
    assertThat(metadata()).containsExactly(Map.entry("run", "1"));
  }

  @Test
  void aLogThatIsReplacedHasOnlyItsOwnThoughTheFormerOnesAreStillThere() throws IOException {
    var _ = put("first", Map.of("run", "1"));
    var _ = put("other", Map.of());

    assertThat(files(".json")).hasSize(1);
    assertThat(metadata()).isEmpty();
  }

  @Test
  void theLaterOfTwoPutsOfTheSameContentStandsThoughTheClockStandsStill() {
    for (int i = 0; i < 20; i++) {
      var _ = put("text" + i % 2, Map.of("run", "" + i));
      assertThat(metadata()).containsExactly(Map.entry("run", "" + i));
    }
    var _ = put("text1", Map.of());

    assertThat(metadata()).isEmpty();
  }

  @Test
  void aCopyThatDoesNotKeepTimesHasTheMetadataOfItsLog(@TempDir Path copy) throws IOException {
    var _ = put("first", Map.of("run", "1"));
    var _ = put("other", Map.of("run", "2"));
    copyAllDatedAt(directory, copy, TestClock.START.plusSeconds(86_400 * 9));

    Head head = new DirectoryLogStore(copy, new TestClock()).head(KEY).orElseThrow();
    assertThat(head.metadata()).containsExactly(Map.entry("run", "2"));
  }

  @Test
  void logsThatDifferOnlyInTheMiddleHaveTheirOwn() throws IOException {
    byte[] bytes = new byte[1 << 20];
    var _ = logs().put(KEY, new ByteArrayInputStream(bytes), Map.of("run", "1"));
    bytes[bytes.length / 2] = 1;
    killedBeforeTheLogIsMoved(bytes, Map.of("run", "2"));

    assertThat(metadata()).containsExactly(Map.entry("run", "1"));
  }

  @Test
  void aPutThatFailsLeavesTheMetadataOfTheSameContentAsTheyWere() throws IOException {
    var _ = put("first", Map.of("run", "1"));
    LogStore failing =
        new DirectoryLogStore(
            directory,
            new TestClock(),
            (file, modified, body) -> {
              var _ = WholeFiles.write(file, modified, body);
              throw new UncheckedIOException(new IOException("too late for " + file));
            });

    assertThatThrownBy(
            () -> failing.put(KEY, new ByteArrayInputStream(bytes("first")), Map.of("run", "2")))
        .hasMessageContaining("too late");
    assertThat(metadata()).containsExactly(Map.entry("run", "1"));
  }

  /// Each content says which metadata it was put with, so a torn pair shows.
  @Test
  void writersAtOnceNeverTearALogFromItsMetadata() throws Exception {
    long seed = 20_261_123;
    try (var threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 3; writer++) {
        Random random = new Random(seed + writer);
        writers.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 60; i++) {
                    String run = "" + random.nextInt(4);
                    var _ = put("text" + run, run.equals("0") ? Map.of() : Map.of("run", run));
                  }
                }));
      }
      while (writers.stream().anyMatch(writer -> !writer.isDone())) {
        assertOwnMetadata(seed);
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertOwnMetadata(seed);
  }

  private void assertOwnMetadata(long seed) throws IOException {
    Optional<Content> opened;
    try {
      opened = logs().open(KEY);
    } catch (StoreBusyException e) {
      return;
    }
    if (opened.isPresent()) {
      try (Content content = opened.get()) {
        String text = new String(content.content().readAllBytes(), StandardCharsets.UTF_8);
        assertThat("text" + content.head().metadata().getOrDefault("run", "0"))
            .as("seed %d", seed)
            .isEqualTo(text);
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Copies a directory as programs do that do not keep times.
  static void copyAllDatedAt(Path from, Path to, Instant time) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.resolveSibling(""));
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(target, FileTime.from(time));
      }
    }
  }

  /// The state on the disk after the metadata were written and before the log is moved.
  private void killedBeforeTheLogIsMoved(byte[] content, Map<String, String> metadata)
      throws IOException {
    Path oldLog = directory.resolve("saved");
    Files.copy(file(), oldLog, StandardCopyOption.COPY_ATTRIBUTES);
    var _ = logs().put(KEY, new ByteArrayInputStream(content), metadata);
    Files.move(oldLog, file(), StandardCopyOption.REPLACE_EXISTING);
  }
}
