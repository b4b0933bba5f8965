package dev.buildmeister.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The objects of one bucket. An object is there whole or not at all; that is S3's own promise, for
/// one request and for an upload in parts. Thread-safe.
final class S3Objects {
  /// Upload in parts begins above this; S3 takes 10,000 parts of at least 5 MiB.
  private static final int PART_BYTES = 8 << 20;

  private static final int NOT_FOUND = 404;

  private final S3Client s3;
  private final String bucket;

  S3Objects(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  S3Client client() {
    return s3;
  }

  String bucket() {
    return bucket;
  }

  /// For messages.
  String what(String what, String key) {
    return what + " " + key + " in bucket " + bucket;
  }

  /// Opens an object; the caller closes it.
  Optional<ResponseInputStream<GetObjectResponse>> open(String key) {
    return found(what("get", key), () -> s3.getObject(get -> get.bucket(bucket).key(key)));
  }

  Optional<HeadObjectResponse> head(String key) {
    return found(what("look at", key), () -> s3.headObject(head -> head.bucket(bucket).key(key)));
  }

  /// Stores bytes and returns their etag.
  String put(String key, byte[] bytes, int length, String type, Map<String, String> metadata) {
    return Aws.call(
            what("put", key),
            () ->
                s3.putObject(
                    put -> put.bucket(bucket).key(key).contentType(type).metadata(metadata),
                    RequestBody.fromInputStream(
                        new ByteArrayInputStream(bytes, 0, length), length)))
        .eTag();
  }

  /// Stores a stream of any length, in memory of one part.
  ///
  /// @throws UncheckedIOException if the stream cannot be read; nothing is stored then
  void put(String key, InputStream content, String type, Map<String, String> metadata) {
    byte[] part = new byte[PART_BYTES];
    int length = read(key, content, part);
    if (length < PART_BYTES) {
      var _ = put(key, part, length, type, metadata);
    } else {
      putParts(key, content, part, type, metadata);
    }
  }

  private void putParts(
      String key, InputStream content, byte[] part, String type, Map<String, String> metadata) {
    String what = what("put", key);
    String upload = beginUpload(what, key, type, metadata);
    boolean done = false;
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (int length = PART_BYTES; length > 0; length = read(key, content, part)) {
        parts.add(putPart(key, upload, parts.size() + 1, part, length));
      }
      endUpload(what, key, upload, parts);
      done = true;
    } finally {
      if (!done) {
        abort(key, upload);
      }
    }
  }

  private String beginUpload(String what, String key, String type, Map<String, String> metadata) {
    return Aws.call(
            what,
            () ->
                s3.createMultipartUpload(
                    create -> create.bucket(bucket).key(key).contentType(type).metadata(metadata)))
        .uploadId();
  }

  private void endUpload(String what, String key, String upload, List<CompletedPart> parts) {
    var _ =
        Aws.call(
            what,
            () ->
                s3.completeMultipartUpload(
                    complete ->
                        complete
                            .bucket(bucket)
                            .key(key)
                            .uploadId(upload)
                            .multipartUpload(all -> all.parts(parts))));
  }

  private CompletedPart putPart(String key, String upload, int number, byte[] part, int length) {
    String etag =
        Aws.call(
                what("put part " + number + " of", key),
                () ->
                    s3.uploadPart(
                        put -> put.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                        RequestBody.fromInputStream(
                            new ByteArrayInputStream(part, 0, length), length)))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  /// If this fails too, the bucket's lifecycle removes the parts.
  private void abort(String key, String upload) {
    try {
      var _ = s3.abortMultipartUpload(gone -> gone.bucket(bucket).key(key).uploadId(upload));
    } catch (RuntimeException e) {
      // What made us give up is what the caller must hear of.
    }
  }

  private static int read(String key, InputStream content, byte[] part) {
    try {
      return content.readNBytes(part, 0, part.length);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read what is to become " + key + ": " + e.getMessage(), e);
    }
  }

  private static <T> Optional<T> found(String what, Supplier<T> operation) {
    return Aws.call(
        what,
        () -> {
          try {
            return Optional.of(operation.get());
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          } catch (S3Exception e) {
            // The answer to a HEAD has no body that could name the error.
            if (e.statusCode() == NOT_FOUND && !Aws.code(e).equals("NoSuchBucket")) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }
}
