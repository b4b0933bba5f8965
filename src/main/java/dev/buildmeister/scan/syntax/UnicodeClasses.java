package dev.buildmeister.scan.syntax;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Reads `\pL`, `\p{Greek}`, `\P{^Lu}`. Which names exist only re2j knows, so it is asked.
final class UnicodeClasses {
  // re2j sorts the ranges of all of them together; a pattern full of them takes seconds to compile.
  private static final int MAX_CLASSES = 64;

  private final Cursor in;
  private int classes;

  UnicodeClasses(Cursor in) {
    this.in = in;
  }

  /// Moves past the class at the cursor, if there is one.
  boolean skip() throws SyntaxException {
    int start = in.at();
    if (!in.skip("\\p") && !in.skip("\\P")) {
      return false;
    }
    boolean complete = in.more();
    if (in.skip("{")) {
      complete = in.sees("}");
      in.nextUntil("}");
    } else if (complete) {
      in.next();
    }
    if (!complete || !isKnown(in.since(start))) {
      throw new SyntaxException(
          start,
          (complete ? in.since(start) : "\\p") + " names no Unicode class of RE2",
          "use a general category, \\pL or \\p{Lu}, or a script, \\p{Greek}");
    }
    if (++classes > MAX_CLASSES) {
      throw new SyntaxException(
          start,
          "more than " + MAX_CLASSES + " Unicode classes in one pattern",
          "name each class once, or make several rules");
    }
    return true;
  }

  private static boolean isKnown(String unicodeClass) {
    try {
      Pattern.compile(unicodeClass);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
