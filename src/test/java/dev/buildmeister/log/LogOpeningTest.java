package dev.buildmeister.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.buildmeister.job.Note;
import io.airlift.compress.v3.zstd.ZstdJavaOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogOpeningTest {
  private static final byte[] LOG = numberedLines(600);

  @ParameterizedTest
  @CsvSource({
    "504b0304140000000800, zip, unzip -d DIR FILE && buildmeister classify DIR",
    "425a6839314159265359, bzip2, bunzip2 -c FILE | buildmeister classify -",
    "425a6839177245385090, bzip2, bunzip2 -c",
    "fd377a585a000004e6d6, xz, xz -dc",
    "04224d186440a7000000, lz4, lz4 -dc",
    "377abcaf271c00040000, 7z, 7z x -so",
    "28b52ffd008800000000, window, zstd -dc --long=31",
    "28b52ffd025807000000, dictionary, zstd -dc -D"
  })
  void whatIsNotReadIsRefusedWithWhatToType(String start, String what, String command) {
    assertThatExceptionOfType(UnsupportedLogException.class)
        .isThrownBy(() -> Reading.of(HexFormat.of().parseHex(start)))
        .withMessageContaining(what)
        .withMessageContaining(command);
  }

  @Test
  void textThatOnlyBeginsLikeAnArchiveIsText() throws IOException {
    assertThat(Reading.of("BZh9 is how bzip2 files begin\n").texts())
        .containsExactly("BZh9 is how bzip2 files begin");
    assertThat(Reading.of("PK\n").texts()).containsExactly("PK");
  }

  @Test
  void anEmptySourceIsAnEmptyLog() throws IOException {
    LogSummary summary = Reading.of("").summary();
    assertThat(summary.lines()).isZero();
    assertThat(summary.bytes()).isZero();
    assertThat(summary.notes()).isEmpty();
    assertThat(summary.failingStep()).isEqualTo(-1);
  }

  @Test
  void aSourceThatFailsIsNoCutLog() {
    for (byte[] packed : new byte[][] {LOG, gzip(LOG), zstd(LOG)}) {
      InputStream failing = new FailingAfter(packed, packed.length / 2);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> LogReader.read(failing, LogLimits.DEFAULT, (n, s, b, f, t) -> {}))
          .withMessage("connection reset");
    }
  }

  @Test
  void theSameLinesComeOutOfGzipZstdAndPlain() throws IOException {
    Reading plain = Reading.of(LOG);
    assertThat(plain.summary().lines()).isEqualTo(600);
    assertThat(Reading.of(gzip(LOG))).isEqualTo(plain);
    assertThat(Reading.of(zstd(LOG))).isEqualTo(plain);
    assertThat(Reading.of(Reading.trickling(gzip(LOG)), LogLimits.DEFAULT, Reading.TINY))
        .isEqualTo(plain);
    assertThat(Reading.of(Reading.trickling(zstd(LOG)), LogLimits.DEFAULT, Reading.TINY))
        .isEqualTo(plain);
  }

  @Test
  void allMembersOfAGzipStreamAreReadWhateverIsAvailable() throws IOException {
    byte[] packed = concat(gzip(bytes("a\n")), gzip(bytes("")), gzip(bytes("b\n")));
    InputStream nothingAvailable =
        new ByteArrayInputStream(packed) {
          @Override
          public synchronized int available() {
            return 0;
          }
        };
    Reading reading = Reading.of(nothingAvailable, LogLimits.DEFAULT, LogReader.Sizes.DEFAULT);
    assertThat(reading.texts()).containsExactly("a", "b");
    assertThat(reading.summary().notes()).isEmpty();
  }

  @Test
  void zeroPaddingIsNoRubbish() throws IOException {
    for (byte[] packed : new byte[][] {gzip(bytes("a\n")), zstd(bytes("a\n"))}) {
      Reading reading = Reading.of(concat(packed, new byte[1000], packed, new byte[3]));
      assertThat(reading.texts()).containsExactly("a", "a");
      assertThat(reading.summary().notes()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"1f8b", "1f8b07", "1f8bdeadbeef", "1f8b0800000000000003ffffffffff"})
  void whatBeginsLikeGzipAndGoesOnLikeNothingIsADamagedStream(String start) throws IOException {
    Reading reading = Reading.of(concat(HexFormat.of().parseHex(start), bytes("rubbish\n")));
    assertThat(reading.texts()).isEmpty();
    assertThat(reading.summary().notes()).containsExactly(Note.GZIP_CUT);
  }

  @Test
  void rubbishAfterTheStreamIsNoted() throws IOException {
    for (byte[] packed : new byte[][] {gzip(bytes("a\n")), zstd(bytes("a\n"))}) {
      Reading reading = Reading.of(concat(packed, bytes("rubbish")));
      assertThat(reading.texts()).containsExactly("a");
      assertThat(reading.summary().notes()).containsExactly(Note.GZIP_CUT);
    }
  }

  @Test
  void aGzipHeaderMayHaveAllItsParts() throws IOException {
    byte[] packed = gzip(bytes("a\n"));
    byte[] parts = bytes("\u0003\u0000xyzname\u0000comment\u0000hc");
    byte[] header = Arrays.copyOf(packed, 10);
    header[3] = 2 | 4 | 8 | 16;
    Reading reading =
        Reading.of(concat(header, parts, Arrays.copyOfRange(packed, 10, packed.length)));
    assertThat(reading.texts()).containsExactly("a");
    assertThat(reading.summary().notes()).isEmpty();
  }

  @Test
  void aWrongChecksumOrSizeIsNotedAndTheNextMemberRead() throws IOException {
    for (int back : new int[] {1, 5}) {
      byte[] packed = gzip(bytes("a\n"));
      packed[packed.length - back] ^= 1;
      Reading reading = Reading.of(concat(packed, gzip(bytes("b\n"))));
      assertThat(reading.texts()).containsExactly("a", "b");
      assertThat(reading.summary().notes()).containsExactly(Note.GZIP_CUT);
    }
  }

  @Test
  void aCutGzipStreamIsReadAsFarAsItGoes() throws IOException {
    byte[] packed = gzip(LOG);
    for (int length = 2; length < packed.length; length += 37) {
      byte[] cut = Arrays.copyOf(packed, length);
      LogSummary summary = Reading.of(cut).summary();
      assertThat(summary.bytes()).as("cut at %d", length).isEqualTo(inflatable(cut));
      assertThat(summary.notes()).containsExactly(Note.GZIP_CUT);
    }
  }

  @Test
  void aCorruptGzipStreamIsReadAsFarAsItGoes() throws IOException {
    byte[] packed = gzip(LOG);
    for (int seed = 0; seed < 100; seed++) {
      byte[] corrupt = packed.clone();
      int at = 10 + new Random(seed).nextInt(packed.length - 18);
      corrupt[at] ^= (byte) (1 + new Random(seed).nextInt(255));
      LogSummary summary = Reading.of(corrupt).summary();
      assertThat(summary.bytes()).as("seed %d", seed).isEqualTo(inflatable(corrupt));
      assertThat(summary.notes()).containsExactly(Note.GZIP_CUT);
    }
  }

  /// How much can be inflated, byte by byte, so that nothing is lost with an error.
  private static long inflatable(byte[] gzip) {
    if (gzip.length < 10) {
      return 0;
    }
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(gzip, 10, gzip.length - 10);
      byte[] one = new byte[1];
      try {
        int count = 1;
        while (count == 1) {
          count = inflater.inflate(one);
        }
      } catch (DataFormatException e) {
        return inflater.getBytesWritten();
      }
      return inflater.getBytesWritten();
    }
  }

  @Test
  void aCutOrCorruptZstdStreamIsReadAsFarAsItGoes() throws IOException {
    byte[] log = numberedLines(60_000); // several blocks
    byte[] packed = zstd(log);
    long before = 0;
    for (int length = 4; length < packed.length; length += packed.length / 40) {
      Reading reading = Reading.of(Arrays.copyOf(packed, length));
      LogSummary summary = reading.summary();
      assertThat(summary.notes()).containsExactly(Note.GZIP_CUT);
      assertThat(summary.bytes()).as("cut at %d", length).isGreaterThanOrEqualTo(before);
      assertThat(summary.bytes() % (128 << 10)).as("whole blocks at %d", length).isZero();
      before = summary.bytes();
    }
    assertThat(before).isGreaterThan(128 << 10);
  }

  @Test
  void whatAZstdDecoderGaveBeforeAnErrorIsNotLost() throws IOException {
    byte[] reading = concat(zstd(bytes("a\nb\n")), HexFormat.of().parseHex("28b52ffd20"));
    assertThat(Reading.of(reading).texts()).containsExactly("a", "b");
  }

  @Test
  void allFramesOfAZstdStreamAreReadAndSkippableOnesPassedOver() throws IOException {
    byte[] skippable = HexFormat.of().parseHex("502a4d180400000061626364");
    byte[] packed = concat(skippable, zstd(bytes("a\n")), skippable, zstd(bytes("b\n")), skippable);
    Reading reading = Reading.of(packed);
    assertThat(reading.texts()).containsExactly("a", "b");
    assertThat(reading.summary().notes()).isEmpty();
  }

  @Test
  void noNativeZstdIsUsed() {
    JavaClasses classes = new ClassFileImporter().importPackages("dev.buildmeister.log");
    ArchRuleDefinition.noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Test")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.airlift\\..*(Native|\\.ZstdInputStream|\\.ZstdDecompressor).*")
        .check(classes);
  }

  @Test
  void aBombEndsInBoundedMemory() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 256; i++) {
        out.write(zeros);
      }
    }
    LogLimits limits = new LogLimits(8 << 20, 1 << 20, 128 << 20, 1 << 10);
    Reading reading = Reading.of(bomb.toByteArray(), limits);
    assertThat(reading.lines()).hasSize(1);
    assertThat(reading.summary().bytes()).isEqualTo(128 << 20);
    assertThat(reading.summary().notes()).containsExactlyInAnyOrder(Note.LOG_CUT, Note.LINE_CUT);
  }

  static byte[] numberedLines(int count) {
    StringBuilder log = new StringBuilder();
    Random random = new Random(1);
    for (int i = 1; i <= count; i++) {
      log.append("line ").append(i).append(' ').append(random.nextLong()).append('\n');
    }
    return bytes(log.toString());
  }

  static byte[] gzip(byte[] bytes) {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(bytes);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex("1f8b08000000000000ff"));
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    CRC32 crc = new CRC32();
    crc.update(bytes);
    for (int shift = 0; shift < 32; shift += 8) {
      out.write((int) (crc.getValue() >>> shift));
    }
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(bytes.length >>> shift);
    }
    return out.toByteArray();
  }

  static byte[] zstd(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdJavaOutputStream zstd = new ZstdJavaOutputStream(out)) {
      zstd.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final class FailingAfter extends ByteArrayInputStream {
    FailingAfter(byte[] bytes, int length) {
      super(bytes, 0, length);
    }

    @Override
    public synchronized int read(byte[] buffer, int from, int length) {
      int count = super.read(buffer, from, length);
      if (count < 0) {
        throw sneaky(new IOException("connection reset"));
      }
      return count;
    }

    /// The parent's method declares no exception.
    @SuppressWarnings("unchecked") // erased, so the cast is none
    private static <E extends Throwable> RuntimeException sneaky(Throwable e) throws E {
      throw (E) e;
    }
  }
}
