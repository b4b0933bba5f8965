package dev.buildmeister.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobId;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.LogStoreContract;
import dev.buildmeister.store.Samples;
import dev.buildmeister.store.StoreFullException;
import dev.buildmeister.store.TestClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing half-written stays, whatever fails.
class WholeFilesTest {
  private static final int DISK_BYTES = 1 << 20;

  @TempDir Path directory;

  private boolean mounted;

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", directory.toString())).isZero();
    }
  }

  /// A disk of [#DISK_BYTES]; skips the test where the user may not mount one.
  private void mountSmallDisk() throws Exception {
    mounted =
        Files.isExecutable(Path.of("/bin/mount"))
            && run(
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    "size=" + DISK_BYTES,
                    "tmpfs",
                    directory.toString())
                == 0;
    assumeTrue(mounted, "a small disk can be mounted by root on Linux only: full disk not tested");
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private List<String> files() throws IOException {
    try (var files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void aFullDiskLeavesTheFormerFileAndNoOther() throws Exception {
    mountSmallDisk();
    LogStore logs = new DirectoryLogStore(directory, new TestClock());
    logs.put("log/a/b/1", new ByteArrayInputStream(new byte[100]), Map.of());

    byte[] large = new byte[2 * DISK_BYTES];
    assertThatThrownBy(() -> logs.put("log/a/b/1", new ByteArrayInputStream(large), Map.of()))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining(Path.of("log", "a", "b", "1.log").toString())
        .hasMessageContaining("free some space")
        .hasMessageMatching("(?s).* [1-9]\\d{5,6} bytes.*");
    assertThat(files()).containsExactly("log/a/b/1.log");
    assertThat(logs.head("log/a/b/1").orElseThrow().bytes()).isEqualTo(100);
    // There is room again.
    assertThat(logs.put("log/a/b/2", new ByteArrayInputStream(new byte[9]), Map.of()).bytes())
        .isEqualTo(9);
  }

  @Test
  void aDiskThatIsFullOnceTheLogIsOnItLeavesNoLogWithoutItsMetadata() throws Exception {
    mountSmallDisk();
    LogStore logs = new DirectoryLogStore(directory, new TestClock());
    byte[] all = new byte[(int) Files.getFileStore(directory).getUsableSpace()];

    assertThatThrownBy(
            () -> logs.put("log/a/b/1", new ByteArrayInputStream(all), Map.of("run", "7")))
        .isInstanceOf(StoreFullException.class);
    assertThat(logs.head("log/a/b/1")).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void aFullDiskUndoesTheTransactionAndTheDatabaseGoesOn() throws Exception {
    mountSmallDisk();
    String before = System.getProperty(LocalStores.NATIVE_DIRECTORY);
    System.setProperty(LocalStores.NATIVE_DIRECTORY, System.getProperty("java.io.tmpdir"));
    try (LocalStores stores = LocalStores.open(directory, new TestClock())) {
      int written = 0;
      try {
        for (; written < 100_000; written++) {
          assertThat(stores.jobs().putFacts(job(written), large())).isNotNull();
        }
      } catch (StoreFullException e) {
        assertThat(e).hasMessageContaining("buildmeister.sqlite");
      }
      assertThat(written).isBetween(10, 99_999);
      assertThat(stores.jobs().get(job(written - 1))).isPresent();
      assertThat(stores.jobs().get(job(written))).isEmpty();
    } finally {
      if (before == null) {
        System.clearProperty(LocalStores.NATIVE_DIRECTORY);
      } else {
        System.setProperty(LocalStores.NATIVE_DIRECTORY, before);
      }
    }
  }

  private static JobId job(int number) {
    return JobId.parse("acme/app/" + number);
  }

  private static JobUpdate large() {
    return JobUpdate.completed(1, Conclusion.FAILURE, TestClock.START)
        .with(Detail.URL, "x".repeat(512))
        .with(Detail.NAME, "x".repeat(512));
  }

  @Test
  void aStreamThatFailsLeavesNoFile() throws IOException {
    LogStore logs = new DirectoryLogStore(directory, new TestClock());

    assertThatThrownBy(
            () -> logs.put("log/a/b/1", LogStoreContract.failingAfter(200_000), Map.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the line is dead");
    assertThat(files()).isEmpty();
  }

  @Test
  void aWriterThatThrowsLeavesNoFile() throws IOException {
    assertThatThrownBy(
            () ->
                WholeFiles.write(
                    directory.resolve("a").resolve("b"),
                    TestClock.START,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IllegalStateException("half-way");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() throws IOException {
    Files.writeString(directory.resolve("log"), "in the way");
    LogStore logs = new DirectoryLogStore(directory, new TestClock());

    assertThatThrownBy(() -> logs.put("log/a/b/1", new ByteArrayInputStream(new byte[1]), Map.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write")
        .hasMessageContaining("1.log");
  }

  @Test
  void metadataOfAnotherContentCountForNothing() throws IOException {
    LogStore logs = new DirectoryLogStore(directory, new TestClock());
    logs.put("log/a/b/1", new ByteArrayInputStream(new byte[5]), Map.of("run", "7"));
    Files.writeString(directory.resolve("log/a/b/1.log"), "somebody's own");

    assertThat(logs.head("log/a/b/1").orElseThrow().metadata()).isEmpty();
  }

  @Test
  void equalScanRecordsAreEqualFiles() throws IOException {
    DirectoryScanStore scans = new DirectoryScanStore(directory, new TestClock());
    scans.put("scan/a/b/1", Samples.stored(new Random(1)));
    scans.put("scan/a/b/2", Samples.stored(new Random(1)));

    assertThat(directory.resolve("scan/a/b/1.json.gz"))
        .hasSameBinaryContentAs(directory.resolve("scan/a/b/2.json.gz"));
  }

  @Test
  void aDamagedScanRecordIsNamed() throws IOException {
    DirectoryScanStore scans = new DirectoryScanStore(directory, new TestClock());
    scans.put("scan/a/b/1", Samples.stored(new Random(1)));
    Path file = directory.resolve("scan/a/b/1.json.gz");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> scans.get("scan/a/b/1"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("scan/a/b/1");
  }
}
