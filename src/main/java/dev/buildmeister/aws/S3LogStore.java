package dev.buildmeister.aws;

import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.Page;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/// Logs as objects of a bucket, with their own keys. S3 tells when an object was put to the second;
/// its ETag is what changes with each put of other content.
final class S3LogStore implements LogStore {
  /// The most that one request lists.
  private static final int MAX_PAGE = 1000;

  private final S3Objects objects;

  S3LogStore(S3Client s3, String bucket) {
    this.objects = new S3Objects(s3, bucket);
  }

  @Override
  public Optional<Content> open(String key) {
    return objects.open(LogStore.checkKey(key)).map(stream -> content(key, stream));
  }

  private static Content content(String key, ResponseInputStream<GetObjectResponse> stream) {
    GetObjectResponse object = stream.response();
    Head head =
        new Head(
            key, object.contentLength(), object.lastModified(), object.eTag(), object.metadata());
    return new Content(head, new AbortingInputStream(stream));
  }

  @Override
  public Head put(String key, InputStream content, Map<String, String> metadata) {
    objects.put(
        LogStore.checkKey(key),
        content,
        "application/octet-stream",
        LogStore.checkMetadata(metadata));
    return head(key)
        .orElseThrow(() -> new IllegalStateException(key + " was removed while it was being put"));
  }

  @Override
  public Optional<Head> head(String key) {
    return objects
        .head(LogStore.checkKey(key))
        .map(
            head ->
                new Head(
                    key, head.contentLength(), head.lastModified(), head.eTag(), head.metadata()));
  }

  @Override
  public Page<Head> list(String prefix, @Nullable String after, int limit) {
    int keys = Math.min(MAX_PAGE, Page.checkLimit(limit));
    ListObjectsV2Response page =
        Aws.call(
            objects.what("list", prefix + "*"),
            () ->
                objects
                    .client()
                    .listObjectsV2(
                        list ->
                            list.bucket(objects.bucket())
                                .prefix(prefix)
                                .continuationToken(after)
                                .maxKeys(keys)));
    return new Page<>(
        page.contents().stream()
            .map(
                object ->
                    new Head(
                        object.key(),
                        object.size(),
                        object.lastModified(),
                        object.eTag(),
                        Map.of()))
            .toList(),
        page.nextContinuationToken());
  }
}
