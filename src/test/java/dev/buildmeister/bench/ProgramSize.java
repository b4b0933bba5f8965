package dev.buildmeister.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;

/// How large a program is that is uploaded to Lambda, in bytes; a jar is a zip already.
record ProgramSize(long unpacked, long zipped) {
  private static final double MOST_MB = 64;
  private static final double MOST_ZIPPED_MB = 21;

  static ProgramSize of(Path file) throws IOException {
    if (!file.toString().endsWith(".jar")) {
      return new ProgramSize(Files.size(file), zipped(file));
    }
    try (JarFile jar = new JarFile(file.toFile())) {
      long unpacked = jar.stream().mapToLong(ZipEntry::getSize).sum();
      return new ProgramSize(unpacked, Files.size(file));
    }
  }

  private static long zipped(Path file) throws IOException {
    Counter counter = new Counter();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (OutputStream zip = new DeflaterOutputStream(counter, deflater)) {
      var _ = Files.copy(file, zip);
    } finally {
      deflater.end();
    }
    return counter.bytes;
  }

  private static final class Counter extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      bytes += length;
    }
  }

  static void print(List<BenchProgram> programs, BenchOutput out, Targets targets)
      throws IOException {
    out.print("\n%-32s %10s %10s".formatted("size, MB", "unpacked", "zipped"));
    for (BenchProgram program : programs) {
      if (!Files.isRegularFile(program.file())) {
        out.print("%-32s %21s".formatted(program.name(), "not looked at"));
        continue;
      }
      ProgramSize size = of(program.file());
      double unpacked = size.unpacked / 1e6;
      double zipped = size.zipped / 1e6;
      out.print("%-32s %10.1f %10.1f".formatted(program.name(), unpacked, zipped));
      out.raw(
          BenchOutput.object("size")
              .put("program", program.name())
              .put("unpacked_bytes", size.unpacked)
              .put("zipped_bytes", size.zipped));
      if (!program.file().toString().endsWith(".jar")) {
        targets.atMost(MOST_MB, "size of " + program.name() + ", MB", unpacked);
        targets.atMost(MOST_ZIPPED_MB, "the same zipped", zipped);
      }
    }
  }
}
