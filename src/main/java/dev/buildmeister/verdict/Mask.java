package dev.buildmeister.verdict;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes out of a text what differs from run to run, so that equal failures read equal: times,
/// temporary paths, addresses, hashes, numbers.
///
/// Digits that belong to a word (`test_sha256`) stay. All quantifiers are possessive or bounded and
/// texts are at most a few KiB, so the time is linear.
final class Mask {
  private static final String HEX = "[0-9a-fA-F]";

  private static final Pattern VARIABLE =
      Pattern.compile(
          "(?<tmp>(?:/private)?/(?:tmp|var/tmp|var/folders)/[^\\s:'\"`)\\],]++"
              + "|[A-Za-z]:\\\\Users\\\\[^\\s\\\\]{1,64}\\\\AppData\\\\Local\\\\Temp\\\\[^\\s:'\"]++)"
              + "|\\b"
              + HEX
              + "{8}(?:-"
              + HEX
              + "{4}){3}-"
              + HEX
              + "{12}\\b"
              + "|\\b\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d)?(?:[.,]\\d++)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?"
              + "|\\b\\d\\d?:\\d\\d(?::\\d\\d)?(?:[.,]\\d++)?+"
              + "|\\b0[xX]"
              + HEX
              + "++"
              + "|\\b(?=[a-f]{0,63}[0-9])[0-9a-f]{7,64}+\\b"
              + "|(?<![\\p{L}_\\d])\\d++(?:[.,:]\\d++)*+");

  private Mask() {}

  /// The text with each variable part replaced by `#`.
  static String mask(String text) {
    Matcher matcher = VARIABLE.matcher(text);
    if (!matcher.find()) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    do {
      matcher.appendReplacement(out, matcher.group("tmp") == null ? "#" : "/tmp/#");
    } while (matcher.find());
    return matcher.appendTail(out).toString();
  }
}
