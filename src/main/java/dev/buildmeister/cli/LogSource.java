package dev.buildmeister.cli;

import dev.buildmeister.cli.report.Program;
import dev.buildmeister.cli.report.Words;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.log.Contents;
import dev.buildmeister.log.UnsupportedLogException;
import dev.buildmeister.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One log that was named on the command line or found in a directory.
final class LogSource {
  private final String name;
  private final @Nullable Path path;

  /// Written by who reads the log, read by who shows what came of it.
  private volatile Contents contents = Contents.TEXT;

  /// Why there is nothing to open; null if there is.
  private final @Nullable String missing;

  /// How much of it was read, as it is packed: what the progress line shows.
  private volatile long readBytes;

  /// How much there is, -1 where that is not known.
  private volatile long sizeBytes = -1;

  private LogSource(String name, @Nullable Path path, @Nullable String missing) {
    this.name = name;
    this.path = path;
    this.missing = missing;
  }

  static LogSource of(Path path) {
    return new LogSource(path.toString(), path, null);
  }

  static LogSource stdin() {
    return new LogSource("-", null, null);
  }

  /// What was named, and is no log; opening it fails as for a file that is not there.
  static LogSource missing(Path path, String why) {
    return new LogSource(path.toString(), path, why);
  }

  /// How it is called in the output: its path, or `-`.
  String name() {
    return name;
  }

  boolean isStdin() {
    return path == null;
  }

  /// Opens it; the standard input is not to be closed, so closing does nothing there. Once it is
  /// closed, [#remark] knows what was in it.
  InputStream open(Io io) throws IOException {
    if (missing != null) {
      throw new IOException(missing);
    }
    if (path == null) {
      return new Watched(io.in(), false);
    }
    if (Files.isRegularFile(path)) {
      sizeBytes = Files.size(path);
    }
    return new Watched(Files.newInputStream(path), true);
  }

  /// How many of its bytes were read so far; may be asked while they are.
  long readBytes() {
    return readBytes;
  }

  /// How many bytes it has, -1 where that is not known, as before it is opened.
  long sizeBytes() {
    return sizeBytes;
  }

  /// What to know of it if it does not look like a log, without its name.
  Optional<Words.Remark> remark() {
    return Words.remark(contents, name);
  }

  /// Tells it to the person.
  void complain(Io io) {
    remark().ifPresent(remark -> io.complain(Printable.of(name + " " + remark)));
  }

  /// Why it cannot be read, in one sentence without its name but where that is to be typed.
  String unreadable(IOException e) {
    return e instanceof UnsupportedLogException unsupported
        ? unsupported.message(Program.name(), Words.name(name))
        : reason(e);
  }

  /// Why a file cannot be read, in one sentence without its name.
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ ->
          "permission denied; give yourself the right to read it, or run as who has it";
      case FileSystemException failed when failed.getReason() != null ->
          String.valueOf(failed.getReason());
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  /// What went wrong outside of the program, in one sentence that names the thing and ends with
  /// what to do.
  static String trouble(Exception e) {
    return switch (e) {
      case StoreException store -> String.valueOf(store.getMessage());
      case UncheckedIOException wrapped -> trouble(wrapped);
      case FileSystemException file ->
          file.getFile()
              + ": "
              + (file instanceof AccessDeniedException ? "permission denied" : reason(file))
              + "; mend that, or name another place";
      case IOException io -> reason(io) + "; mend that, then try again";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String trouble(UncheckedIOException e) {
    IOException cause = e.getCause();
    String message = String.valueOf(e.getMessage());
    if (cause == null) {
      return message;
    }
    if (message.equals(cause.toString())) {
      return trouble(cause);
    }
    // Some who wrap have told the cause's message already.
    return message.endsWith(String.valueOf(cause.getMessage()))
        ? message + "; mend that, then try again"
        : message + ": " + trouble(cause);
  }

  /// Keeps the first bytes that are read, and looks at them at the end.
  private final class Watched extends InputStream {
    private final InputStream in;
    private final boolean closing;
    private long seen;
    private final ByteArrayOutputStream start = new ByteArrayOutputStream();

    Watched(InputStream in, boolean closing) {
      this.in = in;
      this.closing = closing;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int count = in.read(buffer, from, length);
      seen += Math.max(0, count);
      readBytes = seen;
      if (count > 0 && start.size() < Contents.ENOUGH_BYTES) {
        start.write(buffer, from, Math.min(count, Contents.ENOUGH_BYTES - start.size()));
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      contents = Contents.of(start.toByteArray());
      if (closing) {
        in.close();
      }
    }
  }
}
