package dev.buildmeister.scan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.buildmeister.scan.syntax.Node;
import dev.buildmeister.scan.syntax.PatternParser;
import dev.buildmeister.scan.syntax.SyntaxException;
import org.jspecify.annotations.Nullable;

/// One compiled pattern, for the places where a single text is asked: scopes, `then`, `until`.
///
/// Immutable and thread-safe. Matching is linear in the text's length (re2j).
public final class TextPattern {
  private final LinePattern source;
  private final Pattern compiled;
  private final Node node;

  private TextPattern(LinePattern source, Pattern compiled, Node node) {
    this.source = source;
    this.compiled = compiled;
    this.node = node;
  }

  /// Compiles a pattern.
  ///
  /// @throws PatternException with index 0 if it is not RE2 syntax or over a limit (4,096 UTF-16
  ///   units, 200 nested groups, 5,000 steps with its repeats written out)
  public static TextPattern compile(LinePattern pattern) throws PatternException {
    String expression = pattern.expression();
    try {
      if (pattern.literal()) {
        PatternParser.checkLength(expression);
        return new TextPattern(
            pattern, Pattern.compile(Pattern.quote(expression)), Node.text(expression));
      }
      Node node = PatternParser.parse(expression);
      return new TextPattern(pattern, Pattern.compile(expression), node);
    } catch (SyntaxException e) {
      throw new PatternException(0, e.offset(), e.reason(), e.hint());
    } catch (com.google.re2j.PatternSyntaxException e) {
      // The parser should have refused it: re2j's own words are the next best.
      int offset = Math.max(0, expression.indexOf(e.getPattern()));
      throw new PatternException(0, offset, e.getDescription(), "");
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
  public int @Nullable [] find(String text) {
    Matcher matcher = search(text);
    return matcher == null ? null : groups(matcher);
  }

  /// Searches the text and leaves the groups for later.
  @Nullable Matcher search(String text) {
    Matcher matcher = compiled.matcher(text);
    return matcher.find() ? matcher : null;
  }

  /// Where the match and its groups lie, as [#find] gives them.
  static int[] groups(Matcher matcher) {
    int[] groups = new int[2 * (matcher.groupCount() + 1)];
    for (int group = 0; group <= matcher.groupCount(); group++) {
      groups[2 * group] = matcher.start(group);
      groups[2 * group + 1] = matcher.end(group);
    }
    return groups;
  }

  /// The pattern as a tree.
  Node node() {
    return node;
  }
}
