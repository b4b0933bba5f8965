package dev.buildmeister.scan;

import dev.buildmeister.scan.syntax.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a text must hold for a pattern to match in it, told from the pattern's tree.
///
/// The way of RE2's prefilter and of regex-syntax's literal extraction: sets of strings are built
/// up over sequences and choices, and cut where they grow too large or a part is unknown. Every
/// statement errs to the side of promising less.
///
/// Strings that are promised are promised as bytes too: they hold no U+FFFD, which may stand for
/// malformed bytes, and no surrogate, which no decoded line has.
///
/// @param anchored whether a match can only begin at the start of the text
/// @param prefix each match begins with one of these; the empty string if nothing is known
/// @param suffix each match ends with one of these; the empty string if nothing is known
/// @param whole whether each match is exactly one of `prefix`
/// @param required one of these, none empty, is in each match; null if nothing is known
record Requirements(
    boolean anchored,
    SortedSet<String> prefix,
    SortedSet<String> suffix,
    boolean whole,
    @Nullable SortedSet<String> required) {
  static final int MAX_STRINGS = 16;
  private static final int MAX_STRING_LENGTH = 64;

  private static final SortedSet<String> EMPTY_ONLY = new TreeSet<>(List.of(""));
  private static final Requirements UNKNOWN =
      new Requirements(false, EMPTY_ONLY, EMPTY_ONLY, false, null);
  private static final Requirements NOTHING =
      new Requirements(false, EMPTY_ONLY, EMPTY_ONLY, true, null);
  private static final Requirements TEXT_START =
      new Requirements(true, EMPTY_ONLY, EMPTY_ONLY, true, null);

  /// @param anyCase whether to promise strings in lower case only (ASCII letters)
  static Requirements of(Node node, boolean anyCase) {
    return switch (node) {
      case Node.Literal(int codePoint, boolean fold) -> oneOf(List.of(codePoint), fold, anyCase);
      case Node.OneOf(List<Integer> codePoints, boolean fold) -> oneOf(codePoints, fold, anyCase);
      case Node.Wide _ -> UNKNOWN;
      case Node.Assertion(Node.Place place) ->
          place == Node.Place.TEXT_START ? TEXT_START : NOTHING;
      case Node.Group(Node body, int _) -> of(body, anyCase);
      case Node.Repeat(Node body, int min, int max, boolean _) ->
          repeated(of(body, anyCase), min, max);
      case Node.Sequence(List<Node> parts) -> sequence(parts, anyCase);
      case Node.Choice(List<Node> branches) -> choice(branches, anyCase);
    };
  }

  /// Whether case is ignored anywhere in a pattern.
  static boolean folds(Node node) {
    return switch (node) {
      case Node.Literal(int _, boolean fold) -> fold;
      case Node.OneOf(List<Integer> _, boolean fold) -> fold;
      case Node.Wide _, Node.Assertion _ -> false;
      case Node.Group(Node body, int _) -> folds(body);
      case Node.Repeat(Node body, int _, int _, boolean _) -> folds(body);
      case Node.Sequence(List<Node> parts) -> parts.stream().anyMatch(Requirements::folds);
      case Node.Choice(List<Node> branches) -> branches.stream().anyMatch(Requirements::folds);
    };
  }

  /// Whether a pattern asks for characters only, not for places such as a word's edge.
  static boolean isOnlyText(Node node) {
    return switch (node) {
      case Node.Literal _, Node.OneOf _, Node.Wide _ -> true;
      case Node.Assertion _ -> false;
      case Node.Group(Node body, int _) -> isOnlyText(body);
      case Node.Repeat(Node body, int _, int _, boolean _) -> isOnlyText(body);
      case Node.Sequence(List<Node> parts) -> parts.stream().allMatch(Requirements::isOnlyText);
      case Node.Choice(List<Node> branches) -> branches.stream().allMatch(Requirements::isOnlyText);
    };
  }

  /// Whether case is ignored for every letter of a pattern.
  static boolean isFoldedThroughout(Node node) {
    return switch (node) {
      case Node.Literal(int codePoint, boolean fold) -> fold || !Character.isLetter(codePoint);
      case Node.OneOf(List<Integer> codePoints, boolean fold) ->
          fold || codePoints.stream().noneMatch(Character::isLetter);
      case Node.Wide _, Node.Assertion _ -> true;
      case Node.Group(Node body, int _) -> isFoldedThroughout(body);
      case Node.Repeat(Node body, int _, int _, boolean _) -> isFoldedThroughout(body);
      case Node.Sequence(List<Node> parts) ->
          parts.stream().allMatch(Requirements::isFoldedThroughout);
      case Node.Choice(List<Node> branches) ->
          branches.stream().allMatch(Requirements::isFoldedThroughout);
    };
  }

  private static Requirements oneOf(List<Integer> codePoints, boolean fold, boolean anyCase) {
    SortedSet<String> strings = new TreeSet<>();
    for (int codePoint : codePoints) {
      if (!spell(codePoint, fold, anyCase, strings)) {
        return UNKNOWN;
      }
    }
    return strings.size() > MAX_STRINGS ? UNKNOWN : whole(false, strings);
  }

  // Adds every way in which the character may stand in a text; false if they are not known.
  private static boolean spell(
      int codePoint, boolean fold, boolean anyCase, SortedSet<String> strings) {
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    if (surrogate || codePoint == 0xFFFD) {
      return false;
    }
    if (codePoint >= 0x80) {
      strings.add(Character.toString(codePoint));
      return !fold || isCaseless(codePoint);
    }
    boolean letter = Character.isLetter(codePoint);
    int lower = Character.toLowerCase(codePoint);
    strings.add(Character.toString(anyCase ? lower : codePoint));
    if (letter && fold && lower == 'k') {
      strings.add("\u212A"); // the Kelvin sign folds to k
    } else if (letter && fold && lower == 's') {
      strings.add("\u017F"); // the long s folds to s
    }
    return true;
  }

  // re2j's table knows cases that the JDK does not (sharp s, the iota below); all are letters or
  // marks.
  private static boolean isCaseless(int codePoint) {
    return !Character.isLetter(codePoint)
        && Character.getType(codePoint) != Character.NON_SPACING_MARK
        && Character.toLowerCase(codePoint) == codePoint
        && Character.toUpperCase(codePoint) == codePoint;
  }

  private static Requirements whole(boolean anchored, SortedSet<String> strings) {
    return new Requirements(anchored, strings, strings, true, better(null, strings));
  }

  private static Requirements sequence(List<Node> parts, boolean anyCase) {
    boolean anchored = false;
    SortedSet<String> prefix = null;
    SortedSet<String> run = EMPTY_ONLY; // what all has ended with so far
    SortedSet<String> best = null;
    for (Node node : parts) {
      Requirements part = of(node, anyCase);
      anchored |= part.anchored && prefix == null && run.equals(EMPTY_ONLY);
      SortedSet<String> crossed = cross(run, part.prefix);
      if (part.whole && crossed != null) {
        run = crossed;
        continue;
      }
      SortedSet<String> head = crossed == null ? run : crossed;
      prefix = prefix == null ? head : prefix;
      best = better(better(best, head), part.required);
      run = part.suffix;
    }
    if (prefix == null) {
      return whole(anchored, run);
    }
    return new Requirements(anchored, prefix, run, false, better(best, run));
  }

  private static Requirements choice(List<Node> branches, boolean anyCase) {
    boolean anchored = true;
    boolean whole = true;
    SortedSet<String> prefix = new TreeSet<>();
    SortedSet<String> suffix = new TreeSet<>();
    SortedSet<String> required = new TreeSet<>();
    for (Node node : branches) {
      Requirements branch = of(node, anyCase);
      anchored &= branch.anchored;
      whole &= branch.whole;
      prefix.addAll(branch.prefix);
      suffix.addAll(branch.suffix);
      if (required != null) {
        required = branch.required == null ? null : union(required, branch.required);
      }
    }
    if (prefix.size() > MAX_STRINGS) {
      prefix = EMPTY_ONLY;
      whole = false;
    }
    if (suffix.size() > MAX_STRINGS) {
      suffix = EMPTY_ONLY;
    }
    if (required != null && required.size() > MAX_STRINGS) {
      required = null;
    }
    return new Requirements(anchored, prefix, suffix, whole, required);
  }

  private static Requirements repeated(Requirements body, int min, int max) {
    if (max == 0) {
      return NOTHING;
    }
    if (min == 0) {
      boolean optional = max == 1 && body.whole && body.prefix.size() < MAX_STRINGS;
      return optional ? whole(false, union(body.prefix, EMPTY_ONLY)) : UNKNOWN;
    }
    SortedSet<String> strings = body.prefix;
    int copies = 1;
    while (body.whole && copies < min) {
      SortedSet<String> longer = cross(strings, body.prefix);
      if (longer == null) {
        break;
      }
      strings = longer;
      copies++;
    }
    boolean whole = body.whole && copies == max;
    return new Requirements(
        body.anchored,
        strings,
        body.whole ? strings : body.suffix,
        whole,
        better(body.required, strings));
  }

  // All strings of the first followed by all of the second; null if that is too much.
  private static @Nullable SortedSet<String> cross(
      SortedSet<String> first, SortedSet<String> second) {
    if (first.size() * second.size() > MAX_STRINGS) {
      return null;
    }
    SortedSet<String> crossed = new TreeSet<>();
    for (String head : first) {
      for (String tail : second) {
        if (head.length() + tail.length() > MAX_STRING_LENGTH) {
          return null;
        }
        crossed.add(head + tail);
      }
    }
    return crossed;
  }

  private static SortedSet<String> union(SortedSet<String> one, SortedSet<String> other) {
    List<String> both = new ArrayList<>(one);
    both.addAll(other);
    return new TreeSet<>(both);
  }

  private static @Nullable SortedSet<String> better(
      @Nullable SortedSet<String> one, @Nullable SortedSet<String> other) {
    if (other == null || other.contains("")) {
      return one;
    }
    return one == null || Rarity.of(other) > Rarity.of(one) ? other : one;
  }
}
