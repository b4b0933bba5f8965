package dev.buildmeister.cli.report;

import dev.buildmeister.cli.text.Io;

/// One JSON object for each log, written as soon as the log and all before it are done: each on a
/// line of its own, or as the elements of one array.
public final class JsonReport implements Report {
  private final Io io;
  private final boolean array;
  private boolean first = true;

  private JsonReport(Io io, boolean array) {
    this.io = io;
    this.array = array;
  }

  /// An object a line.
  public static JsonReport lines(Io io) {
    return new JsonReport(io, false);
  }

  /// One array.
  public static JsonReport array(Io io) {
    return new JsonReport(io, true);
  }

  @Override
  public void log(LogResult result) {
    if (array) {
      io.out().print(first ? "[\n" : ",\n");
      io.json(result.json());
    } else {
      io.json(result.json() + "\n");
    }
    first = false;
    io.flush();
  }

  @Override
  public void end() {
    if (array) {
      io.out().print(first ? "[]\n" : "\n]\n");
    }
    io.flush();
  }
}
