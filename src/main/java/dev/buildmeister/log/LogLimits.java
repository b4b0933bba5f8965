package dev.buildmeister.log;

/// How much of a log is read. What lies beyond is not lost silently: the summary's notes say it.
///
/// How long it may take is not here, because this package has no clock; see
/// [LogReader#read(java.io.InputStream, LogLimits, java.util.function.BooleanSupplier, LineSink)].
///
/// @param scanBytes raw (inflated) bytes that are scanned from the start
/// @param tailBytes of what comes after, how many of the last raw bytes are scanned too
/// @param inflateBytes where inflating stops, whatever is still to come
/// @param lineBytes the longest cleaned line; of a longer one half of this is kept from either end;
///   from [#MIN_LINE_BYTES] to [#MAX_LINE_BYTES]
public record LogLimits(long scanBytes, int tailBytes, long inflateBytes, int lineBytes) {
  /// 1 GiB, the last 16 MiB, 16 GiB, 1 MiB.
  public static final LogLimits DEFAULT = new LogLimits(1L << 30, 16 << 20, 16L << 30, 1 << 20);

  /// Below this a cut line would show next to nothing.
  public static final int MIN_LINE_BYTES = 16;

  /// Three lines of this size are held at a time.
  public static final int MAX_LINE_BYTES = 64 << 20;

  /// @throws IllegalArgumentException if a limit is out of its range
  public LogLimits {
    if (scanBytes < 0 || tailBytes < 0 || inflateBytes < 0) {
      throw new IllegalArgumentException(
          "log limits must not be negative: scan %d, tail %d, inflate %d"
              .formatted(scanBytes, tailBytes, inflateBytes));
    }
    if (lineBytes < MIN_LINE_BYTES || lineBytes > MAX_LINE_BYTES) {
      throw new IllegalArgumentException(
          "line limit is %d bytes; expected %d to %d"
              .formatted(lineBytes, MIN_LINE_BYTES, MAX_LINE_BYTES));
    }
    if (tailBytes == Integer.MAX_VALUE) {
      tailBytes--; // the window holds one byte more, to know whether it begins a line
    }
  }
}
