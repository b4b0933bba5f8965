package dev.buildmeister.verdict;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line on its way into a scan record: its secrets are searched once, however many rules hit
/// it, and not before something of it is to be kept. Nothing leaves it unredacted or uncut.
final class LineView {
  private final String text;
  private final boolean hidden;
  private final Gap gap;
  private int @Nullable [] secrets;
  private @Nullable String stored;

  /// @param hidden whether all of it is a secret, as are the lines of a private key
  /// @param gap where something of it is missing
  LineView(String text, boolean hidden, Gap gap) {
    this.text = text;
    this.hidden = hidden;
    this.gap = gap;
  }

  /// The line as it was read, not to be stored.
  String text() {
    return text;
  }

  /// Whether what is secret in it cannot be told from its text alone.
  boolean isHidden() {
    return hidden || gap != Gap.NONE;
  }

  /// The line as it is stored.
  String stored() {
    String line = stored;
    if (line == null) {
      line = Cut.utf8(Redactor.mask(text, secrets(), 0, text.length()), Cut.LINE_BYTES);
      stored = line;
    }
    return line;
  }

  private int[] secrets() {
    int[] found = secrets;
    if (found == null) {
      found = hidden ? new int[] {0, text.length()} : Redactor.find(text, gap);
      secrets = found;
    }
    return found;
  }

  /// The groups that took part, or the whole match if there is no group.
  ///
  /// @param groups as [dev.buildmeister.scan.TextPattern#find] gives them
  List<String> captures(int[] groups) {
    return groups.length == 2 ? List.of(capture(groups[0], groups[1])) : groupsOf(groups);
  }

  /// The groups that took part; none if the pattern has no group.
  List<String> groupsOf(int[] groups) {
    List<String> captures = new ArrayList<>();
    for (int i = 2; i < groups.length; i += 2) {
      if (groups[i] >= 0) {
        captures.add(capture(groups[i], groups[i + 1]));
      }
    }
    return captures;
  }

  private String capture(int from, int to) {
    return Cut.utf8(Redactor.mask(text, secrets(), from, to), Cut.CAPTURE_BYTES);
  }

  /// The 1-based column of a place of the line in its stored form, 0 if it was cut off.
  int column(int place) {
    int column = Redactor.mask(text, secrets(), 0, place).length();
    return column < stored().length() || column == 0 ? column + 1 : 0;
  }
}
