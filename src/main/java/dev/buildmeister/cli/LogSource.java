package dev.buildmeister.cli;

import dev.buildmeister.cli.text.Io;
import dev.buildmeister.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One log that was named on the command line or found in a directory.
///
/// @param name how it is called in the output
/// @param path where it lies; null for the standard input
record LogSource(String name, @Nullable Path path) {
  static final LogSource STDIN = new LogSource("-", null);

  static LogSource of(Path path) {
    return new LogSource(path.toString(), path);
  }

  /// Opens it; the standard input is not to be closed, so closing does nothing there.
  InputStream open(Io io) throws IOException {
    return path == null ? new Unclosed(io.in()) : Files.newInputStream(path);
  }

  /// Why a log cannot be read, in one sentence without the log's name.
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
          file.getFile() + ": " + reason(file) + "; mend that, or name another place";
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

  private static final class Unclosed extends java.io.FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }
}
