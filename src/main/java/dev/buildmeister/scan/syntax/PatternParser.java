package dev.buildmeister.scan.syntax;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads RE2 syntax as re2j 1.8 does (`com.google.re2j.Parser` with its default flags).
///
/// It accepts what re2j accepts, apart from these, which re2j takes in a sense that the author of
/// the pattern did not mean, or cannot bear:
///
/// - in a class: `&&`, `--`, `~~`, and an opening bracket that is not escaped;
/// - `\<`, `\>`, `(*`, and octal escapes that could be back-references (`\12`; `\012` is fine);
/// - `{,n}` and counts with leading zeros, which re2j reads as plain text;
/// - `(a){0}`, of whose group re2j says that it is empty, where it takes no part;
/// - a repeat right after `(?i)` or `\Q\E`, which re2j applies to what stands before those;
/// - more than the limits below, [ProgramSize]'s, 64 Unicode classes, and what [CaseFolding] names.
public final class PatternParser {
  /// The longest pattern, in UTF-16 code units.
  static final int MAX_LENGTH = 4_096;

  /// How deep groups may be nested.
  public static final int MAX_DEPTH = 200;

  /// The highest repeat count.
  static final int MAX_COUNT = 1_000;

  // re2j gives up on longer numbers; they are over the limit anyway.
  private static final int MAX_DIGITS = 8;

  private enum Before {
    NOTHING,
    ATOM,
    REPEAT,
    PLAIN_BRACE,
    FLAGS
  }

  private final Cursor in;
  private final UnicodeClasses unicode;
  private final CaseFolding folding = new CaseFolding();
  private final Set<String> names = new HashSet<>();
  private GroupHead.Flags flags = GroupHead.Flags.NONE;
  private int depth;
  private int groups;

  private PatternParser(String expression) {
    this.in = new Cursor(expression);
    this.unicode = new UnicodeClasses(in);
  }

  /// Reads a pattern.
  ///
  /// @throws SyntaxException if it is not RE2 syntax, or too large
  public static Node parse(String expression) throws SyntaxException {
    checkLength(expression);
    PatternParser parser = new PatternParser(expression);
    Node node = parser.choice();
    if (parser.in.more()) {
      throw new SyntaxException(
          parser.in.at(), "closing ) without an opening one", "write \\) for a bracket");
    }
    ProgramSize.check(node);
    return node;
  }

  /// Checks the length of a pattern or literal.
  ///
  /// @throws SyntaxException if it is over [#MAX_LENGTH]
  public static void checkLength(String expression) throws SyntaxException {
    if (expression.length() > MAX_LENGTH) {
      throw new SyntaxException(
          MAX_LENGTH,
          "longer than " + MAX_LENGTH + " UTF-16 units (" + expression.length() + ")",
          "make several rules of it");
    }
  }

  private Node choice() throws SyntaxException {
    List<Node> branches = new ArrayList<>();
    branches.add(sequence());
    while (in.skip("|")) {
      branches.add(sequence());
    }
    return branches.size() == 1 ? branches.getFirst() : new Node.Choice(branches);
  }

  private Node sequence() throws SyntaxException {
    List<Node> parts = new ArrayList<>();
    Before before = Before.NOTHING;
    int groupsBefore = 0; // before the last part
    while (in.more() && in.peek() != '|' && in.peek() != ')') {
      int start = in.at();
      Node.Repeat repeat = repeat();
      if (repeat == null) {
        int count = parts.size();
        groupsBefore = groups;
        boolean brace = in.lookingAt("{");
        atom(parts);
        before = parts.size() == count ? Before.FLAGS : brace ? Before.PLAIN_BRACE : Before.ATOM;
      } else {
        checkRepeatable(before, start);
        if (repeat.max() == 0 && groups > groupsBefore) {
          throw new SyntaxException(
              start, "a group that is repeated no times", "leave it out, or use (?:…)");
        }
        parts.add(new Node.Repeat(parts.removeLast(), repeat.min(), repeat.max(), repeat.greedy()));
        before = Before.REPEAT;
      }
    }
    return parts.size() == 1 ? parts.getFirst() : new Node.Sequence(parts);
  }

  private void checkRepeatable(Before before, int start) throws SyntaxException {
    String operator = in.since(start);
    switch (before) {
      case ATOM -> {}
      case NOTHING ->
          throw new SyntaxException(
              start,
              "nothing to repeat before " + operator,
              "write \\" + operator.charAt(0) + " for the character itself");
      case FLAGS ->
          throw new SyntaxException(
              start,
              "nothing to repeat before " + operator,
              "put it before the flags, right behind what it repeats");
      case PLAIN_BRACE ->
          throw new SyntaxException(
              start, "the repeat " + operator + " after a plain {", "write \\{" + operator);
      case REPEAT -> throw repeatOnRepeat(operator, start);
    }
  }

  private static SyntaxException repeatOnRepeat(String operator, int start) {
    return operator.equals("+")
        ? new SyntaxException(
            start,
            "possessive quantifier with + is not RE2 syntax",
            "drop the +: RE2 never backtracks")
        : new SyntaxException(
            start,
            "the repeat " + operator + " on a repeat is not RE2 syntax",
            "drop one of them, or group: (?:a*)" + operator);
  }

  // The repeat operator at the cursor, around nothing; null if there is none.
  private Node.@Nullable Repeat repeat() throws SyntaxException {
    Node nothing = new Node.Sequence(List.of());
    Node.Repeat repeat;
    if (in.skip("*")) {
      repeat = new Node.Repeat(nothing, 0, Node.Repeat.UNBOUNDED, true);
    } else if (in.skip("+")) {
      repeat = new Node.Repeat(nothing, 1, Node.Repeat.UNBOUNDED, true);
    } else if (in.skip("?")) {
      repeat = new Node.Repeat(nothing, 0, 1, true);
    } else {
      repeat = in.lookingAt("{") ? counted(nothing) : null;
    }
    if (repeat == null) {
      return null;
    }
    boolean greedy = in.skip("?") == flags.ungreedy();
    return new Node.Repeat(nothing, repeat.min(), repeat.max(), greedy);
  }

  private Node.@Nullable Repeat counted(Node nothing) throws SyntaxException {
    int start = in.at();
    in.next();
    String min = in.nextDigits();
    boolean comma = in.skip(",");
    String max = comma ? in.nextDigits() : min;
    boolean closed = in.skip("}");
    if (!closed || (min.isEmpty() && max.isEmpty())) {
      in.moveTo(start);
      return null;
    }
    if (min.isEmpty() || hasLeadingZero(min) || hasLeadingZero(max)) {
      throw new SyntaxException(
          start,
          "the repeat " + in.since(start) + " is plain text in RE2",
          "write {0,n} and no leading zeros; for a bracket write \\{");
    }
    int from = count(min);
    int to = max.isEmpty() ? Node.Repeat.UNBOUNDED : count(max);
    if (from > MAX_COUNT || to > MAX_COUNT) {
      throw new SyntaxException(
          start, "repeat count over " + MAX_COUNT, "use * or +, or a smaller count");
    }
    if (to != Node.Repeat.UNBOUNDED && from > to) {
      throw new SyntaxException(
          start, "the repeat " + in.since(start) + " runs backwards", "swap its counts");
    }
    return new Node.Repeat(nothing, from, to, true);
  }

  private static boolean hasLeadingZero(String digits) {
    return digits.length() > 1 && digits.charAt(0) == '0';
  }

  private static int count(String digits) {
    return digits.length() > MAX_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  private void atom(List<Node> parts) throws SyntaxException {
    switch (in.peek()) {
      case '(' -> group(parts);
      case '[' -> parts.add(new ClassParser(in, unicode, folding, flags.fold()).parse());
      case '\\' -> escape(parts);
      case '.' -> {
        in.next();
        parts.add(Node.Wide.DOT);
      }
      case '^' -> {
        in.next();
        parts.add(at(flags.multiLine() ? Node.Place.LINE_START : Node.Place.TEXT_START));
      }
      case '$' -> {
        in.next();
        parts.add(at(flags.multiLine() ? Node.Place.LINE_END : Node.Place.TEXT_END));
      }
      default -> {
        int start = in.at();
        parts.add(literal(in.next(), start));
      }
    }
  }

  private void group(List<Node> parts) throws SyntaxException {
    int start = in.at();
    GroupHead.Flags outside = flags;
    GroupHead head = GroupHead.read(in, flags, names);
    flags = head.flags();
    if (head.kind() == GroupHead.Kind.FLAGS_ONLY) {
      return;
    }
    if (++depth > MAX_DEPTH) {
      throw new SyntaxException(
          start, "groups nested deeper than " + MAX_DEPTH, "take groups apart");
    }
    int number = head.kind() == GroupHead.Kind.CAPTURING ? ++groups : 0;
    Node body = choice();
    if (!in.skip(")")) {
      throw new SyntaxException(start, "missing closing )", "close it, or write \\( for a bracket");
    }
    depth--;
    flags = outside;
    parts.add(new Node.Group(body, number));
  }

  private void escape(List<Node> parts) throws SyntaxException {
    if (in.skip("\\A")) {
      parts.add(at(Node.Place.TEXT_START));
    } else if (in.skip("\\z")) {
      parts.add(at(Node.Place.TEXT_END));
    } else if (in.skip("\\b")) {
      parts.add(at(Node.Place.WORD_EDGE));
    } else if (in.skip("\\B")) {
      parts.add(at(Node.Place.NO_WORD_EDGE));
    } else if (in.skip("\\Q")) {
      quoted(parts);
    } else if (unicode.skip()) {
      parts.add(Node.Wide.UNKNOWN);
    } else {
      parts.add(classOrCharacter());
    }
  }

  private Node classOrCharacter() throws SyntaxException {
    int start = in.at();
    Node.Wide wide = ClassParser.perlClass(in, flags.fold());
    return wide == null ? literal(Escapes.character(in, false), start) : wide;
  }

  private void quoted(List<Node> parts) throws SyntaxException {
    int start = in.at();
    String text = in.nextUntil("\\E");
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      parts.add(literal(text.codePointAt(i), start + i));
    }
  }

  private Node literal(int codePoint, int offset) throws SyntaxException {
    if (flags.fold()) {
      folding.check(codePoint, codePoint, offset);
    }
    return new Node.Literal(codePoint, flags.fold());
  }

  private static Node at(Node.Place place) {
    return new Node.Assertion(place);
  }
}
