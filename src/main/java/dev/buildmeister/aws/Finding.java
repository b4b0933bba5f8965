package dev.buildmeister.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/// What one check of a [Checkup] found.
///
/// @param check one word
/// @param level how bad it is
/// @param text what is there, or what is wrong and what that means
/// @param next what to do; empty if nothing
public record Finding(String check, Level level, String text, String next) {
  private static final int NOT_IMPLEMENTED = 501;

  /// How bad it is.
  public enum Level {
    /// As it should be.
    OK,
    /// It works, but something is lost or cannot be told.
    WARNING,
    /// It does not work.
    FAULT
  }

  static Finding ok(String check, String text) {
    return new Finding(check, Level.OK, text, "");
  }

  static Finding warning(String check, String text, String next) {
    return new Finding(check, Level.WARNING, text, next);
  }

  static Finding fault(String check, String text, String next) {
    return new Finding(check, Level.FAULT, text, next);
  }

  /// A question to AWS.
  @FunctionalInterface
  interface Question {
    /// Asks.
    ///
    /// @throws AwsServiceException if AWS says no
    Finding ask();
  }

  /// Asks, and says what a failure means.
  ///
  /// @param call the permission that it takes: `s3:ListBucket`
  /// @param on what it is asked of: `bucket logs`
  static Finding of(String check, String call, String on, Question question) {
    try {
      return question.ask();
    } catch (AwsServiceException e) {
      return refused(check, call, on, e);
    } catch (SdkClientException e) {
      return fault(
          check,
          call + " on " + on + " has no answer: " + Checkup.line(e.getMessage()),
          "look at network, region, credentials and AWS_ENDPOINT_URL");
    }
  }

  private static Finding refused(String check, String call, String on, AwsServiceException e) {
    String code = Aws.code(e);
    if (e.statusCode() == NOT_IMPLEMENTED
        || code.equals("NotImplemented")
        || code.equals("UnknownOperationException")) {
      return warning(
          check, "this server does not know " + call + ", so it cannot be told", "ask AWS itself");
    }
    if (Aws.isBusy(e)) {
      return warning(check, call + " on " + on + " is throttled or down", "run doctor again");
    }
    if (isDenied(e)) {
      return fault(
          check,
          "you may not " + call + " on " + on,
          "allow " + call + " on it to whoever runs doctor");
    }
    return fault(
        check,
        call + " on " + on + " fails: " + (code + " " + Checkup.line(e.getMessage())).strip(),
        "see what it says");
  }

  /// The answer to a HEAD has no body that could name the error.
  private static boolean isDenied(AwsServiceException e) {
    return Aws.isDenied(Aws.code(e)) || (e.statusCode() == 403 && !isKey(Aws.code(e)));
  }

  /// Whether the credentials themselves are refused.
  private static boolean isKey(String code) {
    return switch (code) {
      case "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidSignatureException",
          "RequestTimeTooSkewed" ->
          true;
      default -> false;
    };
  }
}
