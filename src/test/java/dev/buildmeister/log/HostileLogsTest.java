package dev.buildmeister.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.job.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostileLogsTest {
  @Test
  void randomBytesGiveAscendingLinesOrADocumentedException() {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] log = new byte[random.nextInt(3000)];
      random.nextBytes(log);
      if (seed % 4 == 1) {
        System.arraycopy(new byte[] {0x1f, (byte) 0x8b, 8}, 0, log, 0, Math.min(3, log.length));
      } else if (seed % 4 == 2) {
        byte[] magic = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
        System.arraycopy(magic, 0, log, 0, Math.min(4, log.length));
      }
      check(log, "seed " + seed);
    }
  }

  @Test
  void packedLogsCutOrChangedAnywhereGiveAscendingLines() {
    for (int seed = 0; seed < 1500; seed++) {
      Random random = new Random(seed);
      byte[] log = new RandomLogs(seed).log(40, 30);
      byte[] packed = seed % 2 == 0 ? LogOpeningTest.gzip(log) : LogOpeningTest.zstd(log);
      byte[] broken = Arrays.copyOf(packed, 1 + random.nextInt(packed.length));
      for (int i = random.nextInt(3); i > 0; i--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      check(broken, "seed " + seed);
    }
  }

  @Test
  void textOfEveryProviderMixedUpGivesAscendingLines() {
    String[] lines = {
      "2024-07-08T16:59:08.174787Z 00O a",
      "2024-07-08T16:59:08.174787Z 00O+b",
      "2024-07-08T16:59:08.174787Z 01E+c",
      "2024-07-08T16:59:08.1747875Z ##[group]Run x",
      "j\ts\t2024-07-08T16:59:08.1747875Z ##[error]Process completed with exit code 1.",
      "section_start:1:a\r",
      "section_end:1:a",
      "travis_fold:start:b\rtravis_time:start:1\r$ c",
      "travis_time:end:1\r",
      "The command \"c\" exited with 1.",
      "The command \"",
      "\u001b_bk;t=1\u0007--- d",
      "##[section]Starting: e",
      "ERROR: Job failed: exit code 99999999999",
      "",
      "x"
    };
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      StringBuilder log = new StringBuilder();
      for (int i = random.nextInt(100); i > 0; i--) {
        log.append(lines[random.nextInt(lines.length)]).append('\n');
      }
      check(log.toString().getBytes(StandardCharsets.UTF_8), "seed " + seed);
    }
  }

  private static void check(byte[] log, String which) {
    LogLimits limits = new LogLimits(1500, 500, 1 << 20, 64);
    try {
      for (LogReader.Sizes sizes : List.of(LogReader.Sizes.DEFAULT, Reading.TINY)) {
        Reading reading = Reading.of(new ByteArrayInputStream(log), limits, sizes);
        long last = 0;
        for (Reading.Line line : reading.lines()) {
          assertThat(line.number()).as(which).isGreaterThan(last);
          last = line.number();
          assertThat(line.step()).as(which).isLessThan(reading.summary().steps().size());
          if (line.step() >= 0) {
            Step step = reading.summary().steps().get(line.step());
            assertThat(last).as(which).isBetween(step.firstLine(), step.lastLine());
          }
        }
        assertThat(last).as(which).isLessThanOrEqualTo(reading.summary().lines());
      }
    } catch (UnsupportedLogException e) {
      assertThat(e).as(which).hasMessageContaining("buildmeister classify -");
    } catch (IOException e) {
      throw new AssertionError(which, e);
    }
  }

  @Test
  void stepsBeyondTheThousandthAreCountedIntoIt() throws IOException {
    String log = "##[group]Run x\n".repeat(1500) + "##[error]Process completed with exit code 1.\n";
    Reading reading = Reading.of(log);
    List<Step> steps = reading.summary().steps();
    assertThat(steps).hasSize(1000);
    assertThat(steps.getLast()).isEqualTo(new Step(null, "Run x", 1000, 1501, 1, true));
    assertThat(reading.summary().failingStep()).isEqualTo(999);
  }

  @Test
  void longNamesAreCutBetweenCharacters() throws IOException {
    String log = "##[group]Run " + "x".repeat(1019) + "𝄞" + "y".repeat(2_000_000) + "\n";
    assertThat(Reading.of(log).summary().steps().getFirst().name())
        .isEqualTo("Run " + "x".repeat(1019));
  }

  @Test
  void aStepThatIsOpenWhereLinesArePassedOverStaysOpen() throws IOException {
    String log =
        "##[group]Run x\n##[error]matched\n"
            + "y\n".repeat(100)
            + "boom\n##[error]Process completed with exit code 1.\n";
    Reading reading =
        Reading.of(log.getBytes(StandardCharsets.UTF_8), new LogLimits(40, 60, 1 << 20, 1 << 10));
    assertThat(reading.summary().steps()).containsExactly(new Step(null, "Run x", 1, 104, 1, true));
    assertThat(reading.stepOf(103)).isZero();
  }
}
