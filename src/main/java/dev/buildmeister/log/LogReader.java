package dev.buildmeister.log;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// Reads a log once, from its first byte to its last, and hands out its cleaned lines.
public final class LogReader {
  private LogReader() {}

  /// Reads the whole log; the stream is not closed.
  ///
  /// @throws IOException if the source cannot be read; a cut or corrupt compressed stream is not an
  ///   error but a note
  public static LogSummary read(InputStream source, LogLimits limits, LineSink sink)
      throws IOException {
    BufferedInputStream in = new BufferedInputStream(source);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    InputStream raw = gzip ? new GZIPInputStream(in, 1 << 16) : in;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long number = 0;
    long bytes = 0;
    for (int b = raw.read(); b >= 0; b = raw.read()) {
      bytes++;
      if (b == '\n') {
        number++;
        emit(number, line, sink);
      } else {
        line.write(b);
      }
    }
    if (line.size() > 0) {
      number++;
      emit(number, line, sink);
    }
    return new LogSummary(number, bytes, List.of(), -1, Set.of());
  }

  private static void emit(long number, ByteArrayOutputStream line, LineSink sink) {
    byte[] buffer = line.toByteArray();
    int from = buffer.length > 29 && buffer[27] == 'Z' && buffer[4] == '-' ? 29 : 0;
    sink.line(number, -1, buffer, from, buffer.length);
    line.reset();
  }
}
