package dev.buildmeister.local;

import dev.buildmeister.store.ScanRecordJson;
import dev.buildmeister.store.ScanStore;
import dev.buildmeister.store.StoredScan;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Scan records as files ending in `.json.gz`, see [FileNames].
final class DirectoryScanStore implements ScanStore {
  private static final String ENDING = ".json.gz";
  private static final int BUFFER_BYTES = 16 << 10;

  private final Path root;
  private final InstantSource clock;

  DirectoryScanStore(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
  }

  @Override
  public void put(String key, StoredScan scan) {
    WholeFiles.write(
        file(key),
        clock.instant(),
        out -> {
          // The JDK writes no time into the header, so equal records give equal files.
          GZIPOutputStream gzip = new GZIPOutputStream(out, BUFFER_BYTES);
          ScanRecordJson.write(scan, gzip);
          gzip.finish();
        });
  }

  @Override
  public Optional<StoredScan> get(String key) {
    Path file = file(key);
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), BUFFER_BYTES)) {
      return Optional.of(ScanRecordJson.read(in));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read scan record " + key + ": " + e.getMessage(), e);
    }
  }

  private Path file(String key) {
    return FileNames.path(root, ScanStore.checkKey(key), ENDING);
  }
}
