package dev.buildmeister.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What a handler is told of its invocation where no managed runtime tells it.
///
/// @param requestId names it
/// @param functionArn what was invoked, empty if not known
/// @param deadline when Lambda ends it
/// @param clock for the time that is left
record Invocation(String requestId, String functionArn, Instant deadline, InstantSource clock)
    implements Context {
  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getInvokedFunctionArn() {
    return functionArn;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int)
        Math.clamp(
            Duration.between(clock.instant(), deadline).toMillis(), 0, (long) Integer.MAX_VALUE);
  }

  @Override
  public String getFunctionName() {
    return "";
  }

  @Override
  public String getFunctionVersion() {
    return "";
  }

  @Override
  public String getLogGroupName() {
    return "";
  }

  @Override
  public String getLogStreamName() {
    return "";
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getMemoryLimitInMB() {
    return 0;
  }

  @Override
  public LambdaLogger getLogger() {
    return new LambdaLogger() {
      @Override
      public void log(String message) {
        // The handlers have a log of their own.
      }

      @Override
      public void log(byte[] message) {
        // See above.
      }
    };
  }
}
