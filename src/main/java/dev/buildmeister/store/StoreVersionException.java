package dev.buildmeister.store;

/// The data were written by a newer version of the program, and are left as they are.
public final class StoreVersionException extends StoreException {
  private static final long serialVersionUID = 1L;

  /// @param file what is too new
  /// @param found its schema version
  /// @param known the newest schema version that this program knows
  public StoreVersionException(String file, int found, int known) {
    super(
        file
            + " has schema version "
            + found
            + ", this program knows versions up to "
            + known
            + "; use the newer program that wrote it, or name another data directory",
        null);
  }
}
