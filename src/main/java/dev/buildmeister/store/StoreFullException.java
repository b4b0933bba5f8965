package dev.buildmeister.store;

import org.jspecify.annotations.Nullable;

/// No room is left on the disk or in the quota. Nothing half-written stays.
public final class StoreFullException extends StoreException {
  private static final long serialVersionUID = 1L;

  /// @param place the file or the store that is full
  /// @param bytes how many bytes had been written when there was no room for more
  public StoreFullException(String place, long bytes, @Nullable Throwable cause) {
    super(
        place
            + ": no room left after "
            + bytes
            + " bytes; free some space or move the data directory, then try again",
        cause);
  }
}
