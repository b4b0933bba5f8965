package dev.buildmeister.local;

import dev.buildmeister.store.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Secrets from the environment, `BUILDMEISTER_SECRET_` and the name in capitals with `_` for `-`,
/// else from a file that only its owner can read.
final class LocalSecrets implements Secrets {
  static final String VARIABLE = "BUILDMEISTER_SECRET_";

  private static final long MAX_BYTES = 64 << 10;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path directory;
  private final Map<String, String> environment;

  LocalSecrets(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Optional<Secret> get(String name) {
    Secrets.checkName(name);
    String set = environment.get(VARIABLE + name.toUpperCase(Locale.ROOT).replace('-', '_'));
    if (set != null && !set.isEmpty()) {
      return Optional.of(new Secret(name, set));
    }
    Path file = directory.resolve(name);
    try {
      checkOwnerOnly(file);
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is larger than " + MAX_BYTES + " bytes, so it is no secret");
      }
      return Optional.of(new Secret(name, Secrets.withoutLineBreaksAtEnd(Files.readString(file))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("secret " + file + " is not used: " + e.getMessage(), e);
    }
  }

  private static void checkOwnerOnly(Path file) throws IOException {
    @Nullable PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      // Windows: the directory's access list, which the file inherits, is the user's own.
      return;
    }
    if (view.readAttributes().isSymbolicLink()) {
      throw new IOException("it is a symbolic link; put a plain file there");
    }
    if (!OWNER_ONLY.containsAll(view.readAttributes().permissions())) {
      throw new IOException("others can read it; run: chmod 600 " + file);
    }
  }
}
