package dev.buildmeister.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AwsChoiceTest {
  private static final Supplier<Optional<String>> RUNS = Optional::empty;

  private static Optional<String> missing() {
    return Optional.of("\nCould not find a valid Docker environment.\nmore\n");
  }

  @Test
  void autoIsLocalStackWhereDockerAnswersAndElseEmbedded() {
    assertThat(AwsChoice.of("auto", RUNS)).isEqualTo(AwsChoice.LOCALSTACK);
    assertThat(AwsChoice.of("auto", AwsChoiceTest::missing)).isEqualTo(AwsChoice.EMBEDDED);
  }

  @Test
  void embeddedDoesNotAskForDocker() {
    Supplier<Optional<String>> nobody =
        () -> {
          throw new AssertionError("Docker was asked");
        };
    assertThat(AwsChoice.of("embedded", nobody)).isEqualTo(AwsChoice.EMBEDDED);
  }

  @Test
  void localStackThatIsAskedForAndMissingIsAFailureOfOneLine() {
    assertThat(AwsChoice.of("localstack", RUNS)).isEqualTo(AwsChoice.LOCALSTACK);
    assertThatThrownBy(() -> AwsChoice.of("localstack", AwsChoiceTest::missing))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "-Dbuildmeister.aws=localstack needs Docker, which does not answer (Could not find a"
                + " valid Docker environment.); start it, or give -Dbuildmeister.aws=embedded");
  }

  @Test
  void anotherWordIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> AwsChoice.of("aws", RUNS))
        .isInstanceOf(AssertionError.class)
        .hasMessage("-Dbuildmeister.aws=aws is not known; give auto, embedded or localstack");
  }
}
