package dev.buildmeister.local;

import dev.buildmeister.rules.Sha256;
import dev.buildmeister.store.ViewStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/// Views as plain files under their own keys, so that any web server can serve the directory.
final class DirectoryViewStore implements ViewStore {
  private final Path root;
  private final InstantSource clock;

  DirectoryViewStore(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
  }

  @Override
  public String put(String key, byte[] bytes) {
    Path file = root.resolve(ViewStore.checkKey(key));
    // What is the same is not written again; its time tells when the view last changed.
    if (get(key).filter(view -> Arrays.equals(view.bytes(), bytes)).isEmpty()) {
      WholeFiles.write(file, clock.instant(), out -> out.write(bytes));
    }
    return Sha256.hex(bytes, 32);
  }

  @Override
  public Optional<View> get(String key) {
    Path file = root.resolve(ViewStore.checkKey(key));
    try {
      byte[] bytes = Files.readAllBytes(file);
      return Optional.of(new View(Sha256.hex(bytes, 32), bytes));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read view " + file, e);
    }
  }
}
