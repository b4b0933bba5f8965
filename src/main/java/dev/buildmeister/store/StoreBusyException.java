package dev.buildmeister.store;

import org.jspecify.annotations.Nullable;

/// The store has too much to do just now. Try again after a while, see [Retry]. The operation may
/// or may not have been done: all operations that can be busy may be done twice.
public final class StoreBusyException extends StoreException {
  private static final long serialVersionUID = 1L;

  /// @param what the operation and what it was for
  public StoreBusyException(String what, @Nullable Throwable cause) {
    super(what + ": the store is busy, try again later", cause);
  }
}
