package dev.buildmeister.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a list. A page may hold fewer than were asked for, or none, while others follow.
///
/// @param items in the order of the list
/// @param next what to ask the next page with, null if this is the last
public record Page<T>(List<T> items, @Nullable String next) {
  public Page {
    items = List.copyOf(items);
  }

  /// Returns how many items are asked for, if it is at least one. Every operation of a port that
  /// takes a limit refuses less.
  ///
  /// @throws IllegalArgumentException naming the limit
  public static int checkLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit of " + limit + " items; ask for at least 1");
    }
    return limit;
  }
}
