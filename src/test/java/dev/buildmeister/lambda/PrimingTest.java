package dev.buildmeister.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.rules.RulesetException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrimingTest {
  @Test
  void beforeASnapshotALogIsScannedAndNothingIsWritten(@TempDir Path directory)
      throws RulesetException {
    try (LocalFunctions functions = new LocalFunctions(directory, Map.of())) {
      new Priming(functions.services).beforeCheckpoint(null);

      assertThat(functions.lines())
          .contains("\"message\":\"primed\"")
          .contains("\"found\":false")
          .doesNotContain("ERROR");
      assertThat(functions.stores.jobs().todo(10, Long.MAX_VALUE)).isEmpty();
    }
  }

  @Test
  void aStoreThatDoesNotAnswerIsALineInTheLog(@TempDir Path directory) throws RulesetException {
    LocalFunctions functions = new LocalFunctions(directory, Map.of());
    functions.close();
    new Priming(functions.services).beforeCheckpoint(null);
    assertThat(functions.lines()).contains("ERROR").contains("priming: ");
  }
}
