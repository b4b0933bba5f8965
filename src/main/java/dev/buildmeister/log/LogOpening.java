package dev.buildmeister.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Finds out by its first bytes what a log is packed in.
final class LogOpening {
  /// Packings that are refused, by their first bytes.
  private record Refused(String magic, String what, String command) {}

  /// An archive of logs, so each is to have its own verdict.
  private static final String ZIP = "unzip -d DIR FILE && %s classify DIR";

  private static final List<Refused> REFUSED =
      List.of(
          new Refused("504b0304", "a zip archive (as GitHub's 'Download log archive' gives)", ZIP),
          new Refused("504b0506", "an empty zip archive", ZIP),
          new Refused("504b0708", "a zip archive in parts", ZIP),
          new Refused("fd377a585a00", "an xz file", "xz -dc FILE"),
          new Refused("04224d18", "an lz4 file", "lz4 -dc FILE"),
          new Refused("02214c18", "an lz4 file of the legacy format", "lz4 -dc FILE"),
          new Refused("377abcaf271c", "a 7z archive", "7z x -so FILE"));

  /// `BZh`, the block size, then the digits of pi that begin a block or of its root that end the
  /// file; `BZh` alone could be text.
  private static final byte[] BZIP2_BLOCK = hex("314159265359");

  private static final byte[] BZIP2_END = hex("177245385090");
  private static final byte[] BZIP2 = Bytes.ascii("BZh");
  private static final byte[] ZSTD = hex("28b52ffd");

  /// An archive of logs too; the directory has to be there before tar goes into it.
  private static final String TAR = "mkdir DIR && tar -C DIR -xf FILE && %s classify DIR";

  /// Enough for the longest of them, the first block of a tar archive.
  private static final int WINDOW = TarHead.BYTES;

  /// How often a packed log may give nothing while its first bytes are looked for: empty members
  /// without end are not to be read here, where no time limit holds.
  private static final int MAX_EMPTY_READS = 64;

  private LogOpening() {}

  /// Opens a log; the source is not closed with it.
  ///
  /// @throws UnsupportedLogException if it is packed in something that is not read here
  /// @throws IOException if the source cannot be read
  static RawLog open(InputStream in) throws IOException {
    RawLog.Source source = new RawLog.Source(in, WINDOW);
    byte[] start = source.peek();
    refuse(start);
    if (isGzip(start)) {
      return unpacked(new GzipInput(source));
    }
    if (Bytes.startsWith(start, 0, start.length, ZSTD) || isSkippableFrame(start)) {
      return unpacked(new ZstdInput(source));
    }
    RawLog plain = new RawLog.Plain(source);
    return TarHead.isAt(start) ? new TarInput(plain, TAR) : plain;
  }

  /// A packed log, perhaps in an archive inside.
  private static RawLog unpacked(RawLog packed) throws IOException {
    byte[] start = new byte[TarHead.BYTES];
    int length = 0;
    int empty = 0;
    try {
      while (length < start.length && empty < MAX_EMPTY_READS) {
        int count = packed.read(start, length, start.length - length);
        if (count < 0) {
          break;
        }
        length += count;
        empty += count == 0 ? 1 : 0;
      }
    } catch (IOException e) {
      packed.close();
      throw e;
    }
    RawLog begun = new RawLog.Begun(packed, start, length);
    return TarHead.isAt(Arrays.copyOf(start, length)) ? new TarInput(begun, TAR) : begun;
  }

  private static void refuse(byte[] start) throws UnsupportedLogException {
    for (Refused each : REFUSED) {
      if (Bytes.startsWith(start, 0, start.length, hex(each.magic))) {
        throw new UnsupportedLogException(each.what, each.command);
      }
    }
    if (Bytes.startsWith(start, 0, start.length, BZIP2)
        && (Bytes.startsWith(start, 4, start.length, BZIP2_BLOCK)
            || Bytes.startsWith(start, 4, start.length, BZIP2_END))) {
      throw new UnsupportedLogException("a bzip2 file", "bunzip2 -c FILE");
    }
  }

  /// What follows may be cut or corrupt, but no text begins so.
  private static boolean isGzip(byte[] start) {
    return start.length >= 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
  }

  /// Some packers begin a zstd file with a frame of their own.
  private static boolean isSkippableFrame(byte[] start) {
    return start.length >= 4
        && (start[0] & 0xf0) == 0x50
        && start[1] == 0x2a
        && start[2] == 0x4d
        && start[3] == 0x18;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
