package dev.buildmeister.scan.syntax;

import java.util.List;

/// A pattern as a tree, as exact as is needed to tell what must occur in a line that it matches.
///
/// Which characters beyond ASCII a large class holds and how a group is called are re2j's business
/// and left out.
public sealed interface Node {
  /// One character.
  ///
  /// @param fold whether its case is ignored
  record Literal(int codePoint, boolean fold) implements Node {}

  /// One of a few characters: a class such as `[Ee]`.
  ///
  /// @param fold whether their case is ignored
  record OneOf(List<Integer> codePoints, boolean fold) implements Node {
    /// The most characters for which a class is spelt out.
    public static final int MAX_CODE_POINTS = 16;

    public OneOf {
      codePoints = List.copyOf(codePoints);
    }
  }

  /// Some character: the dot, or a class of many or of unknown characters.
  ///
  /// @param ascii the ASCII characters that it may be
  /// @param exact whether it is each of those for certain, the line feed apart
  /// @param beyond whether it may be a character beyond ASCII
  record Wide(Ascii ascii, boolean exact, boolean beyond) implements Node {
    /// The dot.
    static final Wide DOT = new Wide(Ascii.ALL, true, true);

    /// A class of which nothing is known.
    static final Wide UNKNOWN = new Wide(Ascii.ALL, false, true);
  }

  /// A place in the text; takes no character.
  record Assertion(Place place) implements Node {}

  /// Parentheses.
  ///
  /// @param number of the group, counted from 1; 0 if it captures nothing
  record Group(Node body, int number) implements Node {}

  /// The body `min` to `max` times.
  ///
  /// @param max [#UNBOUNDED] if there is no end to it
  /// @param greedy whether it is rather repeated more than less
  record Repeat(Node body, int min, int max, boolean greedy) implements Node {
    /// No upper bound.
    public static final int UNBOUNDED = -1;
  }

  /// One after the other; the empty pattern is a sequence of nothing.
  record Sequence(List<Node> parts) implements Node {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /// One of several.
  record Choice(List<Node> branches) implements Node {
    public Choice {
      branches = List.copyOf(branches);
    }
  }

  /// Where an assertion holds.
  enum Place {
    TEXT_START,
    TEXT_END,
    LINE_START,
    LINE_END,
    WORD_EDGE,
    NO_WORD_EDGE
  }

  /// The tree of a text that stands for itself.
  static Node text(String text) {
    return new Sequence(
        text.codePoints().<Node>mapToObj(codePoint -> new Literal(codePoint, false)).toList());
  }
}
