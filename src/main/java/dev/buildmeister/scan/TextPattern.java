package dev.buildmeister.scan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// One compiled pattern, for the places where a single text is asked: scopes, `then`, `until`.
///
/// Immutable and thread-safe. Matching is linear in the text's length (re2j).
public final class TextPattern {
  private final LinePattern source;
  private final Pattern compiled;

  private TextPattern(LinePattern source, Pattern compiled) {
    this.source = source;
    this.compiled = compiled;
  }

  /// Compiles a pattern.
  ///
  /// @throws PatternException with index 0 if it is not RE2 syntax
  public static TextPattern compile(LinePattern pattern) throws PatternException {
    try {
      return new TextPattern(
          pattern,
          Pattern.compile(
              pattern.literal() ? Pattern.quote(pattern.expression()) : pattern.expression()));
    } catch (PatternSyntaxException e) {
      throw new PatternException(0, 0, e.getDescription(), "");
    }
  }

  /// The pattern as it was written.
  public LinePattern source() {
    return source;
  }

  /// How many capture groups it has.
  public int groupCount() {
    return compiled.groupCount();
  }

  /// Whether the whole text matches.
  public boolean matchesWhole(String text) {
    return compiled.matches(text);
  }

  /// Searches the text.
  ///
  /// @return start and end of the match and of each group in UTF-16 code units, -1 where a group
  ///   took no part: `[start0, end0, start1, end1, …]`; null if there is no match
  public int @org.jspecify.annotations.Nullable [] find(String text) {
    Matcher matcher = compiled.matcher(text);
    if (!matcher.find()) {
      return null;
    }
    int[] groups = new int[2 * (compiled.groupCount() + 1)];
    for (int group = 0; group <= compiled.groupCount(); group++) {
      groups[2 * group] = matcher.start(group);
      groups[2 * group + 1] = matcher.end(group);
    }
    return groups;
  }
}
