package dev.buildmeister.store;

import org.jspecify.annotations.Nullable;

/// What can go wrong in a store and asks a caller for a decision. Everything else is an
/// [java.io.UncheckedIOException] that names what was being done.
public abstract sealed class StoreException extends RuntimeException
    permits StoreBusyException, StoreFullException, StoreLockedException, StoreVersionException {
  private static final long serialVersionUID = 1L;

  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
