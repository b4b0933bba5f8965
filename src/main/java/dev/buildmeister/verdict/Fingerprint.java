package dev.buildmeister.verdict;

import dev.buildmeister.rules.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The groupable identity of a failure: `v1:` and 16 hex digits of a SHA-256. The same failure on
/// another day, machine or repository has the same one.
final class Fingerprint {
  private static final String VERSION = "v1:";

  /// How much of a masked text counts. Captures and lines are cut before they are masked, so the
  /// end of a long one moves with the length of a number at its beginning.
  private static final int MAX_MASKED = 256;

  private Fingerprint() {}

  /// Of a failure that a rule explains: the rule's id and the masked captures.
  static String ofMatch(String ruleId, List<String> captures) {
    StringBuilder text = new StringBuilder(ruleId);
    for (String capture : captures) {
      String masked = Mask.mask(capture).replace('\0', '\uFFFD');
      text.append('\0').append(masked, 0, Math.min(masked.length(), MAX_MASKED));
    }
    if (captures.isEmpty()) {
      text.append('\0');
    }
    return VERSION + Sha256.hex(text.toString(), 16);
  }

  /// Of a failure that no rule explains: its last error-like lines, masked. Null if there are none.
  static @Nullable String ofErrorLines(List<String> lines) {
    return lines.isEmpty() ? null : ofMatch("", lines);
  }
}
