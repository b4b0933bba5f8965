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
              // UUID
              + ("|\\b" + HEX + "{8}(?:-" + HEX + "{4}){3}-" + HEX + "{12}\\b")
              // dates and times
              + "|\\b\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d)?(?:[.,]\\d++)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?"
              + "|\\b\\d\\d?:\\d\\d(?::\\d\\d)?(?:[.,]\\d++)?+(?![0-9a-fA-F]*:)"
              // addresses: of memory, IPv6
              + ("|\\b0[xX]" + HEX + "++")
              + ("|(?<![\\p{L}\\d:])(?:" + HEX + "{0,4}:){2,7}" + HEX + "{1,4}(?![\\p{L}\\d:])")
              // hashes: hex with a digit in it, of one case
              + "|\\b(?=[a-f]{0,63}[0-9])[0-9a-f]{7,}+\\b"
              + "|\\b(?=[A-F]{0,63}[0-9])[0-9A-F]{7,}+\\b"
              // durations: 1m23s, 1h 2m are numbers with their units
              + "|(?<![\\p{L}_\\d])\\d++(?:[.,]\\d++)?+(?:ms|us|ns|[smhd])(?:\\d++(?:[.,]\\d++)?+(?:ms|[smh]))++"
              // numbers
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
