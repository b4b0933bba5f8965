package dev.buildmeister.aws;

import dev.buildmeister.store.ScanRecordJson;
import dev.buildmeister.store.ScanStore;
import dev.buildmeister.store.StoredScan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.services.s3.S3Client;

/// Scan records as objects of a bucket, gzip'ed.
final class S3ScanStore implements ScanStore {
  private static final int BUFFER_BYTES = 16 << 10;

  private final S3Objects objects;

  S3ScanStore(S3Client s3, String bucket) {
    this.objects = new S3Objects(s3, bucket);
  }

  @Override
  public void put(String key, StoredScan scan) {
    var bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, BUFFER_BYTES)) {
      ScanRecordJson.write(scan, gzip);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    var _ =
        objects.put(
            ScanStore.checkKey(key),
            bytes.toByteArray(),
            bytes.size(),
            "application/gzip",
            Map.of());
  }

  @Override
  public Optional<StoredScan> get(String key) {
    return objects.open(ScanStore.checkKey(key)).map(stream -> read(key, stream));
  }

  private static StoredScan read(String key, InputStream stream) {
    try (InputStream in = new GZIPInputStream(stream, BUFFER_BYTES)) {
      return ScanRecordJson.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read scan record " + key + ": " + e.getMessage(), e);
    }
  }
}
