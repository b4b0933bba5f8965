package dev.buildmeister.scan;

import dev.buildmeister.scan.syntax.Node;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/// The bytes with which a match can begin, told from the pattern's tree: for a pattern that is
/// anchored at the start of the line, a look at one byte spares most searches.
///
/// Errs to the side of more bytes. A malformed byte of a line is U+FFFD to the pattern, so whatever
/// may match that or another character beyond ASCII admits all bytes from 0x80 on.
///
/// @param bytes those that are possible, of 256
/// @param canBeEmpty whether a match may take no character, so that any byte may follow
record FirstBytes(BitSet bytes, boolean canBeEmpty) {
  private static final FirstBytes NONE = new FirstBytes(new BitSet(), true);

  /// The bytes with which a line can begin that the pattern matches: all if the pattern is not
  /// anchored, or can match the empty line.
  static FirstBytes ofLine(Node node) {
    FirstBytes first = of(node);
    boolean told = Requirements.of(node, false).anchored() && !first.canBeEmpty;
    return told ? first : new FirstBytes(range(0, 256), false);
  }

  /// The bytes with which a match begins that begins anywhere.
  static FirstBytes of(Node node) {
    return switch (node) {
      case Node.Literal(int codePoint, boolean fold) -> oneOf(List.of(codePoint), fold);
      case Node.OneOf(List<Integer> codePoints, boolean fold) -> oneOf(codePoints, fold);
      case Node.Wide wide -> new FirstBytes(wide(wide), false);
      case Node.Assertion _ -> NONE;
      case Node.Group(Node body, int _) -> of(body);
      case Node.Repeat(Node body, int min, int max, boolean _) -> repeated(of(body), min, max);
      case Node.Sequence(List<Node> parts) -> sequence(parts);
      case Node.Choice(List<Node> branches) -> choice(branches);
    };
  }

  /// Whether a line that begins with this byte may match.
  boolean admits(byte first) {
    return bytes.get(first & 0xFF);
  }

  private static BitSet wide(Node.Wide wide) {
    BitSet bytes = BitSet.valueOf(new long[] {wide.ascii().low(), wide.ascii().high()});
    bytes.set(128, 256, wide.beyond());
    return bytes;
  }

  private static FirstBytes oneOf(List<Integer> codePoints, boolean fold) {
    BitSet bytes = new BitSet(256);
    for (int codePoint : codePoints) {
      add(codePoint, fold, bytes);
    }
    return new FirstBytes(bytes, false);
  }

  private static void add(int codePoint, boolean fold, BitSet bytes) {
    boolean malformed =
        codePoint == 0xFFFD
            || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    if (malformed || (fold && codePoint >= 0x80)) {
      // Beyond ASCII a character may be the other case of one within, as the Kelvin sign is of k.
      bytes.or(range(fold ? 0 : 0x80, 256));
      return;
    }
    bytes.set(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)[0] & 0xFF);
    if (fold && Character.isLetter(codePoint)) {
      bytes.set(Character.toLowerCase(codePoint));
      bytes.set(Character.toUpperCase(codePoint));
      bytes.or(range(0x80, 256));
    }
  }

  private static FirstBytes repeated(FirstBytes body, int min, int max) {
    if (max == 0) {
      return NONE;
    }
    return new FirstBytes(body.bytes, body.canBeEmpty || min == 0);
  }

  private static FirstBytes sequence(List<Node> parts) {
    BitSet bytes = new BitSet(256);
    for (Node node : parts) {
      FirstBytes part = of(node);
      bytes.or(part.bytes);
      if (!part.canBeEmpty) {
        return new FirstBytes(bytes, false);
      }
    }
    return new FirstBytes(bytes, true);
  }

  private static FirstBytes choice(List<Node> branches) {
    BitSet bytes = new BitSet(256);
    boolean canBeEmpty = false;
    for (Node node : branches) {
      FirstBytes branch = of(node);
      bytes.or(branch.bytes);
      canBeEmpty |= branch.canBeEmpty;
    }
    return new FirstBytes(bytes, canBeEmpty);
  }

  private static BitSet range(int from, int to) {
    BitSet bytes = new BitSet(256);
    bytes.set(from, to);
    return bytes;
  }
}
