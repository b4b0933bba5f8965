package dev.buildmeister.scan.syntax;

import java.util.List;

/// A pattern as a tree, as exact as is needed to tell what must occur in a line that it matches.
///
/// Which characters a large class holds, whether a repeat is greedy and how a group is called are
/// re2j's business and left out.
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
  record Wide(Kind kind) implements Node {
    /// What is known of the class.
    public enum Kind {
      /// ASCII digits.
      DIGIT,
      /// Tab, line feed, form feed, carriage return, blank.
      SPACE,
      /// All but those.
      NOT_SPACE,
      /// Nothing.
      ANY
    }
  }

  /// A place in the text; takes no character.
  record Assertion(Place place) implements Node {}

  /// Parentheses.
  record Group(Node body, boolean capturing) implements Node {}

  /// The body `min` to `max` times.
  ///
  /// @param max [#UNBOUNDED] if there is no end to it
  record Repeat(Node body, int min, int max) implements Node {
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
