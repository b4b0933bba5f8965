package dev.buildmeister.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Searching and comparing in byte arrays, eight bytes at a time where it pays.
final class Bytes {
  static final byte LF = '\n';
  static final byte CR = '\r';
  static final byte TAB = '\t';
  static final byte ESC = 0x1b;
  static final byte BEL = 0x07;

  /// First byte of the code points U+0080 to U+00BF, the C1 controls among them.
  static final byte C2 = (byte) 0xc2;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long LFS = LF * ONES;

  private Bytes() {}

  /// The eight bytes from `at`, the first one lowest.
  static long word(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static boolean startsWith(byte[] bytes, int from, int to, byte[] what) {
    return to - from >= what.length
        && Arrays.equals(bytes, from, from + what.length, what, 0, what.length);
  }

  static boolean equal(byte[] bytes, int from, int to, byte[] what) {
    return to - from == what.length && startsWith(bytes, from, to, what);
  }

  static boolean endsWith(byte[] bytes, int from, int to, byte[] what) {
    return to - from >= what.length && startsWith(bytes, to - what.length, to, what);
  }

  static int indexOf(byte[] bytes, int from, int to, byte[] what) {
    for (int i = from; i <= to - what.length; i++) {
      if (bytes[i] == what[0] && startsWith(bytes, i, to, what)) {
        return i;
      }
    }
    return -1;
  }

  static int lastIndexOf(byte[] bytes, int from, int to, byte[] what) {
    for (int i = to - what.length; i >= from; i--) {
      if (bytes[i] == what[0] && startsWith(bytes, i, to, what)) {
        return i;
      }
    }
    return -1;
  }

  static int indexOfLf(byte[] bytes, int from, int to) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long different = word(bytes, i) ^ LFS;
      long found = (different - ONES) & ~different & HIGHS;
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == LF) {
        return i;
      }
    }
    return -1;
  }

  static long countLf(byte[] bytes, int from, int to) {
    long count = 0;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long different = word(bytes, i) ^ LFS;
      // Exact per byte: no borrow runs from one byte into the next.
      long nonZero = ((different & ~HIGHS) + ~HIGHS) | different;
      count += Long.bitCount(~nonZero & HIGHS);
    }
    for (; i < to; i++) {
      if (bytes[i] == LF) {
        count++;
      }
    }
    return count;
  }

  /// Blanks of a log line: space, tab, vertical tab, form feed.
  static boolean isBlank(byte b) {
    return b == ' ' || b == TAB || b == 0x0b || b == 0x0c;
  }

  static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isBlank(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  static boolean isContinuation(byte b) {
    return b < (byte) 0xc0;
  }

  /// The number that begins at `from`, perhaps with a minus sign; null if there is none. Windows
  /// writes exit codes as unsigned numbers: those of 32 bits are taken as the signed ones.
  static @Nullable Integer number(byte[] bytes, int from, int to) {
    boolean minus = from < to && bytes[from] == '-';
    int digits = minus ? from + 1 : from;
    long value = 0;
    int i = digits;
    for (; i < to && isDigit(bytes[i]); i++) {
      value = value * 10 + bytes[i] - '0';
      if (value > 0xffff_ffffL) {
        return null;
      }
    }
    return i == digits ? null : (Integer) (int) (minus ? -value : value);
  }
}
