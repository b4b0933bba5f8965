package dev.buildmeister.aws;

import dev.buildmeister.store.ViewStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// Views as objects below a prefix.
final class S3ViewStore implements ViewStore {
  private static final String PREFIX = "views/";

  private final S3Objects objects;

  S3ViewStore(S3Client s3, String bucket) {
    this.objects = new S3Objects(s3, bucket);
  }

  @Override
  public String put(String key, byte[] bytes) {
    return objects.put(PREFIX + ViewStore.checkKey(key), bytes, bytes.length, type(key), Map.of());
  }

  @Override
  public Optional<View> get(String key) {
    return objects.open(PREFIX + ViewStore.checkKey(key)).map(stream -> view(key, stream));
  }

  private static View view(String key, ResponseInputStream<GetObjectResponse> stream) {
    try (InputStream in = stream) {
      return new View(stream.response().eTag(), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read view " + key + ": " + e.getMessage(), e);
    }
  }

  /// Browsers fetch views.
  private static String type(String key) {
    String ending = key.substring(key.lastIndexOf('.') + 1);
    return switch (ending) {
      case "json" -> "application/json";
      case "html" -> "text/html; charset=utf-8";
      default -> "application/octet-stream";
    };
  }
}
