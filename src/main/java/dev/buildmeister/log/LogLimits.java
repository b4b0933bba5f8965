package dev.buildmeister.log;

import java.time.Duration;

/// How much of a log is read. What lies beyond is not lost silently: the summary's notes say it.
///
/// @param scanBytes raw (inflated) bytes that are scanned from the start
/// @param tailBytes of what comes after, how many of the last raw bytes are scanned too
/// @param inflateBytes where inflating stops, whatever is still to come
/// @param lineBytes the longest cleaned line; of a longer one half of this is kept from either end
/// @param time when reading stops, from its start
public record LogLimits(
    long scanBytes, int tailBytes, long inflateBytes, int lineBytes, Duration time) {
  /// 1 GiB, the last 16 MiB, 16 GiB, 1 MiB, 14 minutes (a Lambda has 15).
  public static final LogLimits DEFAULT =
      new LogLimits(1L << 30, 16 << 20, 16L << 30, 1 << 20, Duration.ofMinutes(14));
}
