package dev.buildmeister.cli;

import dev.buildmeister.log.LogLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Sizes and times as options take them: a number, perhaps with a unit.
///
/// @param range what may be given, in words
/// @param accepted how it may be written, in words
/// @param units by their names in lower case; the empty name is that of a number alone
/// @param min the least value, in the smallest unit
/// @param max the greatest
record Amount(String range, String accepted, Map<String, Long> units, long min, long max) {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,3})?)([A-Za-z]*)");

  /// What a text says.
  ///
  /// @throws TypeConversionException if it is none, or not within the limits
  long parse(String text) {
    Matcher matcher = NUMBER.matcher(text);
    Long unit = matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit != null) {
      BigDecimal amount = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
      if (amount.compareTo(BigDecimal.valueOf(min)) >= 0
          && amount.compareTo(BigDecimal.valueOf(max)) <= 0) {
        return amount.longValue();
      }
    }
    throw new TypeConversionException("'" + text + "' is not a " + range + "; write " + accepted);
  }

  private static Amount size(String range, long min, long max) {
    return new Amount(
        "size " + range,
        "bytes, or a number with KiB, MiB, GiB or TiB, such as 512KiB",
        Map.of("", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30, "tib", 1L << 40),
        min,
        max);
  }

  /// How much of a log is read: from nothing to more than there is.
  static final class LogSize implements ITypeConverter<Long> {
    private static final Amount AMOUNT = size("from 0 to 1024TiB", 0, 1L << 50);

    @Override
    public Long convert(String text) {
      return AMOUNT.parse(text);
    }
  }

  /// What is held in memory of a log's end.
  static final class TailSize implements ITypeConverter<Integer> {
    private static final Amount AMOUNT = size("from 0 to 1GiB", 0, 1L << 30);

    @Override
    public Integer convert(String text) {
      return (int) AMOUNT.parse(text);
    }
  }

  /// What is held in memory of a line.
  static final class LineSize implements ITypeConverter<Integer> {
    private static final int MIN = 256;
    private static final Amount AMOUNT =
        size(
            "from 256 to " + (LogLimits.MAX_LINE_BYTES >> 20) + "MiB",
            MIN,
            LogLimits.MAX_LINE_BYTES);

    @Override
    public Integer convert(String text) {
      return (int) AMOUNT.parse(text);
    }
  }

  /// How long something may take; zero stands for no limit.
  static final class Time implements ITypeConverter<Duration> {
    private static final Amount AMOUNT =
        new Amount(
            "time from 0 (no limit) to 24h",
            "seconds, or a number with s, m or h, such as 10m",
            Map.of("", 1000L, "s", 1000L, "m", 60_000L, "h", 3_600_000L),
            0,
            Duration.ofHours(24).toMillis());

    @Override
    public Duration convert(String text) {
      return Duration.ofMillis(AMOUNT.parse(text));
    }
  }
}
