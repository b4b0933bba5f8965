package dev.buildmeister.verdict;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Finds the [Sign]s of a line in one walk over its bytes, without memory: an error-like line is
/// common enough that patterns would be felt. Not thread-safe.
final class Signs {
  /// Of a longer line only the beginning is looked at: what mentions an error behind it is data.
  private static final int MAX_BYTES = 512;

  /// Between a tool's name and the word for an error: `[ERROR]`, ` - `.
  private static final int MAX_GAP = 4;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long PAIR = 0x9e3779b97f4a7c15L;

  private static final String[] ERRORS = {
    "error", "fatal", "panic", "failed", "failure", "exception"
  };
  private static final String[] CLASSES = {"Error", "Exception", "Failure"};
  private static final byte[] FROM = ascii("from ");
  private static final byte[] FILE = ascii("File \"");
  private static final byte[] MORE = ascii("... ");
  private static final byte[] THE_COMMAND = ascii("The command \"");
  private static final byte[] STARS = ascii(": ***");

  /// Hashes of the phrases and of their last words.
  private static final long[] KEYS = new long[512];

  /// The number of the phrase's sign plus one, 0 if it is none; with [#ENDS] for a last word.
  private static final byte[] SIGN_OF = new byte[KEYS.length];

  /// The word is the last one of a phrase of several.
  private static final byte ENDS = 0x40;

  private static final int[] WEIGHTS = Sign.ALL.stream().mapToInt(Sign::weight).toArray();

  /// Of each word in [#ERRORS] the letters, of which a word that holds it has all.
  private static final int[] ERROR_LETTERS = Stream.of(ERRORS).mapToInt(Signs::letters).toArray();

  private static final int WARNING_LETTERS = letters("warning");

  static {
    Map<Long, String> seen = new HashMap<>();
    for (int sign = 0; sign < Sign.ALL.size(); sign++) {
      for (String phrase : Sign.ALL.get(sign).phrases()) {
        long hash = phrase(phrase);
        String other = seen.put(hash, phrase);
        if (other != null) {
          throw new IllegalStateException("'" + phrase + "' and '" + other + "' are one phrase");
        }
        put(hash, sign + 1);
        if (phrase.indexOf(' ') >= 0) {
          put(phrase(phrase.substring(phrase.lastIndexOf(' ') + 1)), ENDS);
        }
      }
    }
  }

  private byte[] bytes = {};
  private int to;

  /// One bit for each sign.
  private int found;

  /// Whether all before the word is what may stand before an error at the line's beginning.
  private boolean head;

  /// Whether all so far is one word, or a path: the name of a tool. What follows it before an error
  /// is a place, which ends in a colon.
  private boolean firstPiece;

  /// Words so far.
  private int words;

  /// Whether the word before is for an error, so that a colon behind the next begins its message.
  private boolean errorBefore;

  /// The score of a line by its text alone.
  int score(byte[] buffer, int from, int end) {
    bytes = buffer;
    to = Math.min(end, from + MAX_BYTES);
    found = 0;
    head = true;
    firstPiece = true;
    words = 0;
    errorBefore = false;
    beginning(from);
    words(from);
    int score = 0;
    for (int sign = 0; sign < WEIGHTS.length; sign++) {
      score += (found >> sign & 1) * WEIGHTS[sign];
    }
    return score;
  }

  private void add(Sign sign) {
    found |= 1 << Sign.ALL.indexOf(sign);
  }

  /// What is told by the line's first characters.
  private void beginning(int from) {
    int at = from;
    while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
    if (at == to) {
      return;
    }
    if (bytes[at] == '+') {
      add(Sign.HARMLESS);
    } else if (isMark(at)) {
      add(Sign.HEAD);
    } else if (isFrame(at)) {
      add(Sign.FRAME);
    } else if (startsWith(at, THE_COMMAND)) {
      add(Sign.CONSEQUENCE);
    }
  }

  /// Crosses: U+274C, U+2716 to U+2718.
  private boolean isMark(int at) {
    if (to - at < 3 || bytes[at] != (byte) 0xe2) {
      return false;
    }
    int rest = (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
    return rest == 0x9d8c || (rest >= 0x9c96 && rest <= 0x9c98);
  }

  /// Of Java, JavaScript and .NET (`at `, `... 3 more`), Python, Ruby, Rust and gdb.
  private boolean isFrame(int at) {
    byte b = bytes[at];
    if (b == '#' || isDigit(b)) {
      int end = b == '#' ? at + 1 : at;
      int digits = end;
      while (end < to && isDigit(bytes[end])) {
        end++;
      }
      boolean colon = b == '#' || (end < to && bytes[end++] == ':');
      return end > digits && colon && end < to && bytes[end] == ' ';
    }
    return switch (b) {
      case 'a', 'i' ->
          to - at > 2 && bytes[at + 2] == ' ' && (b == 'a' ? 't' : 'n') == bytes[at + 1];
      case 'f' -> startsWith(at, FROM);
      case 'F' -> startsWith(at, FILE);
      case '.' -> startsWith(at, MORE);
      default -> false;
    };
  }

  private void words(int from) {
    long before = 0;
    long beforeThat = 0;
    int lastEnd = from;
    int at = from;
    while (at < to) {
      if (!isWord(bytes[at])) {
        at++;
        continue;
      }
      int start = at;
      long hash = FNV_OFFSET;
      int letters = 0;
      boolean number = true;
      while (at < to && isWord(bytes[at])) {
        int lower = lower(bytes[at]);
        number &= lower <= '9';
        letters |= 1 << lower;
        hash = (hash ^ lower) * FNV_PRIME;
        at++;
      }
      if (number) {
        hash = (FNV_OFFSET ^ (at - start == 1 && bytes[start] == '0' ? '0' : '#')) * FNV_PRIME;
      }
      if ((look(hash) & ENDS) != 0 && words > 0 && isPhrase(lastEnd, start)) {
        var _ = look(pair(before, hash)) | look(pair(pair(beforeThat, before), hash));
      }
      word(start, at, number, letters, lastEnd);
      beforeThat = before;
      before = hash;
      lastEnd = at;
      words++;
    }
  }

  /// Adds the sign of a phrase, if it is one.
  private int look(long hash) {
    int at = slot(hash);
    int value = KEYS[at] == hash ? SIGN_OF[at] : 0;
    int sign = value & (ENDS - 1);
    found |= 1 << sign >> 1;
    return value;
  }

  /// Whether the words around are said in one breath: `re-run`, `failures: 0`. A number and what it
  /// counts have a blank between; it is a line's number in `cart.c:3: error`.
  private boolean isPhrase(int lastEnd, int start) {
    boolean blank = start - lastEnd == 1 && bytes[lastEnd] == ' ';
    if (blank || lastEnd == start || isDigit(bytes[lastEnd - 1]) || start - lastEnd > 2) {
      return blank;
    }
    byte first = bytes[lastEnd];
    return (first == '-' || first == ':' || first == '=')
        && (start - lastEnd == 1 || bytes[lastEnd + 1] == ' ');
  }

  /// One word in its place.
  private void word(int start, int end, boolean number, int letters, int lastEnd) {
    if (number) {
      errorBefore = false;
      return;
    }
    boolean error = isError(start, end, letters);
    boolean joined = start - lastEnd == 1 && isJoint(bytes[lastEnd]);
    firstPiece &= words == 0 || joined;
    head &= words == 0 || start - lastEnd <= MAX_GAP;
    if (error && head && (firstPiece || !joined) && isHead(start, end)) {
      add(Sign.HEAD);
    }
    boolean colon = end < to && (bytes[end] == ':' || bytes[end] == '!' || bytes[end] == ']');
    if (colon && (error || (errorBefore && start - lastEnd == 1 && bytes[lastEnd] == ' '))) {
      add(Sign.MESSAGE);
    }
    if (error && isClass(start, end)) {
      add(Sign.EXCEPTION);
    }
    boolean warning = (letters & WARNING_LETTERS) == WARNING_LETTERS;
    if (warning && (endsWith(start, end, "warning") || endsWith(start, end, "warnings"))) {
      add(Sign.HARMLESS);
    }
    if (endsWith(start, end, "make") && isStopped(end)) {
      add(Sign.CONSEQUENCE);
    }
    errorBefore = error;
    head &= firstPiece || (end < to && (bytes[end] == ':' || isJoint(bytes[end])));
  }

  /// What joins words to a path or a name.
  private static boolean isJoint(byte b) {
    return b == '.' || b == '/' || b == '-' || b == '+';
  }

  private boolean isError(int start, int end, int letters) {
    for (int i = 0; i < ERRORS.length; i++) {
      if ((letters & ERROR_LETTERS[i]) == ERROR_LETTERS[i] && contains(start, end, ERRORS[i])) {
        return true;
      }
    }
    return false;
  }

  /// One bit for each letter; digits share some, so that more may seem to be there.
  private static int letters(String word) {
    return word.chars().reduce(0, (letters, c) -> letters | 1 << c);
  }

  private boolean isHead(int start, int end) {
    return endsWith(start, end, "error")
        || endsWith(start, end, "exception")
        || is(start, end, "fatal")
        || is(start, end, "failed")
        || is(start, end, "failure")
        || is(start, end, "panic");
  }

  private boolean isClass(int start, int end) {
    if (bytes[start] < 'A' || bytes[start] > 'Z') {
      return false;
    }
    for (String each : CLASSES) {
      int at = end - each.length();
      if (at > start && bytes[at] == each.charAt(0) && endsWith(start, end, each)) {
        return true;
      }
    }
    return false;
  }

  /// `make[2]: *** [all] Error 1`.
  private boolean isStopped(int end) {
    int at = end;
    if (at < to && bytes[at] == '[') {
      at++;
      while (at < to && isDigit(bytes[at])) {
        at++;
      }
      at += at < to && bytes[at] == ']' ? 1 : 0;
    }
    return startsWith(at, STARS);
  }

  private boolean is(int start, int end, String word) {
    return end - start == word.length() && matches(start, word);
  }

  private boolean endsWith(int start, int end, String word) {
    return end - start >= word.length() && matches(end - word.length(), word);
  }

  private boolean contains(int start, int end, String word) {
    for (int at = start; at <= end - word.length(); at++) {
      if (matches(at, word)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (lower(bytes[at + i]) != lower((byte) word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean startsWith(int at, byte[] what) {
    if (to - at < what.length) {
      return false;
    }
    for (int i = 0; i < what.length; i++) {
      if (bytes[at + i] != what[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isWord(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || isDigit(b) || b == '_';
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
  }

  private static long pair(long before, long hash) {
    return (before ^ hash * PAIR) * FNV_PRIME;
  }

  private static long phrase(String text) {
    long hash = 0;
    int number = 0;
    for (String word : text.split(" ", -1)) {
      long next = FNV_OFFSET;
      for (int i = 0; i < word.length(); i++) {
        next = (next ^ word.charAt(i)) * FNV_PRIME;
      }
      hash = number++ == 0 ? next : pair(hash, next);
    }
    return hash;
  }

  private static void put(long hash, int value) {
    int at = slot(hash);
    KEYS[at] = hash;
    SIGN_OF[at] |= (byte) value;
  }

  /// Where the hash is, or may be put: open addressing.
  private static int slot(long hash) {
    int at = (int) (hash >>> 32) & (KEYS.length - 1);
    while (KEYS[at] != 0 && KEYS[at] != hash) {
      at = (at + 1) & (KEYS.length - 1);
    }
    return at;
  }

  /// What tells a line from others but for its numbers: FNV-1a, 64 bits, over its bytes with each
  /// run of digits as one.
  static long form(byte[] buffer, int from, int to) {
    long hash = FNV_OFFSET;
    boolean inDigits = false;
    int end = Math.min(to, from + MAX_BYTES);
    for (int i = from; i < end; i++) {
      boolean digit = isDigit(buffer[i]);
      if (!digit || !inDigits) {
        hash = (hash ^ (digit ? '#' : buffer[i] & 0xff)) * FNV_PRIME;
      }
      inDigits = digit;
    }
    return hash;
  }
}
