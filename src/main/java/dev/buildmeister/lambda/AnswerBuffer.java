package dev.buildmeister.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// An answer until it is whole: half an answer could not be taken back when its handler fails.
final class AnswerBuffer extends ByteArrayOutputStream {
  /// The longest answer that Lambda takes, in bytes.
  static final int LIMIT = 6 << 20;

  private boolean isTooLong;

  /// The answer is longer than [#LIMIT].
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException() {
      super("the answer is longer than the " + LIMIT + " bytes that Lambda takes; ask for less");
    }
  }

  boolean isTooLong() {
    return isTooLong;
  }

  @Override
  public synchronized void write(int b) {
    if (count == LIMIT) {
      isTooLong = true;
    } else {
      super.write(b);
    }
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
    if (isTooLong) {
      throw new TooLongException();
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    if (length > LIMIT - count) {
      isTooLong = true;
    } else {
      super.write(bytes, offset, length);
    }
  }
}
