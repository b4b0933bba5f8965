package dev.buildmeister.local;

import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.Times;
import dev.buildmeister.store.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The metadata of one log, in a file beside it whose name says to which content they belong: the
/// log's time of modification, to the microsecond. They are written before the log takes its place,
/// so that one move changes both; those of any other content are never read.
final class LogMetadata {
  private static final String BYTES = "bytes";
  private static final String METADATA = "metadata";
  private static final Pattern NAME =
      Pattern.compile("([^.]+)\\.(-?[0-9a-z]+-[0-9a-z]{1,4})\\.meta");
  private static final int MICROS = 1000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private LogMetadata() {}

  /// One content of a log.
  ///
  /// @param stamp its time of modification, to the microsecond
  /// @param bytes its size
  record Content(Instant stamp, long bytes) {
    /// When it was put, in milliseconds.
    Instant modified() {
      return stamp.truncatedTo(ChronoUnit.MILLIS);
    }

    /// What is in a file now; empty if it is none.
    static Optional<Content> of(Path file) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        Instant modified = found.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MICROS);
        return found.isRegularFile()
            ? Optional.of(new Content(modified, found.size()))
            : Optional.empty();
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot look at " + file, e);
      }
    }
  }

  /// A stamp within the millisecond that the log there does not have. By chance, so that two
  /// processes that put in the same millisecond do not take the same.
  static Instant newStamp(Instant modified, Optional<Content> there) {
    Instant stamp;
    do {
      stamp = modified.plus(RANDOM.nextInt(MICROS), ChronoUnit.MICROS);
    } while (there.isPresent() && there.get().stamp().equals(stamp));
    return stamp;
  }

  /// Where the metadata lie of a log that has this stamp.
  static Path path(Path log, Instant stamp) {
    return log.resolveSibling(
        leaf(log)
            + "."
            + Long.toString(stamp.getEpochSecond(), Character.MAX_RADIX)
            + "-"
            + Integer.toString(stamp.getNano() / MICROS, Character.MAX_RADIX)
            + ".meta");
  }

  /// Writes those of a log that is about to take its place; none, where there are none.
  static void write(
      Path log, Content content, Map<String, String> metadata, WholeFiles.Writer files) {
    Path beside = path(log, content.stamp());
    if (metadata.isEmpty()) {
      delete(beside);
      return;
    }
    TreeMap<String, Value> values = new TreeMap<>();
    metadata.forEach((name, value) -> values.put(name, new Value.Text(value)));
    String json =
        Attributes.NONE
            .with(BYTES, content.bytes())
            .with(Tables.LOG_MODIFIED, Times.text(content.modified()))
            .with(METADATA, new Value.Fields(new Attributes(values)))
            .json();
    var _ =
        files.write(
            beside, content.modified(), out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
  }

  /// Reads those of a content; empty if there are none. Damaged ones are none: the log is good
  /// without them.
  static Optional<Map<String, String>> read(Path log, Content content) {
    Path beside = path(log, content.stamp());
    Attributes stored;
    try {
      stored = Attributes.parse(Files.readString(beside));
    } catch (NoSuchFileException | MalformedInputException | UncheckedIOException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + beside, e);
    }
    if (stored.number(BYTES).orElse(-1) != content.bytes()) {
      return Optional.empty();
    }
    Map<String, String> metadata = new HashMap<>();
    Attributes values = stored.fields(METADATA).orElse(Attributes.NONE);
    values
        .values()
        .keySet()
        .forEach(name -> values.text(name).ifPresent(value -> metadata.put(name, value)));
    return Optional.of(metadata);
  }

  /// Whether a file holds metadata of a content that is not there.
  static boolean isLeftOver(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    if (!name.matches()) {
      return false;
    }
    Path log = file.resolveSibling(name.group(1) + DirectoryLogStore.ENDING);
    return Content.of(log).filter(content -> path(log, content.stamp()).equals(file)).isEmpty();
  }

  /// Removes a file if it is there.
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }

  private static String leaf(Path log) {
    String name = String.valueOf(log.getFileName());
    return name.substring(0, name.length() - DirectoryLogStore.ENDING.length());
  }
}
