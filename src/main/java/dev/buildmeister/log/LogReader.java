package dev.buildmeister.log;

import dev.buildmeister.job.Note;
import dev.buildmeister.job.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Reads a log once, from its first byte to its last, and hands out its cleaned lines.
///
/// In memory that does not grow with the log: about 1 MiB for raw lines, three lines of the
/// greatest length, the window at the end (all of them only as far as they are needed) and what the
/// decompressor holds.
public final class LogReader {
  /// How far the buffers grow.
  ///
  /// @param firstBuffer bytes that are read at a time
  /// @param maxBuffer longest raw line that is held whole, and for how many bytes of log an
  ///   unfinished line of a stream is held
  record Sizes(int firstBuffer, int maxBuffer) {
    static final Sizes DEFAULT = new Sizes(1 << 18, 1 << 20);
  }

  /// After how many bytes the time is looked at again: a rule that is slow on long lines shall not
  /// hide it.
  private static final long ASK_BYTES = 1 << 18;

  /// After how many lines it is: nor one that is slow on every line.
  private static final long ASK_LINES = 1 << 12;

  /// What is scanned without a look at the lines; no more lines are in it than [#ASK_LINES].
  private static final int SLICE = 1 << 12;

  /// How much of the end is scanned all the same when time is up before the tail was scanned.
  static final int LATE_BYTES = 1 << 18;

  /// What a read costs at least, in bytes, so that small ones do not hide the time.
  private static final int READ_COST = 1 << 12;

  private final RawLog raw;
  private final LogLimits limits;
  private final BooleanSupplier expired;
  private final LinePipeline lines;
  private final LineSplitter splitter;
  private long bytes;
  private byte lastByte = Bytes.LF;
  private long readSinceAsked;
  private long askedAtLine;
  private boolean stopped;
  private boolean logCut;

  /// Whether reading ended before the log did.
  private boolean stoppedEarly;

  /// Whether time is up.
  private boolean late;

  private LogReader(
      RawLog raw, LogLimits limits, BooleanSupplier expired, LineSink sink, Sizes sizes) {
    this.raw = raw;
    this.limits = limits;
    this.expired = expired;
    this.lines = new LinePipeline(sink, limits.lineBytes(), sizes.maxBuffer());
    this.splitter = new LineSplitter(lines, sizes.firstBuffer(), sizes.maxBuffer());
  }

  /// Reads the whole log, however long it takes; the stream is not closed.
  ///
  /// @throws UnsupportedLogException if the log is packed in something that is not read here
  /// @throws IOException if the source cannot be read; a cut or corrupt compressed stream is not an
  ///   error but a note
  public static LogSummary read(InputStream source, LogLimits limits, LineSink sink)
      throws IOException {
    return read(source, limits, () -> false, sink);
  }

  /// Reads a log until its end or until time is up; the stream is not closed.
  ///
  /// @param expired whether time is up; asked every 256 KiB and about every 4,096 lines, whatever
  ///   is being done, until it says true. From then on nothing more is read, and what is still
  ///   handed out is bounded: the lines of what was just read (at most 1 MiB), or of the tail its
  ///   last 256 KiB, since what explains a failure stands near the end. A read of the source that
  ///   blocks is not interrupted, nor is the sink.
  /// @throws UnsupportedLogException if the log is packed in something that is not read here
  /// @throws IOException if the source cannot be read; a cut or corrupt compressed stream is not an
  ///   error but a note
  public static LogSummary read(
      InputStream source, LogLimits limits, BooleanSupplier expired, LineSink sink)
      throws IOException {
    return read(source, limits, expired, sink, Sizes.DEFAULT);
  }

  /// For tests: with buffers of other sizes.
  static LogSummary read(
      InputStream source, LogLimits limits, BooleanSupplier expired, LineSink sink, Sizes sizes)
      throws IOException {
    try (RawLog raw = LogOpening.open(source)) {
      return new LogReader(raw, limits, expired, sink, sizes).read();
    }
  }

  private LogSummary read() throws IOException {
    if (scanHead()) {
      scanTail();
    }
    if (stoppedEarly || raw.isCut()) {
      lines.endIsMissing();
    }
    splitter.end();
    lines.finish();
    long count = lines.lineFeeds() + (lastByte == Bytes.LF ? 0 : 1);
    StepList steps = lines.steps().steps();
    Outcome outcome = lines.outcome(!stoppedEarly && !raw.isCut());
    return new LogSummary(count, bytes, steps.toSteps(), steps.firstFailed(), outcome, notes());
  }

  private Set<Note> notes() {
    Set<Note> notes = EnumSet.noneOf(Note.class);
    if (logCut) {
      notes.add(Note.LOG_CUT);
    }
    if (raw.isCut()) {
      notes.add(Note.GZIP_CUT);
    }
    if (lines.hasCutLine()) {
      notes.add(Note.LINE_CUT);
    }
    return notes;
  }

  /// Reads and scans from the start; true if it came to where only the tail is scanned.
  private boolean scanHead() throws IOException {
    while (bytes < limits.scanBytes()) {
      int room = (int) Math.min(splitter.makeRoom(), limits.scanBytes() - bytes);
      int count = readRaw(splitter.buffer(), splitter.limit(), room);
      if (count < 0) {
        return false;
      }
      scan(count);
    }
    return true;
  }

  /// Scans what was read, as far as there is time; what is left of it counts as not read.
  private void scan(int count) {
    int done = 0;
    while (done < count) {
      int slice = Math.min(SLICE, count - done);
      lastByte = splitter.buffer()[splitter.limit() + slice - 1];
      splitter.added(slice);
      done += slice;
      if (!stopped && lines.lineFeeds() - askedAtLine >= ASK_LINES && isExpired()) {
        stop();
        bytes -= count - done;
        return;
      }
    }
  }

  private void scanTail() throws IOException {
    TailWindow window = readTail();
    int start = late ? Math.max(0, window.size() - LATE_BYTES) : 0;
    int at = 0;
    if (window.hasGap() || start > 0) {
      at = goOn(window, start, window.lostLineFeeds() + window.lineFeeds(0, start));
    }
    while (at < window.size()) {
      at = scanWindow(window, at);
    }
  }

  private TailWindow readTail() throws IOException {
    TailWindow window = new TailWindow(limits.tailBytes());
    byte[] chunk = new byte[1 << 16];
    int count = readRaw(chunk, 0, chunk.length);
    while (count >= 0) {
      window.append(chunk, 0, count);
      count = readRaw(chunk, 0, chunk.length);
    }
    return window;
  }

  /// Scans a little of the window and says where to go on. When time is up, all but the end of the
  /// window is left out: what explains a failure stands near the end.
  private int scanWindow(TailWindow window, int at) {
    boolean ask = readSinceAsked >= ASK_BYTES || lines.lineFeeds() - askedAtLine >= ASK_LINES;
    if (!late && ask && isExpired()) {
      int start = window.size() - LATE_BYTES;
      return start > at ? goOn(window, start, window.lineFeeds(at, start)) : at;
    }
    int room = Math.min(SLICE, splitter.makeRoom());
    int count = Math.min(room, window.size() - at);
    window.copy(at, splitter.buffer(), splitter.limit(), count);
    splitter.added(count);
    readSinceAsked += count;
    return at + count;
  }

  /// Leaves a gap before `start`, in which there were so many line feeds, and says where scanning
  /// goes on: at the next line. If none begins there, the rest is the end of one long line, which
  /// is shown behind its beginning if that was scanned: it may be all that is known of the failure.
  private int goOn(TailWindow window, int start, long lineFeeds) {
    logCut = true;
    boolean whole = start == window.size() || window.startsLine(start);
    int next = whole ? start : window.nextLine(start);
    if (next >= 0 || lineFeeds > 0) {
      lines.endIsMissing();
      splitter.end();
      lines.passOver(lineFeeds + (next > start ? 1 : 0));
    }
    if (next >= 0) {
      return next;
    }
    splitter.dropTornCodePoint();
    lines.seam();
    splitter.add(Piece.ELLIPSIS, 0, Piece.ELLIPSIS.length);
    return window.codePoint(start);
  }

  /// Reads within the limits: -1 at the end of the log or of what may be read of it.
  private int readRaw(byte[] buffer, int from, int length) throws IOException {
    if (stopped) {
      return -1;
    }
    long allowed = limits.inflateBytes() - bytes;
    int count = raw.read(buffer, from, (int) Math.min(length, Math.max(1, allowed)));
    if (count < 0) {
      stopped = true;
      return -1;
    }
    if (count > 0 && allowed <= 0) {
      return stop(); // there is more, which is all that was to be known
    }
    if (count > 0) {
      bytes += count;
      lastByte = buffer[from + count - 1];
    }
    readSinceAsked += Math.max(count, READ_COST);
    if (readSinceAsked >= ASK_BYTES && isExpired()) {
      stop();
    }
    return count;
  }

  private int stop() {
    stopped = true;
    stoppedEarly = true;
    logCut = true;
    return -1;
  }

  private boolean isExpired() {
    readSinceAsked = 0;
    askedAtLine = lines.lineFeeds();
    late = expired.getAsBoolean();
    return late;
  }
}
