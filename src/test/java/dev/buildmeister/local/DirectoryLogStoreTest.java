package dev.buildmeister.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.LogStore.Head;
import dev.buildmeister.store.TestClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
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
    return logs()
        .put(KEY, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), metadata);
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
    assertThat(files(".meta")).isEmpty();
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
    killedBeforeTheLogIsMoved("other", Map.of("run", "2"));

    assertThat(file()).hasContent("first");
    assertThat(metadata()).containsExactly(Map.entry("run", "1"));
  }

  @Test
  void aProcessKilledBeforeTheOldMetadataAreRemovedLeavesTheNewLogWithItsOwn() throws IOException {
    var _ = put("first", Map.of("run", "1"));
    Path old = files(".meta").getFirst();
    byte[] bytes = Files.readAllBytes(old);
    var _ = put("other", Map.of());
    Files.write(old, bytes);

    assertThat(metadata()).isEmpty();
  }

  @Test
  void aPutRemovesTheMetadataOfTheLogThatItReplaces() throws IOException {
    for (int i = 0; i < 20; i++) {
      var _ = put("text" + i % 10, Map.of("run", "" + i));
      assertThat(metadata()).containsExactly(Map.entry("run", "" + i));
      assertThat(files(".meta")).hasSize(1);
    }
    var _ = put("text", Map.of());

    assertThat(files(".meta")).isEmpty();
  }

  /// The state on the disk after the metadata were written and before the log is moved.
  private void killedBeforeTheLogIsMoved(String text, Map<String, String> metadata)
      throws IOException {
    Path oldMeta = files(".meta").getFirst();
    byte[] oldMetaBytes = Files.readAllBytes(oldMeta);
    Path oldLog = directory.resolve("saved");
    Files.copy(file(), oldLog, StandardCopyOption.COPY_ATTRIBUTES);
    var _ = put(text, metadata);
    Files.move(oldLog, file(), StandardCopyOption.REPLACE_EXISTING);
    Files.write(oldMeta, oldMetaBytes);
  }
}
