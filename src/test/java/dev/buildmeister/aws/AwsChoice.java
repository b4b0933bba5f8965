package dev.buildmeister.aws;

import java.util.Optional;
import java.util.function.Supplier;

/// What the adapters are tested on.
enum AwsChoice {
  /// Servers of this machine: S3Proxy, DynamoDB Local, ElasticMQ, and fakes of what cannot be
  /// embedded.
  EMBEDDED,
  /// LocalStack in a container.
  LOCALSTACK;

  /// Chooses, and never falls back from what was asked for by name.
  ///
  /// @param asked `auto`, `embedded` or `localstack`
  /// @param docker asks whether Docker answers; gives why not, empty if it does
  /// @throws AssertionError of one line if it cannot be had
  static AwsChoice of(String asked, Supplier<Optional<String>> docker) {
    return switch (asked) {
      case "embedded" -> EMBEDDED;
      case "auto" -> docker.get().isEmpty() ? LOCALSTACK : EMBEDDED;
      case "localstack" -> {
        docker
            .get()
            .ifPresent(
                why -> {
                  throw new AssertionError(
                      "-Dbuildmeister.aws=localstack needs Docker, which does not answer ("
                          + oneLine(why)
                          + "); start it, or give -Dbuildmeister.aws=embedded");
                });
        yield LOCALSTACK;
      }
      default ->
          throw new AssertionError(
              "-Dbuildmeister.aws=" + asked + " is not known; give auto, embedded or localstack");
    };
  }

  /// Its first line, since others' messages are pages.
  static String oneLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }
}
