package dev.buildmeister.cli;

import dev.buildmeister.cli.report.Words;
import dev.buildmeister.cli.text.Columns;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/// A line on the terminal, where there is one and the work takes longer than a second: how much is
/// done, and for how long. It ticks by itself, so that one long log shows that it is being read.
///
/// A signal that ends the program takes the line away.
final class Progress implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int INTERVAL_MILLIS = 250;
  private static final int PERCENT = 100;

  private final Io io;
  private final List<LogSource> logs;
  private final int total;
  private final long start = System.nanoTime();
  private final Thread hook;
  private final @Nullable ProgressBar bar;
  private final AtomicInteger done = new AtomicInteger();

  /// Shows how many of so many logs are done.
  Progress(Io io, int total) {
    this(io, total, List.of());
  }

  /// Shows how much was read too.
  Progress(Io io, List<LogSource> logs) {
    this(io, logs.size(), logs);
  }

  private Progress(Io io, int total, List<LogSource> logs) {
    this.io = io;
    this.total = total;
    this.logs = logs;
    this.hook = new Thread(io::endOverwriting, "clear-progress");
    this.bar = io.errColumns() == 0 ? null : bar();
    if (bar != null) {
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  /// The library ticks, and we say what.
  private ProgressBar bar() {
    return new ProgressBarBuilder()
        .setInitialMax(total)
        .continuousUpdate()
        .setUpdateIntervalMillis(INTERVAL_MILLIS)
        .setRenderer((_, _) -> words(logs, total, done.get(), elapsed().toSeconds()))
        // A line that reaches the last column would go on in the next one, and stay there.
        .setConsumer(new DelegatingProgressBarConsumer(this::show, io.errColumns() - 1))
        .build();
  }

  /// One more is done.
  void step() {
    var _ = done.incrementAndGet();
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void show(String words) {
    if (elapsed().compareTo(PATIENCE) > 0) {
      io.overwrite(Columns.cut(words, io.errColumns() - 1));
    }
  }

  /// What the line says.
  static String words(List<LogSource> logs, int total, int done, long seconds) {
    String time = String.format(Locale.ROOT, ", %d:%02d", seconds / 60, seconds % 60);
    String ofAll = done + " of " + Words.count(total, "log") + " done";
    if (logs.isEmpty()) {
      return ofAll + time;
    }
    if (logs.size() > 1) {
      String read = Words.size(logs.stream().mapToLong(LogSource::readBytes).sum());
      return ofAll + ", " + read + " read" + time;
    }
    LogSource log = logs.getFirst();
    long size = log.sizeBytes();
    String read = Words.size(log.readBytes());
    if (size > 0) {
      read +=
          String.format(
              Locale.ROOT,
              " of %s (%d%%)",
              Words.size(size),
              Math.min(PERCENT, (long) (log.readBytes() * (double) PERCENT / size)));
    }
    return read + " read from " + Printable.of(log.name()) + time;
  }

  @Override
  public void close() {
    if (bar == null) {
      return;
    }
    bar.close();
    io.clear();
    try {
      var _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The program is ending already.
    }
  }
}
