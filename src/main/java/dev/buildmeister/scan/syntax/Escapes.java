package dev.buildmeister.scan.syntax;

import java.util.Map;

/// Reads `\` and what follows where it stands for one character, and names the escapes of other
/// engines.
final class Escapes {
  private record Foreign(String name, String hint) {}

  private static final String BACK_REFERENCE_HINT =
      "RE2 has no back-references; write the text out, or make two rules";

  private static final Map<Integer, Foreign> FOREIGN =
      Map.ofEntries(
          foreign('Z', "the anchor", "use \\z or $"),
          foreign('G', "the anchor", "use ^, or leave it out"),
          foreign('K', "the match reset", "put what is wanted into a group"),
          foreign('R', "the line break class", "a line holds no line break; use \\r or $"),
          foreign('X', "the grapheme class", "use . or \\PM\\pM*"),
          foreign('N', "the class", "use ."),
          foreign('h', "the blank class", "use [ \\t]"),
          foreign('H', "the class", "use [^ \\t]"),
          foreign('V', "the class", "use [^\\n\\v\\f\\r]"),
          foreign('C', "the single byte", "use . for a character"),
          foreign('e', "the escape character", "use \\x1b; colours are gone from a cleaned line"),
          foreign('c', "the control character", "use \\x and two hex digits: \\cA is \\x01"),
          foreign('o', "the octal escape", "use \\x{…} with hex digits"),
          foreign('u', "the character by number", "use \\x{…}: \\u00e9 is \\x{00e9}"),
          foreign('U', "the character by number", "use \\x{…}: \\U0001f600 is \\x{1f600}"),
          foreign('L', "the case change", "use (?i:…)"),
          foreign('l', "the case change", "use (?i:…)"),
          foreign('E', "an end without \\Q", "drop it, or write \\\\E for a backslash and E"),
          foreign('k', "the back-reference", BACK_REFERENCE_HINT),
          foreign('g', "the back-reference", BACK_REFERENCE_HINT));

  private Escapes() {}

  private static Map.Entry<Integer, Foreign> foreign(char letter, String name, String hint) {
    return Map.entry((int) letter, new Foreign(name, hint));
  }

  /// The character of the escape at the cursor; moves past it.
  ///
  /// @param inClass whether it stands between brackets
  static int character(Cursor in, boolean inClass) throws SyntaxException {
    int start = in.at();
    in.next();
    if (!in.more()) {
      throw new SyntaxException(
          start,
          "backslash at the end",
          "write \\\\ for a backslash, or escape what should follow");
    }
    int escaped = in.next();
    return isLetterOrDigit(escaped)
        ? lettered(in, start, escaped, inClass)
        : punctuation(start, escaped, inClass);
  }

  private static int punctuation(int start, int escaped, boolean inClass) throws SyntaxException {
    if (!inClass && (escaped == '<' || escaped == '>')) {
      throw new SyntaxException(
          start,
          "\\" + Character.toString(escaped) + " is not RE2 syntax for a word boundary",
          "use \\b; for the character itself drop the backslash");
    }
    return escaped;
  }

  private static int lettered(Cursor in, int start, int escaped, boolean inClass)
      throws SyntaxException {
    return switch (escaped) {
      case '0' -> octal(in, 0, start);
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> numbered(in, start, inClass);
      case 'x' -> hex(in, start);
      case 'a' -> 0x07;
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0B;
      default -> throw unknown(in, start, escaped, inClass);
    };
  }

  // RE2 reads \12 as the octal number of the line feed, other engines as group 12; \1 alone it
  // refuses. Between brackets nobody means a group.
  private static int numbered(Cursor in, int start, boolean inClass) throws SyntaxException {
    int first = in.since(start).charAt(1) - '0';
    if (inClass && first <= 7 && in.more() && isOctal(in.peek())) {
      return octal(in, first, start);
    }
    in.nextDigits();
    throw new SyntaxException(
        start,
        in.since(start)
            + (inClass ? " is no character in a class" : " is a back-reference, not RE2 syntax"),
        inClass ? "use \\x and two hex digits" : BACK_REFERENCE_HINT);
  }

  private static int octal(Cursor in, int first, int start) {
    int value = first;
    while (in.at() < start + 4 && in.more() && isOctal(in.peek())) {
      value = value * 8 + in.next() - '0';
    }
    return value;
  }

  private static int hex(Cursor in, int start) throws SyntaxException {
    String digits;
    if (in.skip("{")) {
      digits = in.sees("}") ? in.nextUntil("}") : "";
    } else {
      int from = in.at();
      for (int i = 0; i < 2 && in.more(); i++) {
        in.next();
      }
      digits = in.since(from).length() == 2 ? in.since(from) : "";
    }
    int value = digits.isEmpty() ? -1 : 0;
    for (int i = 0; i < digits.length() && value >= 0; i++) {
      int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), 16) : -1;
      value = digit < 0 ? -1 : value * 16 + digit;
      if (value > Character.MAX_CODE_POINT) {
        value = -1;
      }
    }
    if (value < 0) {
      throw new SyntaxException(
          start,
          "\\x without a valid character number",
          "write two hex digits, \\x41, or up to 10ffff in braces, \\x{1f600}");
    }
    return value;
  }

  private static SyntaxException unknown(Cursor in, int start, int escaped, boolean inClass) {
    String written = "\\" + Character.toString(escaped);
    if (inClass && "ABbzQ".indexOf(escaped) >= 0) {
      return new SyntaxException(
          start,
          written + " has no meaning in a class",
          escaped == 'b' ? "use \\x08 for a backspace" : "drop the backslash for the letter");
    }
    Foreign foreign = FOREIGN.get(escaped);
    if (foreign == null) {
      return new SyntaxException(
          start, written + " is no escape of RE2", "drop the backslash for the letter itself");
    }
    if ((escaped == 'u' || escaped == 'U') && in.lookingAt("{")) {
      written += "{…}";
    } else if (escaped == 'k') {
      written += "<…>";
    }
    return new SyntaxException(
        start, foreign.name() + " " + written + " is not RE2 syntax", foreign.hint());
  }

  private static boolean isOctal(int codePoint) {
    return codePoint >= '0' && codePoint <= '7';
  }

  private static boolean isLetterOrDigit(int codePoint) {
    return (codePoint >= '0' && codePoint <= '9')
        || (codePoint >= 'A' && codePoint <= 'Z')
        || (codePoint >= 'a' && codePoint <= 'z');
  }
}
