package dev.buildmeister.store;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Times as stored text: UTC with exactly three digits of milliseconds, so that the order of the
/// texts is the order of the times.
public final class Times {
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private Times() {}

  /// `2026-08-01T10:00:00.000Z`. A time before 1970 or after 9999 becomes the nearest that is
  /// inside, because providers send such times for 'never' and their jobs must still be listed.
  public static String text(Instant time) {
    Instant inside = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
    inside = inside.isAfter(LAST) ? LAST : inside;
    return FORMAT.format(inside.truncatedTo(ChronoUnit.MILLIS));
  }

  /// Reads [#text] back.
  ///
  /// @throws java.time.format.DateTimeParseException if it is no time
  public static Instant parse(String text) {
    return Instant.parse(text);
  }
}
