package dev.buildmeister.verdict;

/// Finds what may be a part of a secret in a line of which something is missing.
///
/// Half a token has no shape, and a secret whose name is lost has none either. So all is hidden
/// that could be one, however it looks: before a gap the run of token characters that ends there,
/// behind it the first four runs (of a name, `=`, `Basic` and the secret, any may be the first that
/// is left). A token character is any that is neither blank nor a quotation mark, which none of
/// [Redactor]'s shapes goes beyond but that of a private key; a key in one line is hidden whole. Of
/// a longer run the 8,192 characters at the gap are hidden: no secret is longer.
///
/// That a line is incomplete has to be told. Where a cut lies is not: it is looked for by its ` …
/// `, because a cut has no fixed place (a log's tail within one line is cut where the scan
/// stopped). An ellipsis of the line's own costs at most some words of a line that is too long
/// anyway.
///
/// Stateless. Linear: a run is looked at for the few gaps next to it only.
final class TornSecrets {
  private static final String ELLIPSIS = " … ";
  private static final String DASHES = "-----";
  private static final String KEY_END = "PRIVATE KEY-----";

  /// No secret is longer.
  private static final int MAX_CHARS = 1 << 13;

  /// Name, sign, scheme, secret: `Authorization : Basic dXNlcjpw`.
  private static final int RUNS_BEHIND = 4;

  /// The longest text between the dashes of a key's first line.
  private static final int MAX_LABEL = 64;

  private TornSecrets() {}

  /// Adds them to the secrets of a text that is incomplete.
  static void find(CharSequence text, boolean endMissing, Redactor.Spans secrets) {
    int gap = Redactor.indexOf(text, ELLIPSIS, 0);
    int key = gap < 0 ? -1 : lastKeyEnd(text);
    if (key > gap) {
      secrets.add(gap + ELLIPSIS.length(), key);
    }
    while (gap >= 0) {
      int behind = gap + ELLIPSIS.length();
      before(text, gap, secrets);
      if (isKeyMarkerTorn(text, gap, behind)) {
        secrets.add(behind, text.length());
        return;
      }
      behind(text, behind, secrets);
      gap = Redactor.indexOf(text, ELLIPSIS, gap + 1);
    }
    if (endMissing) {
      before(text, text.length(), secrets);
    }
  }

  private static int lastKeyEnd(CharSequence text) {
    int last = -1;
    int at = Redactor.indexOf(text, KEY_END, 0);
    while (at >= 0) {
      last = at;
      at = Redactor.indexOf(text, KEY_END, at + 1);
    }
    return last;
  }

  private static void before(CharSequence text, int gap, Redactor.Spans secrets) {
    int start = gap;
    while (start > 0 && gap - start < MAX_CHARS && isOfToken(text.charAt(start - 1))) {
      start--;
    }
    if (start < gap) {
      boolean split = start > 0 && Character.isLowSurrogate(text.charAt(start));
      secrets.add(split ? start - 1 : start, gap);
    }
  }

  private static void behind(CharSequence text, int from, Redactor.Spans secrets) {
    int at = from;
    int end = from;
    for (int run = 0; run < RUNS_BEHIND && end - at < MAX_CHARS; run++) {
      at = end;
      while (at < text.length() && !isOfToken(text.charAt(at))) {
        at++;
      }
      end = at;
      while (end < text.length() && end - at < MAX_CHARS && isOfToken(text.charAt(end))) {
        end++;
      }
    }
    if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
      end++;
    }
    if (end > from) {
      secrets.add(from, end);
    }
  }

  private static boolean isOfToken(char c) {
    return c > ' ' && c != '"' && c != '\'';
  }

  /// Whether the gap may lie in `-----BEGIN … PRIVATE KEY-----`.
  private static boolean isKeyMarkerTorn(CharSequence text, int gap, int behind) {
    int start = gap;
    while (start > 0 && gap - start < MAX_LABEL && isOfMarker(text.charAt(start - 1))) {
      start--;
    }
    int end = behind;
    while (end < text.length() && end - behind < MAX_LABEL && isOfMarker(text.charAt(end))) {
      end++;
    }
    return Redactor.indexOf(text.subSequence(start, gap), DASHES, 0) >= 0
        || Redactor.indexOf(text.subSequence(behind, end), DASHES, 0) >= 0;
  }

  private static boolean isOfMarker(char c) {
    return c == '-' || c == ' ' || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
