package dev.buildmeister.log;

import java.io.IOException;

/// The source is no log but an archive or a compressed file that is not read here; the message says
/// what it is and what to type instead.
public final class UnsupportedLogException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsupportedLogException(String what, String unpackCommand) {
    super(
        "the log is "
            + what
            + ", which is not read directly; type: "
            + unpackCommand
            + " | buildmeister classify -");
  }
}
