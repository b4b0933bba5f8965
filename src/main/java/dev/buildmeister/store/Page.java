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
}
