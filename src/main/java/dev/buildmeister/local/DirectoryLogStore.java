package dev.buildmeister.local;

import dev.buildmeister.store.LogStore;
import dev.buildmeister.store.Page;
import dev.buildmeister.store.StoreBusyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Logs as files, see [FileNames], ending in `.log` whatever they hold. Metadata lie beside them in
/// small files, see [LogMetadata]. A file that somebody else puts there is a log like others.
final class DirectoryLogStore implements LogStore {
  static final String ENDING = ".log";
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int OPEN_TRIES = 10;

  private final Path root;
  private final InstantSource clock;
  private final WholeFiles.Writer metadataFiles;

  DirectoryLogStore(Path root, InstantSource clock) {
    this(root, clock, WholeFiles::write);
  }

  /// @param metadataFiles writes the metadata; tests give one that fails
  DirectoryLogStore(Path root, InstantSource clock, WholeFiles.Writer metadataFiles) {
    this.root = root;
    this.clock = clock;
    this.metadataFiles = metadataFiles;
  }

  /// What can be told of a file without reading it. If it is the same before and after, the file
  /// was not replaced in between.
  ///
  /// @param file which one it is, where the system knows
  record Seen(Instant time, long bytes, @Nullable Object file) {
    /// What there is now; empty if it is no file.
    static Optional<Seen> of(Path path) {
      try {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        Instant time = found.lastModifiedTime().toInstant();
        return found.isRegularFile()
            ? Optional.of(new Seen(time, found.size(), found.fileKey()))
            : Optional.empty();
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot look at " + path, e);
      }
    }

    Head head(String key, Map<String, String> metadata) {
      return DirectoryLogStore.head(key, bytes, time.truncatedTo(ChronoUnit.MILLIS), metadata);
    }
  }

  @Override
  public Optional<Content> open(String key) {
    Path file = FileNames.path(root, LogStore.checkKey(key), ENDING);
    // If it was replaced while its metadata were looked for, again.
    for (int i = 0; i < OPEN_TRIES; i++) {
      Optional<Seen> before = Seen.of(file);
      if (before.isEmpty()) {
        return Optional.empty();
      }
      try {
        Optional<Content> content = open(key, file, before.get());
        if (content.isPresent()) {
          return content;
        }
      } catch (NoSuchFileException e) {
        // Deleted since; the next turn finds that out.
      } catch (IOException e) {
        throw new UncheckedIOException("cannot open " + file, e);
      }
    }
    throw new StoreBusyException("open " + key + ", which is being written all the time", null);
  }

  /// Empty if the file was replaced meanwhile. The metadata are those of the very bytes that are
  /// opened, whatever lies under the name by now.
  private static Optional<Content> open(String key, Path file, Seen before) throws IOException {
    FileChannel log = FileChannel.open(file, StandardOpenOption.READ);
    boolean taken = false;
    try {
      Map<String, String> metadata = LogMetadata.read(file, log);
      taken = log.size() == before.bytes() && Seen.of(file).equals(Optional.of(before));
      return taken
          ? Optional.of(new Content(before.head(key, metadata), Channels.newInputStream(log)))
          : Optional.empty();
    } finally {
      if (!taken) {
        log.close();
      }
    }
  }

  @Override
  public Head put(String key, InputStream content, Map<String, String> metadata) {
    Map<String, String> checked = LogStore.checkMetadata(metadata);
    Path file = FileNames.path(root, LogStore.checkKey(key), ENDING);
    Instant modified = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    MessageDigest digest = LogMetadata.newDigest();
    List<Path> written = new ArrayList<>();
    List<Optional<Seen>> former = new ArrayList<>();
    try {
      long bytes =
          WholeFiles.write(
              file,
              modified,
              out -> copy(content, new DigestOutputStream(out, digest)),
              size -> {
                former.add(Seen.of(file));
                LogMetadata.write(
                        file, LogMetadata.identity(size, digest), modified, checked, metadataFiles)
                    .ifPresent(written::add);
              });
      return head(key, bytes, modified, checked);
    } catch (RuntimeException e) {
      // It may have failed after the move; then the log that is there needs them.
      if (former.contains(Seen.of(file))) {
        written.forEach(DirectoryLogStore::discard);
      }
      throw e;
    }
  }

  private static Head head(String key, long bytes, Instant modified, Map<String, String> metadata) {
    return new Head(key, bytes, modified, modified.toEpochMilli() + "-" + bytes, metadata);
  }

  /// Nobody reads it; if it cannot be removed now, [LeftOvers] removes it.
  private static void discard(Path metadata) {
    try {
      LogMetadata.delete(metadata);
    } catch (UncheckedIOException e) {
      // See above.
    }
  }

  @Override
  public Optional<Head> head(String key) {
    Optional<Content> opened = open(key);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (Content content = opened.get()) {
      return Optional.of(content.head());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + key, e);
    }
  }

  @Override
  public Page<Head> list(String prefix, @Nullable String after, int limit) {
    var _ = Page.checkLimit(limit);
    Walk walk = new Walk(FileNames.bytes(prefix), limit);
    List<String> from = after == null ? List.of() : List.of(after.split("/", -1));
    for (String top : List.of("log", "temp_logs")) {
      if (from.isEmpty()) {
        walk.descend(root.resolve(top), top, top + "/", List.of());
      } else if (from.get(0).equals(top)) {
        walk.descend(root.resolve(top), top, top + "/", from.subList(1, from.size()));
      } else if (from.get(0).compareTo(top) < 0) {
        walk.descend(root.resolve(top), top, top + "/", List.of());
      }
    }
    return new Page<>(walk.found, walk.last);
  }

  /// One walk through the directories in the order of their names, which stays the same between
  /// pages.
  private static final class Walk {
    private final String prefix;
    private final int limit;
    private final List<Head> found = new ArrayList<>();

    /// Where the page ends; null as long as nothing was left out.
    private @Nullable String last;

    private String lastFound = "";

    Walk(String prefix, int limit) {
      this.prefix = prefix;
      this.limit = limit;
    }

    /// @param path of the directory, as names joined by `/`
    /// @param key the bytes that all keys below begin with
    /// @param from the path, from here on, of the last file of the page before; empty for all
    void descend(Path directory, String path, String key, List<String> from) {
      if (last != null || !(key.startsWith(prefix) || prefix.startsWith(key))) {
        return;
      }
      for (String name : names(directory)) {
        int order = from.isEmpty() ? 1 : name.compareTo(from.get(0));
        if (order < 0 || (order == 0 && from.size() == 1)) {
          continue;
        }
        String below = path + "/" + name;
        if (name.endsWith(ENDING)) {
          String leaf = name.substring(0, name.length() - ENDING.length());
          file(directory.resolve(name), below, key + FileNames.decode(leaf));
        } else if (name.indexOf('.') < 0) {
          boolean goesOn = name.endsWith("+");
          String part = goesOn ? name.substring(0, name.length() - 1) : name;
          List<String> rest = order == 0 ? from.subList(1, from.size()) : List.<String>of();
          descend(
              directory.resolve(name),
              below,
              key + FileNames.decode(part) + (goesOn ? "" : "/"),
              rest);
        }
      }
    }

    private void file(Path file, String path, String key) {
      if (last != null || !key.startsWith(prefix)) {
        return;
      }
      if (found.size() == limit) {
        last = lastFound;
        return;
      }
      plainHead(FileNames.text(key), file)
          .ifPresent(
              head -> {
                found.add(head);
                lastFound = path;
              });
    }
  }

  private static List<String> names(Path directory) {
    try (var files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Not there yet, or somebody's own file.
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  private static Optional<Head> plainHead(String key, Path file) {
    return Seen.of(file).map(log -> log.head(key, Map.of()));
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
      out.write(buffer, 0, read);
    }
  }

  private static int read(InputStream in, byte[] buffer) throws IOException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new WholeFiles.SourceException(e);
    }
  }
}
