package dev.buildmeister.scan;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/// Makes patterns at random, and to each a line that nearly matches it.
///
/// Pattern and line are made in one go: what the line gets for a part of the pattern is an example
/// of it, or one time in ten something else.
final class RandomPatterns {
  private static final String[] WORDS = {
    "error",
    "\n",
    "\n",
    "Error",
    "ERROR",
    "FAILED",
    "fail",
    "task",
    "miss",
    "k",
    "s",
    "ss",
    "K",
    "a",
    "ab",
    "##[error]",
    ": ",
    "größe",
    "✗ ",
    "😀",
    "e404",
    "x",
    "--- ",
    "0",
    "\u212a",
    "\u017f",
    "É"
  };
  private static final String[][] CLASSES = {
    {"\\d", "7"},
    {"\\w", "k"},
    {"\\s", " "},
    {"\\S", "é"},
    {".", "s"},
    {"[a-f]", "c"},
    {"[Ee]", "E"},
    {"[^a-z]", "Z"},
    {"[Kk]", "k"},
    {"[s-u]", "s"},
    {"[ab]", "b"},
    {"[^\\x00-\\x7f]", "ü"},
    {"\\pL", "λ"},
    {"\\p{Lu}", "Ä"},
    {"\\p{Greek}", "σ"},
    {"[[:alpha:]]", "q"},
    {"[é-ü]", "ö"},
    {"[x\\x{FFFD}]", "\ufffd"},
    {"\\x{FFFD}", "\ufffd"},
    {"\\D", "-"},
    {"[😀-😂]", "😁"}
  };
  private static final String[] ASSERTIONS = {
    "^", "$", "\\b", "\\B", "\\A", "\\z", "(?m)^", "(?m)$"
  };
  private static final String[] FLAGS = {"(?i)", "(?-i)", "(?s)", "(?i)", "(?U)"};

  private final Random random;

  RandomPatterns(Random random) {
    this.random = random;
  }

  /// A pattern and a line.
  record Pair(String regex, String line) {}

  Pair next() {
    StringBuilder regex = new StringBuilder();
    StringBuilder line = new StringBuilder();
    line.append(one(4) == 0 ? filler() : "");
    regex.append(one(3) == 0 ? "^" : "");
    regex.append(one(5) == 0 ? "(?i)" : "");
    sequence(3, regex, line);
    regex.append(one(8) == 0 ? "$" : "");
    line.append(one(4) == 0 ? filler() : "");
    return new Pair(regex.toString(), line.toString());
  }

  /// The bytes of a line; now and then with other cases and bytes that are no UTF-8.
  byte[] bytes(String line) {
    String cased =
        switch (one(8)) {
          case 0 -> line.toUpperCase(Locale.ROOT);
          case 1 -> line.toLowerCase(Locale.ROOT);
          case 2 -> line.replace('k', '\u212a').replace('s', '\u017f');
          default -> line;
        };
    byte[] bytes = cased.getBytes(StandardCharsets.UTF_8);
    if (one(5) != 0) {
      return bytes;
    }
    ByteArrayOutputStream broken = new ByteArrayOutputStream();
    for (byte b : bytes) {
      switch (one(12)) {
        case 0 -> broken.write(0x80 + one(0x80));
        case 1 -> {}
        default -> broken.write(b);
      }
    }
    return broken.toByteArray();
  }

  private void sequence(int depth, StringBuilder regex, StringBuilder line) {
    int parts = 1 + one(4);
    for (int i = 0; i < parts; i++) {
      part(depth, regex, line);
    }
  }

  private void part(int depth, StringBuilder regex, StringBuilder line) {
    int kind = one(depth == 0 ? 7 : 12);
    switch (kind) {
      case 0, 1, 2, 3 -> word(regex, line);
      case 4, 5 -> characterClass(regex, line);
      case 6 -> regex.append(one(2) == 0 ? pick(ASSERTIONS) : pick(FLAGS));
      case 7, 8 -> choice(depth - 1, regex, line);
      case 9 -> {
        regex.append("(?:");
        sequence(depth - 1, regex, line);
        regex.append(")");
      }
      default -> repeat(depth - 1, regex, line);
    }
  }

  private void word(StringBuilder regex, StringBuilder line) {
    String word = pick(WORDS);
    regex.append(one(6) == 0 ? "\\Q" + word + "\\E" : word.replaceAll("[\\[\\]#]", "\\\\$0"));
    line.append(one(10) == 0 ? filler() : word);
  }

  private void characterClass(StringBuilder regex, StringBuilder line) {
    String[] example = CLASSES[one(CLASSES.length)];
    regex.append(example[0]);
    line.append(one(10) == 0 ? filler() : example[1]);
  }

  private void choice(int depth, StringBuilder regex, StringBuilder line) {
    int branches = 1 + one(4);
    int taken = one(branches);
    regex.append(one(2) == 0 ? "(" : "(?:");
    for (int i = 0; i < branches; i++) {
      regex.append(i == 0 ? "" : "|");
      regex.append(one(6) == 0 ? "^" : "");
      if (one(12) != 0) {
        sequence(depth, regex, i == taken ? line : new StringBuilder());
      }
    }
    regex.append(")");
  }

  private void repeat(int depth, StringBuilder regex, StringBuilder line) {
    int min = one(3);
    int max = Math.max(1, min + one(3)); // groups repeated no times are refused
    StringBuilder example = new StringBuilder();
    regex.append("(?:");
    sequence(depth, regex, example);
    regex.append(")");
    switch (one(6)) {
      case 0 -> regex.append("*");
      case 1 -> regex.append("+");
      case 2 -> regex.append("?");
      case 3 -> regex.append("{" + min + ",}");
      case 4 -> regex.append("{" + max + "}");
      default -> regex.append("{" + min + "," + max + "}");
    }
    regex.append(one(4) == 0 ? "?" : "");
    line.repeat(example, min + one(3));
  }

  private String filler() {
    return pick(WORDS).substring(0, 1) + (one(2) == 0 ? " " : pick(WORDS));
  }

  private String pick(String[] from) {
    return from[one(from.length)];
  }

  private int one(int bound) {
    return random.nextInt(bound);
  }
}
