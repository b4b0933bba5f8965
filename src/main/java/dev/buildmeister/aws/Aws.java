package dev.buildmeister.aws;

import dev.buildmeister.store.StoreBusyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;

/// Calls of AWS, whose failures become those that the ports speak of.
///
/// What may pass by waiting is a [StoreBusyException], everything else an [UncheckedIOException]
/// that names what was being done and, where it is known, what to look at. A condition that does
/// not hold goes through as it is.
final class Aws {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  private Aws() {}

  /// Does it.
  ///
  /// @param what is being done, for messages: `get log/acme/app/42 from bucket logs`
  static <T> T call(String what, Supplier<T> operation) {
    try {
      return operation.get();
    } catch (ConditionalCheckFailedException
        | TransactionCanceledException
        | TrimmedDataAccessException e) {
      // Normal outcomes, which the caller knows how to take.
      throw e;
    } catch (AwsServiceException e) {
      if (isBusy(e)) {
        throw new StoreBusyException(what, e);
      }
      throw failure(what, e);
    } catch (SdkClientException e) {
      // The connection broke or timed out; with credentials missing no wait will help.
      if (e.getCause() instanceof IOException || e.retryable()) {
        throw new StoreBusyException(what, e);
      }
      throw new UncheckedIOException("cannot " + what, new IOException(e.getMessage(), e));
    }
  }

  /// Whether it may pass by waiting.
  static boolean isBusy(AwsServiceException e) {
    return e.isThrottlingException()
        || e.statusCode() == TOO_MANY_REQUESTS
        || e.statusCode() >= SERVER_ERRORS
        || switch (code(e)) {
          case "TransactionConflictException",
              "TransactionInProgressException",
              "RequestTimeout",
              "LimitExceededException" ->
              true;
          default -> false;
        };
  }

  private static UncheckedIOException failure(String what, AwsServiceException e) {
    String hint =
        switch (code(e)) {
          case String code when isDenied(code) ->
              "; allow it in the function's policy (" + e.getMessage() + ")";
          case "NoSuchBucket" -> ": there is no such bucket";
          case "ResourceNotFoundException" -> ": there is no such table or stream";
          case "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue" ->
              ": there is no such queue";
          default -> ": " + e.getMessage();
        };
    return new UncheckedIOException("cannot " + what + hint, new IOException(e.getMessage(), e));
  }

  /// Whether a permission is missing.
  static boolean isDenied(String code) {
    return switch (code) {
      case "AccessDenied",
          "AccessDeniedException",
          "UnauthorizedAccess",
          "AllAccessDisabled",
          "UnauthorizedOperation" ->
          true;
      default -> false;
    };
  }

  /// What AWS calls the error, empty if it does not say.
  static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? ""
        : e.awsErrorDetails().errorCode();
  }
}
