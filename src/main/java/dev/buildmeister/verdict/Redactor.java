package dev.buildmeister.verdict;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds secrets by their known shapes. What is found becomes `***` in all that is stored or sent.
///
/// The shapes are those that the issuers document for their tokens. A secret without a shape of its
/// own (a plain password) cannot be known here; CI systems mask those themselves. A private key is
/// masked from its header to the end of that line.
///
/// Stateless and thread-safe. Linear: each shape begins with a literal and repeats one class.
final class Redactor {
  /// What stands for a secret.
  static final String MASK = "***";

  private static final int[] NONE = {};

  /// One shape: nothing is searched in a text that has none of the markers.
  private record Shape(Pattern pattern, int group, List<String> markers) {
    boolean possibleIn(String text) {
      for (String marker : markers) {
        if (text.contains(marker)) {
          return true;
        }
      }
      return false;
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          shape("gh[pousr]_[A-Za-z0-9]{20,255}+", 0, "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
          shape("github_pat_[A-Za-z0-9_]{20,255}+", 0, "github_pat_"),
          shape(
              "gl(?:pat|dt|rt|cbt|ptt|ft|soat|imt|agent)-[A-Za-z0-9_-]{20,255}+",
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
          shape("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b", 0, "AKIA", "ASIA"),
          shape(
              "(?i)aws_?secret_?access_?key[\"']?\\s{0,8}+[=:]\\s{0,8}+[\"']?([A-Za-z0-9/+=]{40})",
              1,
              "ecret",
              "ECRET"),
          shape("xox[abeoprs]-[A-Za-z0-9-]{10,255}+", 0, "xox"),
          shape("hooks\\.slack\\.com/services/([A-Za-z0-9/]{20,255}+)", 1, "hooks.slack.com"),
          shape(
              "eyJ[A-Za-z0-9_-]{10,8192}+\\.eyJ[A-Za-z0-9_-]{10,8192}+\\.[A-Za-z0-9_-]{5,8192}+",
              0,
              "eyJ"),
          shape("npm_[A-Za-z0-9]{36}", 0, "npm_"),
          shape("pypi-[A-Za-z0-9_-]{50,512}+", 0, "pypi-"),
          shape("AIza[A-Za-z0-9_-]{35}", 0, "AIza"),
          shape("ya29\\.[A-Za-z0-9_-]{20,512}+", 0, "ya29."),
          shape("[rs]k_(?:live|test)_[A-Za-z0-9]{16,255}+", 0, "k_live_", "k_test_"),
          shape("\\bsk-[A-Za-z0-9_-]{32,255}+", 0, "sk-"),
          shape("SG\\.[A-Za-z0-9_-]{16,64}+\\.[A-Za-z0-9_-]{16,64}+", 0, "SG."),
          shape("dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,255}+", 0, "dckr_"),
          shape("\\bhf_[A-Za-z0-9]{30,64}+", 0, "hf_"),
          shape("do[opr]_v1_[a-f0-9]{64}", 0, "_v1_"),
          shape("CCI(?:PAT|PRJ)_[A-Za-z0-9_]{20,255}+", 0, "CCIP"),
          shape("rubygems_[a-f0-9]{48}", 0, "rubygems_"),
          shape("AccountKey=([A-Za-z0-9+/=]{40,255}+)", 1, "AccountKey="),
          shape(
              "[?&](?:X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature|sig)"
                  + "=([A-Za-z0-9%+/=_-]{16,4096}+)",
              1, "X-Amz-", "X-Goog-", "sig="),
          shape("(?i)\\bbearer\\s{1,8}+([A-Za-z0-9._~+/=-]{16,8192}+)", 1, "earer", "EARER"),
          shape(
              "(?i)authorization[\"']?\\s{0,8}+[:=]\\s{0,8}+[\"']?(?:basic|token)\\s{1,8}+"
                  + "([A-Za-z0-9._~+/=-]{8,8192}+)",
              1,
              "uthorization",
              "UTHORIZATION"),
          shape("://[^\\s/:@]{0,256}+:([^\\s/@]{1,512}+)@", 1, "://"),
          shape("-----BEGIN [A-Z ]{0,32}PRIVATE KEY.*", 0, "PRIVATE KEY"));

  private Redactor() {}

  private static Shape shape(String expression, int group, String... markers) {
    return new Shape(Pattern.compile(expression), group, List.of(markers));
  }

  /// Where the secrets lie: `[start, end, start, end, …]` in UTF-16 code units, sorted, not
  /// overlapping; empty if there are none.
  static int[] find(String text) {
    int[] spans = NONE;
    for (Shape shape : SHAPES) {
      if (shape.possibleIn(text)) {
        Matcher matcher = shape.pattern().matcher(text);
        while (matcher.find()) {
          spans = Arrays.copyOf(spans, spans.length + 2);
          spans[spans.length - 2] = matcher.start(shape.group());
          spans[spans.length - 1] = matcher.end(shape.group());
        }
      }
    }
    return spans.length <= 2 ? spans : merge(spans);
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
    for (int i = 0; i < spans.length; i += 2) {
      int start = Math.max(spans[i], from);
      int end = Math.min(spans[i + 1], to);
      if (start < end) {
        out.append(text, at, start).append(MASK);
        at = end;
      }
    }
    return out.append(text, at, to).toString();
  }
}
