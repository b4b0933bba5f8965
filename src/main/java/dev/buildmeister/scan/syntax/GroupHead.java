package dev.buildmeister.scan.syntax;

import java.util.List;
import java.util.Set;

/// What stands between an opening parenthesis and the body of its group.
///
/// @param kind what the parenthesis opens
/// @param flags the flags from here on
record GroupHead(Kind kind, Flags flags) {
  enum Kind {
    CAPTURING,
    PLAIN,
    /// `(?i)`: no group at all.
    FLAGS_ONLY
  }

  /// The flags that change what a pattern may match. `s` changes nothing on a line.
  ///
  /// @param fold `i`: case is ignored
  /// @param multiLine `m`: ^ and $ match at line ends too
  /// @param ungreedy `U`: a repeat is greedy if a ? follows
  record Flags(boolean fold, boolean multiLine, boolean ungreedy) {
    static final Flags NONE = new Flags(false, false, false);
  }

  private record Foreign(String head, String name, String hint) {}

  private static final String LOOK_AROUND_HINT =
      "RE2 has no look-around; match the text itself and put what is wanted into a group";
  private static final String RECURSION_HINT = "RE2 has no recursion; write the group out";

  // Longer heads before their beginnings.
  private static final List<Foreign> FOREIGN =
      List.of(
          new Foreign("(?=", "look-ahead", LOOK_AROUND_HINT),
          new Foreign("(?!", "negative look-ahead", LOOK_AROUND_HINT),
          new Foreign("(?<=", "look-behind", LOOK_AROUND_HINT),
          new Foreign("(?<!", "negative look-behind", LOOK_AROUND_HINT),
          new Foreign("(?>", "atomic group", "use (?:…): RE2 never backtracks"),
          new Foreign("(?|", "branch reset group", "use (?:…) and one group for each branch"),
          new Foreign("(?(", "conditional", "write both cases as (?:…|…)"),
          new Foreign("(?#", "comment", "leave it out; a # line in the file can say it"),
          new Foreign("(?P=", "back-reference", "RE2 has no back-references; make two rules"),
          new Foreign("(?P>", "recursion", RECURSION_HINT),
          new Foreign("(?&", "recursion", RECURSION_HINT),
          new Foreign("(?R", "recursion", RECURSION_HINT),
          new Foreign("(?+", "recursion", RECURSION_HINT),
          new Foreign("(?'", "group name in quotes", "use (?P<name>…)"),
          new Foreign("(?^", "flag reset", "switch single flags off: (?-i:…)"),
          new Foreign("(?C", "call-out", "leave it out"),
          new Foreign("(*", "backtracking verb", "leave it out, or write \\( for a parenthesis"));

  /// Reads the head at the cursor, an opening parenthesis.
  ///
  /// @param names the group names of the pattern so far
  static GroupHead read(Cursor in, Flags flags, Set<String> names) throws SyntaxException {
    for (Foreign foreign : FOREIGN) {
      if (in.lookingAt(foreign.head())) {
        throw new SyntaxException(
            in.at(), foreign.name() + " " + foreign.head() + " is not RE2 syntax", foreign.hint());
      }
    }
    int start = in.at();
    if (in.skip("(?P<") || in.skip("(?<")) {
      name(in, start, names);
      return new GroupHead(Kind.CAPTURING, flags);
    }
    if (!in.skip("(?")) {
      in.next();
      return new GroupHead(Kind.CAPTURING, flags);
    }
    return flags(in, start, flags);
  }

  private static void name(Cursor in, int start, Set<String> names) throws SyntaxException {
    boolean closed = in.sees(">");
    int from = in.at();
    String name = in.nextUntil(">");
    if (!closed || !name.matches("[A-Za-z0-9_]+")) {
      throw new SyntaxException(
          start,
          closed ? "'" + name + "' is no group name" : "missing > after the group name",
          "a name is of letters, digits and _: (?P<name>…)");
    }
    if (!names.add(name)) {
      throw new SyntaxException(
          from, "the group name '" + name + "' is used twice", "give each group its own name");
    }
  }

  private static GroupHead flags(Cursor in, int start, Flags before) throws SyntaxException {
    Flags flags = before;
    boolean on = true;
    boolean sawFlag = true;
    while (in.more()) {
      int place = in.at();
      int flag = in.next();
      switch (flag) {
        case 'i' -> flags = new Flags(on, flags.multiLine(), flags.ungreedy());
        case 'm' -> flags = new Flags(flags.fold(), on, flags.ungreedy());
        case 'U' -> flags = new Flags(flags.fold(), flags.multiLine(), on);
        case 's' -> {}
        case ':', ')', '-' -> {
          if (!sawFlag || (flag == '-' && !on)) {
            throw new SyntaxException(place, "a flag is missing after -", "write (?-i) or (?-i:…)");
          }
          if (flag != '-') {
            return new GroupHead(flag == ':' ? Kind.PLAIN : Kind.FLAGS_ONLY, flags);
          }
          on = false;
        }
        default -> throw unknown(start, place, flag);
      }
      sawFlag = flag != '-';
    }
    throw new SyntaxException(start, "missing closing )", "close it, or write \\( for a bracket");
  }

  private static SyntaxException unknown(int start, int place, int flag) {
    if (flag >= '0' && flag <= '9') {
      return new SyntaxException(
          start, "recursion (?" + (flag - '0') + ") is not RE2 syntax", RECURSION_HINT);
    }
    String hint =
        switch (flag) {
          case 'x' -> "write the pattern without free spacing";
          case 'u', 'a', 'L', 'd' -> "leave it out; \\pL stands for any letter, \\w for ASCII ones";
          default -> "RE2 knows the flags i, m, s and U";
        };
    return new SyntaxException(
        place, "the flag '" + Character.toString(flag) + "' is not RE2 syntax", hint);
  }
}
