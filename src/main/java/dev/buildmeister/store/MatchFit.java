package dev.buildmeister.store;

import dev.buildmeister.verdict.Match;
import java.util.ArrayList;
import java.util.List;

/// Makes a match fit into a number of bytes. What is left out here is whole in the scan record.
///
/// The rule's name is cut to [#MAX_RULE_BYTES] first. Then, until it fits: context lines are
/// dropped from the farthest, the last one is cut; captures are cut from the last on, and dropped
/// where nothing of them is left; the line is cut. All cuts are at code points.
final class MatchFit {
  static final int MAX_RULE_BYTES = 256;

  private MatchFit() {}

  /// @param budget how many bytes [#attributes] of the result may count for
  static Match fit(Match match, long budget) {
    String rule = Texts.cut(match.rule(), MAX_RULE_BYTES);
    List<String> captures = new ArrayList<>(match.captures());
    List<String> context = new ArrayList<>(match.context());
    long over =
        attributes(new Match(rule, match.line(), match.lineNum(), captures, context)).sizeBytes()
            - budget;
    while (over > 0 && context.size() > 1) {
      over -= cost(context.removeLast());
    }
    over = cutFromTheLast(context, over);
    over = cutFromTheLast(captures, over);
    String line = match.line();
    if (over > 0) {
      line = Texts.cut(line, (int) Math.max(0, Texts.bytes(line) - over));
    }
    return new Match(rule, line, match.lineNum(), captures, context);
  }

  /// The five attributes.
  static Attributes attributes(Match match) {
    return Attributes.NONE
        .with(Tables.RULE, match.rule())
        .with(Tables.LINE, match.line())
        .with(Tables.LINE_NUM, match.lineNum())
        .with(Tables.CAPTURES, Value.Items.ofTexts(match.captures()))
        .with(Tables.CONTEXT, Value.Items.ofTexts(match.context()));
  }

  private static long cutFromTheLast(List<String> texts, long tooMuch) {
    long over = tooMuch;
    while (over > 0 && !texts.isEmpty()) {
      String last = texts.removeLast();
      String cut = Texts.cut(last, (int) Math.max(0, Texts.bytes(last) - over));
      over -= cost(last);
      if (!cut.isEmpty()) {
        texts.add(cut);
        over += cost(cut);
      }
    }
    return over;
  }

  /// A text in a list counts for its bytes and one more.
  private static long cost(String text) {
    return Texts.bytes(text) + 1L;
  }
}
