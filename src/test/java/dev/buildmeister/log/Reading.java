package dev.buildmeister.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What came out of a log.
record Reading(List<Line> lines, LogSummary summary) {
  /// A line as it was handed out.
  record Line(long number, int step, String text) {}

  /// Small enough that most lines of a test do not fit.
  static final LogReader.Sizes TINY = new LogReader.Sizes(2100, 2100);

  static Reading of(byte[] log) throws IOException {
    return of(log, LogLimits.DEFAULT);
  }

  static Reading of(String log) throws IOException {
    return of(log.getBytes(StandardCharsets.UTF_8), LogLimits.DEFAULT);
  }

  static Reading of(byte[] log, LogLimits limits) throws IOException {
    return of(new ByteArrayInputStream(log), limits, LogReader.Sizes.DEFAULT);
  }

  static Reading of(InputStream log, LogLimits limits, LogReader.Sizes sizes) throws IOException {
    List<Line> lines = new ArrayList<>();
    LogSummary summary =
        LogReader.read(
            log,
            limits,
            () -> false,
            (number, step, buffer, from, to) ->
                lines.add(
                    new Line(
                        number, step, new String(buffer, from, to - from, StandardCharsets.UTF_8))),
            sizes);
    return new Reading(lines, summary);
  }

  List<String> texts() {
    return lines.stream().map(Line::text).toList();
  }

  List<Long> numbers() {
    return lines.stream().map(Line::number).toList();
  }

  /// The step of the line with that number.
  int stepOf(long number) {
    return lines.stream().filter(line -> line.number() == number).findFirst().orElseThrow().step();
  }

  /// Gives one byte at a time.
  static InputStream trickling(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] buffer, int from, int length) {
        return super.read(buffer, from, Math.min(1, length));
      }
    };
  }
}
