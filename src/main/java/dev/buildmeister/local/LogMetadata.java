package dev.buildmeister.local;

import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The metadata of one log, in a directory beside it: each put has a file of its own there, whose
/// name is the size and the SHA-256 of the log it belongs to, a number and a random part. Those
/// that fit what the log holds are its metadata, of several the one with the highest number.
///
/// A file is written before the log takes its place and never changed, so that one move changes
/// both, and nothing depends on times, which copies do not keep. A put removes none of the others:
/// another process may be about to move the log that they fit. [LeftOvers] does, a day later.
final class LogMetadata {
  private static final String ENDING = ".meta";
  private static final String METADATA = "metadata";
  private static final Pattern NAME =
      Pattern.compile("(\\d{1,19}-[0-9a-f]{64})-(\\d{1,18})-([0-9a-f]{16})\\.json");
  private static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::number).thenComparing(Entry::random);
  private static final int LIST_TRIES = 10;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private LogMetadata() {}

  /// One file.
  ///
  /// @param fits which content it belongs to, see [#identity]
  /// @param number the higher one stands
  /// @param random keeps the files of two processes apart, and decides where numbers are equal
  record Entry(Path file, String fits, long number, String random) {
    private static Optional<Entry> of(Path file) {
      Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
      return name.matches()
          ? Optional.of(
              new Entry(file, name.group(1), Long.parseLong(name.group(2)), name.group(3)))
          : Optional.empty();
    }

    private boolean isOfSize(long bytes) {
      return fits.startsWith(bytes + "-");
    }
  }

  /// A digest for [#identity].
  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// What tells a content from all others.
  static String identity(long bytes, MessageDigest digest) {
    return bytes + "-" + HexFormat.of().formatHex(digest.digest());
  }

  /// Writes those of a log that is about to take its place; none, where there are none and none of
  /// an earlier put of the same content would be taken for them.
  ///
  /// @param identity of the log that is about to take its place
  /// @return the file, if one was written
  static Optional<Path> write(
      Path log,
      String identity,
      Instant modified,
      Map<String, String> metadata,
      WholeFiles.Writer files) {
    Optional<Entry> before = newest(entries(log), identity);
    if (metadata.isEmpty() && before.isEmpty()) {
      return Optional.empty();
    }
    TreeMap<String, Value> values = new TreeMap<>();
    metadata.forEach((name, value) -> values.put(name, new Value.Text(value)));
    String json = Attributes.NONE.with(METADATA, new Value.Fields(new Attributes(values))).json();
    Path file = newFile(log, identity, before.map(Entry::number).orElse(0L) + 1);
    try {
      var _ = files.write(file, modified, out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
    } catch (RuntimeException e) {
      // It may have got there, and fit the log that stays.
      delete(file);
      throw e;
    }
    return Optional.of(file);
  }

  /// The metadata of what a log holds; none if there are none. Damaged ones are none: the log is
  /// good without them. The log is read only if there are some of its size.
  ///
  /// @param content the log, opened; left at its beginning
  static Map<String, String> read(Path log, SeekableByteChannel content) throws IOException {
    List<Entry> entries = ofSize(entries(log), content.size());
    if (entries.isEmpty()) {
      return Map.of();
    }
    String identity = identity(content);
    content.position(0);
    for (int i = 0; i < LIST_TRIES; i++) {
      Optional<Entry> found = newest(entries, identity);
      if (found.isEmpty()) {
        return Map.of();
      }
      try {
        return parse(Files.readString(found.get().file()));
      } catch (MalformedInputException | UncheckedIOException e) {
        return Map.of();
      } catch (NoSuchFileException e) {
        // A later one took its place since, and it was swept.
        entries = entries(log);
      }
    }
    return Map.of();
  }

  /// Whether a file holds metadata that no log needs: there is no log that they fit, or a later put
  /// of the same content has others. To be sure of it the log is read, but only if there are
  /// metadata of two contents that both have its size; otherwise they stay.
  static boolean isLeftOver(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Optional<Entry> entry = Entry.of(file.toAbsolutePath());
    if (entry.isEmpty() || directory == null) {
      return false;
    }
    String name = String.valueOf(directory.getFileName());
    if (!name.endsWith(ENDING)) {
      return false;
    }
    String leaf = name.substring(0, name.length() - ENDING.length());
    Path log = directory.resolveSibling(leaf + DirectoryLogStore.ENDING);
    Optional<DirectoryLogStore.Seen> there = DirectoryLogStore.Seen.of(log);
    if (there.isEmpty() || !entry.get().isOfSize(there.get().bytes())) {
      return true;
    }
    List<Entry> rivals = ofSize(entries(log), there.get().bytes());
    String fits = entry.get().fits();
    if (newest(rivals, fits).filter(later -> !later.equals(entry.get())).isPresent()) {
      return true;
    }
    return rivals.stream().anyMatch(rival -> !rival.fits().equals(fits))
        && !identity(log).equals(fits);
  }

  /// Removes a file if it is there.
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }

  /// A name in the directory of a log's metadata that no other process takes.
  static Path newFile(Path log, String identity, long number) {
    String random = HexFormat.of().toHexDigits(RANDOM.nextLong());
    return directory(log).resolve(identity + "-" + number + "-" + random + ".json");
  }

  private static String identity(Path log) throws IOException {
    try (SeekableByteChannel content = Files.newByteChannel(log)) {
      return identity(content);
    }
  }

  private static String identity(SeekableByteChannel content) throws IOException {
    MessageDigest digest = newDigest();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long bytes = 0;
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      digest.update(buffer.flip());
      buffer.clear();
      bytes += read;
    }
    return identity(bytes, digest);
  }

  private static Map<String, String> parse(String json) {
    Map<String, String> metadata = new HashMap<>();
    Attributes values = Attributes.parse(json).fields(METADATA).orElse(Attributes.NONE);
    values
        .values()
        .keySet()
        .forEach(name -> values.text(name).ifPresent(value -> metadata.put(name, value)));
    return metadata;
  }

  private static Optional<Entry> newest(List<Entry> entries, String identity) {
    return entries.stream().filter(entry -> entry.fits().equals(identity)).max(ORDER);
  }

  private static List<Entry> ofSize(List<Entry> entries, long bytes) {
    return entries.stream().filter(entry -> entry.isOfSize(bytes)).toList();
  }

  private static List<Entry> entries(Path log) {
    Path directory = directory(log);
    try (var files = Files.list(directory)) {
      return files.flatMap(file -> Entry.of(file).stream()).toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  private static Path directory(Path log) {
    String name = String.valueOf(log.getFileName());
    String leaf = name.substring(0, name.length() - DirectoryLogStore.ENDING.length());
    return log.resolveSibling(leaf + ENDING);
  }
}
