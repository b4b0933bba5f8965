package dev.buildmeister.store;

import org.jspecify.annotations.Nullable;

/// Another process has been writing to the store for longer than we wait.
public final class StoreLockedException extends StoreException {
  private static final long serialVersionUID = 1L;

  /// @param file what is locked
  /// @param waited how long we waited, in milliseconds
  public StoreLockedException(String file, long waited, @Nullable Throwable cause) {
    super(
        file
            + ": another process has held the write lock for more than "
            + waited
            + " ms; end it, or try again when it has finished",
        cause);
  }
}
