package dev.buildmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.cli.text.Io;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProgressTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /// A log that does not end before so many progress lines were shown.
  private InputStream endsAfter(int lines) {
    return new InputStream() {
      private boolean begun;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
      }

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        if (!begun) {
          begun = true;
          buffer[from] = 'x';
          return 1;
        }
        while (err().split("read from ", -1).length <= lines) {
          try {
            TimeUnit.MILLISECONDS.sleep(10);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        }
        return -1;
      }
    };
  }

  private int classify(InputStream in, int errColumns) {
    return Main.launch(
        new String[] {"classify", "-"}, new Io(in, out, err, Map.of(), 0, errColumns));
  }

  @Test
  void oneLongLogHasALineThatTicksAndIsTakenAwayAtTheEnd() {
    assertThat(classify(endsAfter(2), 80)).isEqualTo(1);
    String[] shown = err().split("\r", -1);
    assertThat(shown).hasSizeGreaterThanOrEqualTo(3).allMatch(line -> line.length() < 90);
    assertThat(err()).contains("1 byte read from -, ").endsWith("\r\u001b[K");
  }

  @Test
  void aLogOfKnownSizeSaysHowMuchOfItIsRead(@TempDir Path folder) throws IOException {
    new Cli(folder).file("a.log", "x".repeat(2048));
    LogSource log = LogSource.of(folder.resolve("a.log"));
    Io io = new Io(InputStream.nullInputStream(), out, err, Map.of(), 0, 200);
    try (InputStream in = log.open(io)) {
      assertThat(in.readNBytes(1024)).hasSize(1024);
      assertThat(Progress.words(List.of(log), 1, 0, 61))
          .isEqualTo("1.0 KiB of 2.0 KiB (50%) read from " + folder.resolve("a.log") + ", 1:01");
    }
  }

  @Test
  void ofManyLogsThoseThatAreDoneAreCounted(@TempDir Path folder) {
    List<LogSource> logs =
        List.of(LogSource.of(folder.resolve("a.log")), LogSource.of(folder.resolve("b.log")));
    assertThat(Progress.words(logs, 2, 1, 5)).isEqualTo("1 of 2 logs done, 0 bytes read, 0:05");
  }

  @Test
  void nothingIsShownWhereNobodyLooks() throws Exception {
    InputStream slow =
        new InputStream() {
          @Override
          public int read() throws IOException {
            try {
              TimeUnit.MILLISECONDS.sleep(1500);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return -1;
          }

          @Override
          public int read(byte[] buffer, int from, int length) throws IOException {
            return read();
          }
        };
    assertThat(classify(slow, 0)).isEqualTo(1);
    assertThat(err()).isEmpty();
  }

  @Test
  void afterTheLastWordNoLineIsShownAnyMore() {
    Io io = new Io(InputStream.nullInputStream(), out, err, Map.of(), 0, 80);
    io.overwrite("half");
    io.endOverwriting();
    io.overwrite("late");
    assertThat(err()).isEqualTo("half\r\u001b[K");
  }
}
