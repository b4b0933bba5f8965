package dev.buildmeister.verdict;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds secrets by their known shapes. What is found becomes `***` in all that is stored or sent.
///
/// The shapes are those that the issuers document for their tokens, and the commonest ways in which
/// a secret stands behind its name (`password=…`, `Authorization: …`, `https://user:password@…`). A
/// secret without a shape and a name cannot be known here; CI systems mask those themselves.
///
/// Stateless and thread-safe. Linear: a shape begins at a literal and repeats one class without end
/// and without going back, and a run of that class is begun only at its beginning. No shape has a
/// word boundary `\b`, since the JDK goes back over all combining marks to judge one.
final class Redactor {
  /// What stands for a secret.
  static final String MASK = "***";

  private static final int[] NONE = {};

  /// The longest authority of an address in which a password is looked for: that of a registry may
  /// be a whole key file.
  private static final int MAX_AUTHORITY = 1 << 13;

  /// A user without a password is a token if it is at least this long; `git` is not.
  private static final int MIN_TOKEN_USER = 16;

  /// One shape: nothing is searched in a text that has none of the markers.
  private record Shape(Pattern pattern, int group, List<String> markers) {
    boolean possibleIn(CharSequence text) {
      for (String marker : markers) {
        if (indexOf(text, marker, 0) >= 0) {
          return true;
        }
      }
      return false;
    }
  }

  private static final String WORD = "(?<![A-Za-z0-9_])";

  private static final String NAME_END = "[\"']?\\s{0,8}+[=:]\\s{0,8}+[\"']?";

  private static final List<Shape> SHAPES =
      List.of(
          shape("gh[pousr]_[A-Za-z0-9_.-]{20,}+", 0, "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
          shape("github_pat_[A-Za-z0-9_]{20,}+", 0, "github_pat_"),
          shape(
              "gl(?:pat|dt|rt|cbt|ptt|ft|soat|imt|agent)-[A-Za-z0-9_.-]{20,}+",
              0,
              "glpat-",
              "gldt-",
              "glrt-",
              "glcbt-",
              "glptt-",
              "glft-",
              "glsoat-",
              "glimt-",
              "glagent-"),
          shape(WORD + "(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9_])", 0, "AKIA", "ASIA"),
          shape("(?i)secret_?access_?key" + NAME_END + "([A-Za-z0-9/+=]{40})", 1, "ecret", "ECRET"),
          shape("(?i)session_?token" + NAME_END + "([A-Za-z0-9/+=]{16,}+)", 1, "ession", "ESSION"),
          shape("xox[abeoprs]-[A-Za-z0-9-]{10,}+", 0, "xox"),
          shape("xapp-[A-Za-z0-9-]{10,}+", 0, "xapp-"),
          shape("hooks\\.slack\\.com/services/([A-Za-z0-9/]{20,}+)", 1, "hooks.slack.com"),
          shape(
              "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}+\\.eyJ[A-Za-z0-9_-]{10,}+"
                  + "\\.[A-Za-z0-9_-]{5,}+",
              0,
              "eyJ"),
          shape("npm_[A-Za-z0-9]{36}", 0, "npm_"),
          shape("pypi-[A-Za-z0-9_-]{50,}+", 0, "pypi-"),
          shape("AIza[A-Za-z0-9_-]{35}", 0, "AIza"),
          shape("ya29\\.[A-Za-z0-9_-]{20,}+", 0, "ya29."),
          shape("[rs]k_(?:live|test)_[A-Za-z0-9]{16,}+", 0, "k_live_", "k_test_"),
          shape(WORD + "sk-[A-Za-z0-9_-]{32,}+", 0, "sk-"),
          shape(WORD + "SG\\.[A-Za-z0-9_-]{16,64}+\\.[A-Za-z0-9_-]{16,}+", 0, "SG."),
          shape("dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}+", 0, "dckr_"),
          shape(WORD + "hf_[A-Za-z0-9]{30,}+", 0, "hf_"),
          shape("do[opr]_v1_[a-f0-9]{64}", 0, "_v1_"),
          shape("CCI(?:PAT|PRJ)_[A-Za-z0-9_]{20,}+", 0, "CCIP"),
          shape("rubygems_[a-f0-9]{48}", 0, "rubygems_"),
          shape("AccountKey=([A-Za-z0-9+/=]{40,}+)", 1, "AccountKey="),
          shape(
              "[?&](?:X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature|sig)"
                  + "=([A-Za-z0-9%+/=_-]{16,}+)",
              1, "X-Amz-", "X-Goog-", "sig="),
          shape("(?i)" + WORD + "bearer\\s{1,8}+([A-Za-z0-9._~+/=-]{16,}+)", 1, "earer", "EARER"),
          shape(
              "(?i)authorization" + NAME_END + "(?:basic|token)\\s{1,8}+([A-Za-z0-9._~+/=-]{8,}+)",
              1,
              "uthorization",
              "UTHORIZATION"),
          shape(
              "(?i)(?:private|job|deploy|circle|auth)-token" + NAME_END + "([^\\s\"']{8,}+)",
              1,
              "oken",
              "OKEN"),
          shape("(?i)x-api-key" + NAME_END + "([^\\s\"']{8,}+)", 1, "pi-", "PI-"),
          shape(
              "(?i)(?:password|passwd|passphrase|api_?key|access_?token|auth_?token"
                  + "|client_?secret)=[\"']?([^\\s\"'&;,]{4,}+)",
              1,
              "="),
          shape("-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY.*", 0, "PRIVATE KEY"));

  private Redactor() {}

  private static Shape shape(String expression, int group, String... markers) {
    return new Shape(Pattern.compile(expression), group, List.of(markers));
  }

  /// Places in a text, as they are found.
  static final class Spans {
    private int[] places = NONE;
    private int size;

    void add(int start, int end) {
      if (size == places.length) {
        places = Arrays.copyOf(places, Math.max(8, 2 * size));
      }
      places[size++] = start;
      places[size++] = end;
    }

    int[] sorted() {
      return size <= 2 ? Arrays.copyOf(places, size) : merge(Arrays.copyOf(places, size));
    }
  }

  /// Where the secrets lie: `[start, end, start, end, …]` in UTF-16 code units, sorted, not
  /// overlapping; empty if there are none.
  static int[] find(CharSequence text) {
    return find(text, Gap.NONE);
  }

  /// The same, and what may be a part of a secret where something is missing.
  static int[] find(CharSequence text, Gap gap) {
    Spans spans = new Spans();
    for (Shape shape : SHAPES) {
      if (shape.possibleIn(text)) {
        Matcher matcher = shape.pattern().matcher(text);
        while (matcher.find()) {
          spans.add(matcher.start(shape.group()), matcher.end(shape.group()));
        }
      }
    }
    findInAddresses(text, spans);
    if (gap != Gap.NONE) {
      TornSecrets.find(text, gap == Gap.END, spans);
    }
    return spans.size == 0 ? NONE : spans.sorted();
  }

  /// What stands before the host of an address: after a colon it is a password, and a long user
  /// alone is a token. A password may hold what should have been escaped, so it goes up to the last
  /// `@`, unless what follows the colon is a port.
  private static void findInAddresses(CharSequence text, Spans spans) {
    int at = indexOf(text, "://", 0);
    while (at >= 0) {
      int end = at + 3;
      int last = Math.min(text.length(), end + MAX_AUTHORITY);
      while (end < last && isOfAddress(text.charAt(end))) {
        end++;
      }
      findInAddress(text, at + 3, end, spans);
      at = indexOf(text, "://", end);
    }
  }

  /// Looks at the address and at nothing beyond it: a line may have very many.
  private static void findInAddress(CharSequence text, int from, int end, Spans spans) {
    int host = end - 1;
    while (host >= from && text.charAt(host) != '@') {
      host--;
    }
    int colon = indexOf(text, ':', from, host);
    int slash = indexOf(text, '/', from, host);
    boolean inAuthority = slash < 0;
    if (colon >= 0 && (inAuthority || colon < slash)) {
      if (inAuthority || !isPort(text, colon + 1, slash)) {
        spans.add(colon + 1, host);
      }
    } else if (host - from >= MIN_TOKEN_USER && inAuthority) {
      spans.add(from, host);
    }
  }

  /// As that of a string, which is what it is asked of but in the test that counts what is read.
  static int indexOf(CharSequence text, String part, int from) {
    if (text instanceof String string) {
      return string.indexOf(part, from);
    }
    for (int at = from; at <= text.length() - part.length(); at++) {
      int same = 0;
      while (same < part.length() && text.charAt(at + same) == part.charAt(same)) {
        same++;
      }
      if (same == part.length()) {
        return at;
      }
    }
    return -1;
  }

  private static int indexOf(CharSequence text, char c, int from, int to) {
    for (int at = from; at < to; at++) {
      if (text.charAt(at) == c) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isOfAddress(char c) {
    return c > ' ' && c != '"' && c != '\'' && c != '<' && c != '>' && c != '`';
  }

  private static boolean isPort(CharSequence text, int from, int to) {
    return text.subSequence(from, to).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static int[] merge(int[] spans) {
    long[] sorted = new long[spans.length / 2];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = (long) spans[2 * i] << 32 | spans[2 * i + 1];
    }
    Arrays.sort(sorted);
    int[] merged = new int[spans.length];
    int size = 0;
    for (long span : sorted) {
      int start = (int) (span >>> 32);
      int end = (int) span;
      if (size > 0 && start <= merged[size - 1]) {
        merged[size - 1] = Math.max(merged[size - 1], end);
      } else {
        merged[size++] = start;
        merged[size++] = end;
      }
    }
    return Arrays.copyOf(merged, size);
  }

  /// `text[from..to)` with each secret that touches it masked, also one that begins before or ends
  /// after: a capture inside a token shows no part of it.
  static String mask(String text, int[] spans, int from, int to) {
    if (spans.length == 0) {
      return text.substring(from, to);
    }
    StringBuilder out = new StringBuilder();
    int at = from;
    for (int i = firstBehind(spans, from); i < spans.length && spans[i] < to; i += 2) {
      int start = Math.max(spans[i], from);
      int end = Math.min(spans[i + 1], to);
      if (start < end) {
        out.append(text, at, start).append(MASK);
        at = end;
      }
    }
    return out.append(text, at, to).toString();
  }

  /// Index of the first span that ends behind `from`. A line may have very many secrets and a rule
  /// many groups, so it is not looked for one by one.
  private static int firstBehind(int[] spans, int from) {
    int low = 0;
    int high = spans.length / 2;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (spans[2 * middle + 1] <= from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return 2 * low;
  }
}
