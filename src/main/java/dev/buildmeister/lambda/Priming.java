package dev.buildmeister.lambda;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.warmup.SdkWarmUp;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// What is done before Lambda takes a snapshot of a process (SnapStart), so that each copy of it
/// has it behind itself: the rules are compiled, the code that scans is warm, the clients are made
/// and have made their first call.
///
/// Nothing here may fail a deployment, so what fails is a line in the log. Where no snapshot is
/// taken it never runs.
final class Priming implements Resource {
  /// The context of the process refers to it weakly.
  private static @Nullable Priming registered;

  private final Services services;

  Priming(Services services) {
    this.services = services;
  }

  static synchronized void register(Services services) {
    if (registered == null) {
      Priming priming = new Priming(services);
      Core.getGlobalContext().register(priming);
      registered = priming;
    }
  }

  @Override
  public void beforeCheckpoint(@Nullable Context<? extends Resource> context) {
    try {
      // Against canned answers: no network, no rights.
      SdkWarmUp.warmUp(S3Client.class, DynamoDbClient.class);
    } catch (RuntimeException e) {
      services.log().problem("priming the clients: " + e.getMessage());
    }
    services.prime();
  }

  @Override
  public void afterRestore(@Nullable Context<? extends Resource> context) {
    // Nothing here belongs to one process: connections are made again, and the dice are
    // the system's.
  }
}
