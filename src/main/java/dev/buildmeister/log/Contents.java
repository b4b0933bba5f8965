package dev.buildmeister.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// What the beginning of a log looks like.
///
/// It is for a person to know, who may have named the wrong file: no verdict depends on it, and
/// whatever it is, its bytes are read as they are.
public enum Contents {
  /// Nothing speaks against it.
  TEXT,
  /// UTF-16, low byte first, as Windows writes it.
  UTF_16LE,
  /// UTF-16, high byte first.
  UTF_16BE,
  /// A program: ELF, PE, Mach-O or a Java class.
  EXECUTABLE,
  /// Something else that is not text, or text that is not UTF-8.
  BINARY;

  /// How many bytes are looked at.
  public static final int ENOUGH_BYTES = 1 << 16;

  /// Of 100 characters, so many must be none for a log to count as binary. Text in a code page for
  /// a language with few accents has less.
  private static final int BINARY_PERCENT = 10;

  /// The first bytes of programs. `MZ` alone could be text, so PE counts with a zero byte only.
  private static final List<String> PROGRAMS =
      List.of("7f454c46", "feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe");

  private static final byte[] PE = Bytes.ascii("MZ");

  /// What a log looks like.
  ///
  /// @param packed the first [#ENOUGH_BYTES] of it, or all if it is shorter; plain, gzip or zstd
  public static Contents of(byte[] packed) {
    try (RawLog raw = LogOpening.open(new ByteArrayInputStream(packed))) {
      byte[] start = new byte[ENOUGH_BYTES];
      int length = 0;
      int count = 0;
      while (count >= 0 && length < start.length) {
        count = raw.read(start, length, start.length - length);
        length += Math.max(0, count);
      }
      return ofUnpacked(Arrays.copyOf(start, length));
    } catch (IOException _) {
      // A packing that is refused is told where the log itself is opened.
      return TEXT;
    }
  }

  private static Contents ofUnpacked(byte[] start) {
    if (begins(start, "fffe")) {
      return UTF_16LE;
    }
    if (begins(start, "feff")) {
      return UTF_16BE;
    }
    int[] zeros = new int[2];
    for (int i = 0; i < start.length; i++) {
      zeros[i & 1] += start[i] == 0 ? 1 : 0;
    }
    boolean program = PROGRAMS.stream().anyMatch(magic -> begins(start, magic));
    if (program || (Bytes.startsWith(start, 0, start.length, PE) && zeros[0] + zeros[1] > 0)) {
      return EXECUTABLE;
    }
    // Latin letters are every other byte then.
    if (zeros[1] * 3 > start.length && zeros[0] * 20 < zeros[1]) {
      return UTF_16LE;
    }
    if (zeros[0] * 3 > start.length && zeros[1] * 20 < zeros[0]) {
      return UTF_16BE;
    }
    return isBinary(start) ? BINARY : TEXT;
  }

  private static boolean isBinary(byte[] start) {
    String text = new String(start, StandardCharsets.UTF_8);
    long none = text.chars().filter(c -> c == 0 || c == 0xfffd).count();
    return none * 100 > (long) text.length() * BINARY_PERCENT;
  }

  private static boolean begins(byte[] start, String magic) {
    return Bytes.startsWith(start, 0, start.length, HexFormat.of().parseHex(magic));
  }
}
