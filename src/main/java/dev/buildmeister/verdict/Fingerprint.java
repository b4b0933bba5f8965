package dev.buildmeister.verdict;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    return hash(text.toString());
  }

  /// Of a failure that no rule explains: its last error-like lines, masked. Null if there are none.
  public static @Nullable String ofErrorLines(List<String> lines) {
    return lines.isEmpty() ? null : ofMatch("", lines);
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return VERSION + HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
