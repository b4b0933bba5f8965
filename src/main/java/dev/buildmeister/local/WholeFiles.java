package dev.buildmeister.local;

import dev.buildmeister.store.StoreFullException;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/// Writes files that are there whole or not at all: to a name beginning with `.` in the same
/// directory, on to the disk, then moved in one step over what was there.
final class WholeFiles {
  /// Less than this free is no room.
  private static final long FULL_BYTES = 64 << 10;

  private static final int BUFFER_BYTES = 64 << 10;
  private static final int NAME_BYTES = 12;
  private static final Pattern TEMPORARY =
      Pattern.compile("\\.[0-9a-f]{" + 2 * NAME_BYTES + "}\\.tmp");
  private static final SecureRandom NAMES = new SecureRandom();

  private WholeFiles() {}

  /// Writes the content.
  @FunctionalInterface
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /// [#write], or what a test gives instead.
  @FunctionalInterface
  interface Writer {
    long write(Path file, Instant modified, Body body);
  }

  /// What the content comes from could not be read; no fault of the disk.
  static final class SourceException extends IOException {
    private static final long serialVersionUID = 1L;

    SourceException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /// Writes a file and its directories.
  ///
  /// @return its size in bytes
  /// @throws StoreFullException if there is no room
  static long write(Path file, Instant modified, Body body) {
    return write(file, modified, body, size -> {});
  }

  /// The same, and does something when the file is whole and not yet in its place.
  ///
  /// @param beforeMove is given the size in bytes; if it fails, the file does not get there
  static long write(Path file, Instant modified, Body body, LongConsumer beforeMove) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IllegalArgumentException("no file: " + file);
    }
    byte[] name = new byte[NAME_BYTES];
    NAMES.nextBytes(name);
    Path temporary = directory.resolve("." + HexFormat.of().formatHex(name) + ".tmp");
    Counter counter = new Counter();
    try {
      var _ = createDirectories(directory);
      writeWhole(temporary, modified, body, counter);
      beforeMove.accept(counter.bytes);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      force(directory);
      return counter.bytes;
    } catch (SourceException e) {
      throw new UncheckedIOException(
          "cannot read what is to be written to " + file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      if (isNoRoom(e) || isFull(directory)) {
        throw new StoreFullException(file.toString(), counter.bytes, e);
      }
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    } finally {
      discard(temporary);
    }
  }

  /// Makes a directory and those above it, and puts the new names on the disk.
  ///
  /// @return the directories that got a new one, lowest first
  static List<Path> createDirectories(Path directory) throws IOException {
    List<Path> changed = new ArrayList<>();
    Path there = directory.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
      changed.add(there);
    }
    Files.createDirectories(directory);
    for (Path above : changed) {
      try {
        force(above);
      } catch (AccessDeniedException e) {
        // One may be allowed to make a directory there and not to look at it.
      }
    }
    return changed;
  }

  /// Whether a name is that of a file which is being written, or was when its process ended.
  static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }

  /// Whether the disk that a file is on has no room left.
  static boolean isFull(Path file) {
    try {
      Path there = file.toAbsolutePath();
      while (!Files.exists(there) && there.getParent() != null) {
        there = there.getParent();
      }
      return Files.getFileStore(there).getUsableSpace() < FULL_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  /// The size of a file, 0 if it is not known.
  static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  private static void writeWhole(Path temporary, Instant modified, Body body, Counter counter)
      throws IOException {
    try (FileChannel channel =
            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out =
            new BufferedOutputStream(
                new CountingStream(Channels.newOutputStream(channel), counter), BUFFER_BYTES)) {
      body.writeTo(out);
      out.flush();
      // Before the file is forced, so that its time is on the disk with it.
      Files.setLastModifiedTime(temporary, FileTime.from(modified));
      channel.force(true);
    }
  }

  /// Puts the new name on the disk, where the system can do that for directories.
  static void force(Path directory) throws IOException {
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // Its name begins with a dot, so it is never read, and LeftOvers removes it one day.
      temporary.toFile().deleteOnExit();
    }
  }

  /// The JDK has no type for it; the words are those of Linux, macOS and Windows.
  private static boolean isNoRoom(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left")
        || message.contains("quota")
        || message.contains("not enough space");
  }

  private static final class Counter {
    private long bytes;
  }

  private static final class CountingStream extends FilterOutputStream {
    private final Counter counter;

    CountingStream(OutputStream out, Counter counter) {
      super(out);
      this.counter = counter;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      counter.bytes++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      counter.bytes += length;
    }
  }
}
