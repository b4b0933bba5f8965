package dev.buildmeister.verdict;

import dev.buildmeister.rules.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The groupable identity of a failure: `v1:` and 16 hex digits of a SHA-256. The same failure on
/// another day, machine or repository has the same one.
public final class Fingerprint {
  private static final String VERSION = "v1:";

  private Fingerprint() {}

  /// Of a failure that a rule explains: the rule's id and the masked captures.
  public static String ofMatch(String ruleId, List<String> captures) {
    StringBuilder text = new StringBuilder(ruleId);
    for (String capture : captures) {
      text.append('\0').append(Mask.mask(capture));
    }
    return VERSION + Sha256.hex(text.toString(), 16);
  }

  /// Of a failure that no rule explains: its last error-like lines, masked. Null if there are none.
  public static @Nullable String ofErrorLines(List<String> lines) {
    return lines.isEmpty() ? null : ofMatch("", lines);
  }
}
