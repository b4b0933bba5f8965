package dev.buildmeister.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretsTest {
  @TempDir Path directory;

  private Path secret(String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("hook-a"), "from the file");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void aFileThatOthersCanReadIsNotUsed() throws IOException {
    Path file = secret("rw-r-----");

    assertThatThrownBy(() -> new LocalSecrets(directory, Map.of()).get("hook-a"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("chmod 600 " + file)
        .hasMessageNotContaining("from the file");
  }

  @Test
  void aLinkIsNotUsed() throws IOException {
    Files.createSymbolicLink(directory.resolve("hook-b"), secret("rw-------"));

    assertThatThrownBy(() -> new LocalSecrets(directory, Map.of()).get("hook-b"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("symbolic link");
  }

  @Test
  void theEnvironmentComesBeforeTheFile() throws IOException {
    secret("rw-------");
    LocalSecrets secrets =
        new LocalSecrets(directory, Map.of("BUILDMEISTER_SECRET_HOOK_A", "from the environment"));

    assertThat(secrets.get("hook-a").orElseThrow().reveal()).isEqualTo("from the environment");
  }

  @Test
  void aFileTooLargeForASecretIsNotRead() throws IOException {
    Files.write(secret("rw-------"), new byte[70_000]);

    assertThatThrownBy(() -> new LocalSecrets(directory, Map.of()).get("hook-a"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("65536");
  }
}
