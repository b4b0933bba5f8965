package dev.buildmeister.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Logs made of what is hard for a cleaner, thrown together at random.
final class RandomLogs {
  private static final String[] TOKENS = {
    "error: ",
    "foo",
    " ",
    "  ",
    "\t",
    "x",
    "7",
    "ü",
    "€",
    "𝄞",
    "\u00a0",
    "\u0085",
    "\u009b31m",
    "\u009d",
    "\u009c",
    "\u0090",
    "\u001b",
    "\u001b[",
    "\u001b[0m",
    "\u001b[31;1m",
    "\u001b[0K",
    "\u001b[1 q",
    "\u001b[12",
    "\u001b(B",
    "\u001b(",
    "\u001b7",
    "\u001bM",
    "\u001b]0;title\u0007",
    "\u001b]8;;http://x\u001b\\",
    "\u001b]no end",
    "\u001bPdcs\u001b\\",
    "\u001b_bk;t=123\u0007",
    "_bk;t=77\u0007",
    "_bk;t=",
    "\u0007",
    "\u001b_",
    "\u001b\\",
    "\r",
    "\r\r",
    "\r\u001b[0K",
    "travis_fold:start:a.b",
    "travis_time:end:1f:start=1,finish=2,duration=1",
    "section_start:1:x",
    "section_end:12:y[collapsed=true]",
    "##[error]",
    "+ make",
    "\u0000",
    "\u007f",
    "\ufeff"
  };
  private static final String[] STARTS = {
    "2024-07-08T16:59:08.1747875Z ",
    "2024-07-08T16:59:08.1747875Z",
    "2024-07-08T16:59:08.174787Z ",
    "\ufeff2024-07-08T16:59:08.1747875Z ",
    "ï»¿2024-07-08T16:59:08.1747875Z ",
    "build\tRun make\t2024-07-08T16:59:08.1747875Z ",
    "build\tRun make\t\ufeff2024-07-08T16:59:08.1747875Z ",
    "build\tRun make\t",
    "test (ü)\tUNKNOWN STEP\t2024-07-08T16:59:08.1747875Z ",
    "[2025-04-01T16:37:40.672Z] ",
    "2017-11-12 14:26:49.982092 | ",
    "INFO[2024-07-08T16:59:08Z] ",
    "\u001b[36mINFO\u001b[0m[2024-07-08T16:59:08Z] ",
    "\ufeff"
  };

  private final Random random;

  RandomLogs(long seed) {
    this.random = new Random(seed);
  }

  /// A line without a line feed, of up to so many tokens.
  byte[] line(int maxTokens) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    if (random.nextInt(3) == 0) {
      write(line, STARTS[random.nextInt(STARTS.length)]);
    }
    for (int i = random.nextInt(maxTokens + 1); i > 0; i--) {
      switch (random.nextInt(8)) {
        case 0 -> line.write(notLf((byte) random.nextInt(256)));
        case 1 -> line.write(0x80 + random.nextInt(0x80));
        default -> write(line, TOKENS[random.nextInt(TOKENS.length)]);
      }
    }
    return line.toByteArray();
  }

  /// A text of well-formed UTF-8 without line feeds or escape sequences.
  String plainText(int maxTokens) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(maxTokens + 1); i > 0; i--) {
      text.append(TOKENS[random.nextInt(11)]);
    }
    return text.toString();
  }

  byte[] log(int maxLines, int maxTokens) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    for (int i = random.nextInt(maxLines + 1); i > 0; i--) {
      log.writeBytes(line(maxTokens));
      if (i > 1 || random.nextBoolean()) {
        log.write('\n');
      }
    }
    return log.toByteArray();
  }

  private static byte notLf(byte b) {
    return b == '\n' ? (byte) 'n' : b;
  }

  private static void write(ByteArrayOutputStream line, String text) {
    line.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
