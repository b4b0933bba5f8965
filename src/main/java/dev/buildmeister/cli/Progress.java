package dev.buildmeister.cli;

import dev.buildmeister.cli.text.Io;
import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A bar on the terminal, where there is one and the work takes longer than a second.
final class Progress implements AutoCloseable {
  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();
  private static final int INTERVAL_MILLIS = 250;

  private final Io io;
  private final int total;
  private final long start = System.nanoTime();
  private int done;
  private @Nullable ProgressBar bar;

  Progress(Io io, int total) {
    this.io = io;
    this.total = total;
  }

  /// One more is done.
  void step() {
    done++;
    if (bar == null && io.errColumns() > 0 && System.nanoTime() - start > PATIENCE) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("logs")
              .setInitialMax(total)
              .startsFrom(done, Duration.ofNanos(System.nanoTime() - start))
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(INTERVAL_MILLIS)
              .setConsumer(new DelegatingProgressBarConsumer(io::overwrite, io.errColumns() - 1))
              .build();
    }
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      io.clear();
    }
  }
}
