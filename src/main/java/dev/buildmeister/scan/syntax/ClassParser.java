package dev.buildmeister.scan.syntax;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads a class: `[a-z_]`, `[^[:space:]]`, `[\d\pL]`.
final class ClassParser {
  private static final Set<String> POSIX =
      Set.of(
          "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
          "space", "upper", "word", "xdigit");

  private static final Map<String, Ascii> PERL =
      Map.of("d", Ascii.DIGITS, "s", Ascii.SPACES, "w", Ascii.WORD);

  private final Cursor in;
  private final UnicodeClasses unicode;
  private final CaseFolding folding;
  private final boolean fold;
  private final int start;
  private final Set<Integer> members = new TreeSet<>();
  private boolean wide;
  private boolean negated;

  // What of ASCII is in the class, and whether that is all there is to know.
  private Ascii ascii = Ascii.NONE;
  private boolean told = true;
  private boolean beyond;

  /// @param in at the opening bracket
  ClassParser(Cursor in, UnicodeClasses unicode, CaseFolding folding, boolean fold) {
    this.in = in;
    this.unicode = unicode;
    this.folding = folding;
    this.fold = fold;
    this.start = in.at();
  }

  Node parse() throws SyntaxException {
    in.next();
    negated = in.skip("^");
    wide = negated;
    member();
    while (need() != ']') {
      member();
    }
    in.next();
    if (wide || members.size() > Node.OneOf.MAX_CODE_POINTS) {
      return wide();
    }
    return members.size() == 1
        ? new Node.Literal(members.iterator().next(), fold)
        : new Node.OneOf(members.stream().toList(), fold);
  }

  private Node.Wide wide() {
    if (!told) {
      return Node.Wide.UNKNOWN;
    }
    Ascii folded = fold ? ascii.folded() : ascii;
    // With its case ignored, a letter of ASCII may stand for one beyond.
    return new Node.Wide(negated ? folded.complement() : folded, true, negated || beyond || fold);
  }

  private void member() throws SyntaxException {
    need();
    refuseSetOperation();
    if (in.lookingAt("[")) {
      named();
    } else if (unicode.skip()) {
      wide = true;
      told = false;
    } else {
      Node.Wide perl = perlClass(in, fold);
      if (perl == null) {
        range();
      } else {
        wide = true;
        ascii = ascii.plus(perl.ascii());
        beyond |= perl.beyond();
      }
    }
  }

  private void range() throws SyntaxException {
    int from = in.at();
    int low = character();
    int high = low;
    if (in.lookingAt("-") && !in.lookingAt("-]")) {
      refuseSetOperation();
      in.next();
      high = character();
      if (high < low) {
        throw new SyntaxException(
            from,
            "the range " + in.since(from) + " runs backwards",
            "swap its ends, or put the - last in the class");
      }
    }
    if (fold) {
      folding.check(low, high, from);
    }
    ascii = ascii.plus(low, high);
    beyond |= high > 0x7F;
    told &= high <= 0x7F || !fold;
    if (high - low >= Node.OneOf.MAX_CODE_POINTS) {
      wide = true;
      return;
    }
    for (int codePoint = low; codePoint <= high; codePoint++) {
      members.add(codePoint);
    }
    wide |= members.size() > Node.OneOf.MAX_CODE_POINTS;
  }

  private int character() throws SyntaxException {
    int next = need();
    if (next == '[') {
      throw nested();
    }
    return next == '\\' ? Escapes.character(in, true) : in.next();
  }

  /// Moves past `\d` and its like, if one is at the cursor, and tells what it stands for; null if
  /// none is.
  static Node.@Nullable Wide perlClass(Cursor in, boolean fold) {
    for (Map.Entry<String, Ascii> perl : PERL.entrySet()) {
      if (in.skip("\\" + perl.getKey())) {
        // The long s and the Kelvin sign are letters of \w then.
        return new Node.Wide(perl.getValue(), true, fold);
      }
      if (in.skip("\\" + perl.getKey().toUpperCase(Locale.ROOT))) {
        return new Node.Wide(perl.getValue().complement(), true, true);
      }
    }
    return null;
  }

  private void named() throws SyntaxException {
    int from = in.at();
    if (!in.skip("[:") || !in.sees(":]")) {
      in.moveTo(from);
      throw nested();
    }
    String name = in.nextUntil(":]");
    if (!POSIX.contains(name.startsWith("^") ? name.substring(1) : name)) {
      throw new SyntaxException(
          from, "[:" + name + ":] names no class", "use [:alpha:], [:digit:], [:space:] and so on");
    }
    wide = true;
    told = false;
  }

  // RE2 takes all of these as plain characters, which is never what their author meant.
  private void refuseSetOperation() throws SyntaxException {
    for (String operation : new String[] {"&&", "--", "~~"}) {
      if (in.lookingAt(operation)) {
        throw new SyntaxException(
            in.at(),
            "the set operation " + operation + " in a class is not RE2 syntax",
            "write the class out; for the character itself write \\" + operation.charAt(0));
      }
    }
  }

  private SyntaxException nested() {
    return new SyntaxException(
        in.at(), "a class inside a class is not RE2 syntax", "for the character itself write \\[");
  }

  private int need() throws SyntaxException {
    if (!in.more()) {
      throw new SyntaxException(start, "missing closing ]", "close it, or write \\[ for a bracket");
    }
    return in.peek();
  }
}
