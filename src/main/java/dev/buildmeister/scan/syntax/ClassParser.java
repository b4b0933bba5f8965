package dev.buildmeister.scan.syntax;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads a class: `[a-z_]`, `[^[:space:]]`, `[\d\pL]`.
final class ClassParser {
  private static final Set<String> POSIX =
      Set.of(
          "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
          "space", "upper", "word", "xdigit");

  private final Cursor in;
  private final UnicodeClasses unicode;
  private final CaseFolding folding;
  private final boolean fold;
  private final int start;
  private final Set<Integer> members = new TreeSet<>();
  private boolean wide;

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
    wide = in.skip("^");
    member();
    while (need() != ']') {
      member();
    }
    in.next();
    if (wide || members.size() > Node.OneOf.MAX_CODE_POINTS) {
      return new Node.Wide(Node.Wide.Kind.ANY);
    }
    return members.size() == 1
        ? new Node.Literal(members.iterator().next(), fold)
        : new Node.OneOf(members.stream().toList(), fold);
  }

  private void member() throws SyntaxException {
    need();
    refuseSetOperation();
    if (in.lookingAt("[")) {
      named();
    } else if (unicode.skip() || perlClass(in) != null) {
      wide = true;
    } else {
      range();
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
  static Node.Wide.@Nullable Kind perlClass(Cursor in) {
    if (in.skip("\\d")) {
      return Node.Wide.Kind.DIGIT;
    }
    if (in.skip("\\s")) {
      return Node.Wide.Kind.SPACE;
    }
    if (in.skip("\\S")) {
      return Node.Wide.Kind.NOT_SPACE;
    }
    boolean other = in.skip("\\D") || in.skip("\\w") || in.skip("\\W");
    return other ? Node.Wide.Kind.ANY : null;
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
