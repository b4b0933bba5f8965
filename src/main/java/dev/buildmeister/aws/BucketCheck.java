package dev.buildmeister.aws;

import dev.buildmeister.job.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The bucket of the logs: whether it is there and can be read, and whether it tells of new logs.
final class BucketCheck {
  private static final int MOVED = 301;
  private static final int NOT_FOUND = 404;
  private static final int EMPTY = 416;

  /// Nobody's log.
  private static final String PROBE = JobId.parse("buildmeister/doctor/0").logKey();

  private final S3Client s3;
  private final String bucket;
  private final String on;

  BucketCheck(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
    this.on = "bucket " + bucket;
  }

  void run(Consumer<Finding> out) {
    Finding there = Finding.of("bucket", "s3:ListBucket", on, this::there);
    out.accept(there);
    if (there.level() == Finding.Level.FAULT) {
      return;
    }
    out.accept(Finding.of("logs", "s3:GetObject", on + " below log/", this::logs));
    out.accept(Finding.of("events", "s3:GetBucketNotification", on, this::events));
  }

  private Finding there() {
    try {
      var _ = s3.headBucket(head -> head.bucket(bucket));
      return Finding.ok("bucket", bucket + " is there");
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return Finding.fault(
            "bucket",
            "there is no bucket " + bucket,
            "name another with BUILDMEISTER_BUCKET or --bucket, or let the template make one");
      }
      if (e.statusCode() == MOVED) {
        return Finding.fault(
            "bucket",
            on + " is in another region" + region(e),
            "deploy there: bucket and functions are in one region");
      }
      throw e;
    }
  }

  private static String region(S3Exception e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().sdkHttpResponse() == null
        ? ""
        : e.awsErrorDetails()
            .sdkHttpResponse()
            .firstMatchingHeader("x-amz-bucket-region")
            .map(region -> ", " + region)
            .orElse("");
  }

  /// Reads a byte of some log, or asks for one that is not there: whoever may read is told so, and
  /// others that it is forbidden.
  private Finding logs() {
    List<S3Object> some =
        s3.listObjectsV2(list -> list.bucket(bucket).prefix("log/").maxKeys(1)).contents();
    String key = some.isEmpty() ? PROBE : some.getFirst().key();
    try {
      s3.getObject(get -> get.bucket(bucket).key(key).range("bytes=0-0")).abort();
    } catch (S3Exception e) {
      if (e.statusCode() != NOT_FOUND && e.statusCode() != EMPTY) {
        throw e;
      }
    }
    return some.isEmpty()
        ? Finding.warning(
            "logs",
            "may be read, but there is none below log/",
            "upload one to log/{owner}/{repo}/{job}")
        : Finding.ok("logs", "can be read: " + Checkup.line(key));
  }

  private Finding events() {
    GetBucketNotificationConfigurationResponse set =
        s3.getBucketNotificationConfiguration(get -> get.bucket(bucket));
    if (set.eventBridgeConfiguration() != null) {
      return Finding.ok("events", "the bucket tells EventBridge of new logs");
    }
    List<String> others = new ArrayList<>();
    set.queueConfigurations().forEach(each -> others.add(each.queueArn()));
    set.topicConfigurations().forEach(each -> others.add(each.topicArn()));
    set.lambdaFunctionConfigurations().forEach(each -> others.add(each.lambdaFunctionArn()));
    return Finding.fault(
        "events",
        "the bucket does not tell EventBridge of new logs, so none is classified when it arrives"
            + (others.isEmpty() ? "" : "; it tells " + String.join(", ", others)),
        others.isEmpty()
            ? "aws s3api put-bucket-notification-configuration --bucket "
                + bucket
                + " --notification-configuration '{\"EventBridgeConfiguration\": {}}'"
            : "switch it on and keep what is there: docs/deploy.md, Beside a bucket that you have");
  }
}
