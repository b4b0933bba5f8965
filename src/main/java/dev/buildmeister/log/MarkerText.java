package dev.buildmeister.log;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The markers by which Travis and GitLab part a log, as they stand between two CRs:
/// `travis_fold:start:NAME`, `travis_time:end:ID:start=…`, `section_start:UNIX:NAME[options]`.
final class MarkerText {
  private static final int MAX_BYTES = 512;
  private static final byte[] FOLD = Bytes.ascii("travis_fold:");
  private static final byte[] TIME = Bytes.ascii("travis_time:");
  private static final byte[] START = Bytes.ascii("section_start:");
  private static final byte[] END = Bytes.ascii("section_end:");
  private static final Pattern MARKER =
      Pattern.compile(
          "travis_fold:(?:start|end):[\\w.:/@+=~#%,()-]+"
              + "|travis_time:start:[0-9a-zA-Z]+"
              + "|travis_time:end:[0-9a-zA-Z]+(?::[0-9a-zA-Z_=,.:-]*)?"
              + "|section_(?:start|end):[0-9]+:[A-Za-z0-9_.-]+(?:\\[[!-~]*])?");

  private MarkerText() {}

  /// Where in `[from, to)` a marker begins that goes on to the end; -1 if none does.
  ///
  /// @param overwritten whether a CR and more text follow: then it may follow on the last output of
  ///   a program that ended without a line feed, else it must be the whole
  static int start(byte[] bytes, int from, int to, boolean overwritten) {
    if (overwritten) {
      return lastStart(bytes, from, to);
    }
    return isMarker(bytes, from, to) ? from : -1;
  }

  static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  private static int lastStart(byte[] bytes, int from, int to) {
    int first = Math.max(from, to - MAX_BYTES);
    // Only the last token is looked at: most pieces end in a word that is none of ours.
    for (int i = to - 1; i >= first && bytes[i] > ' ' && bytes[i] <= '~'; i--) {
      if (isMarker(bytes, i, to)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean begins(byte[] bytes, int at, int to) {
    return switch (bytes[at]) {
      case 't' -> Bytes.startsWith(bytes, at, to, FOLD) || Bytes.startsWith(bytes, at, to, TIME);
      case 's' -> Bytes.startsWith(bytes, at, to, START) || Bytes.startsWith(bytes, at, to, END);
      default -> false;
    };
  }

  private static boolean isMarker(byte[] bytes, int from, int to) {
    return to - from <= MAX_BYTES
        && from < to
        && begins(bytes, from, to)
        && MARKER.matcher(text(bytes, from, to)).matches();
  }
}
