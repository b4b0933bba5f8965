package dev.buildmeister.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Twice the line costs twice the reading, whatever stands in it. What is counted is how often a
/// character is read; a clock is not asked.
class RedactionWorkTest {
  /// Long enough that no bound of a shape (8,192 characters) hides a search without one.
  private static final int CHARS = 1 << 14;

  private static final List<String> FRAGMENTS =
      List.of(
          "a:// ",
          "://",
          "://a:b",
          "://a:b@",
          "://@ ",
          "://a/b:c@d ",
          "://a:1/",
          "@",
          ":",
          "/",
          "password=",
          "password= ",
          "password=\"",
          "api_key='",
          "eyJ",
          "eyJ.",
          "eyJaaaaaaaaaaa.",
          "eyJaaaaaaaaaaa.eyJaaaaaaaaaaa ",
          " … ",
          " … a",
          " … -----",
          " … \"",
          "… ",
          "secret_access_key",
          "secret_access_key        ",
          "session_token=",
          "session_token = ",
          "-----BEGIN",
          "-----BEGIN ",
          "-----BEGIN A PRIVATE KE ",
          "-----END RSA PRIVATE KEY-----",
          "PRIVATE KEY-----",
          "\"",
          "'",
          "Bearer ",
          "Bearer        ",
          "Authorization: Basic ",
          "authorization : ",
          "PRIVATE-TOKEN: ",
          "x-api-key='",
          "ghp_",
          "github_pat_",
          "glpat-",
          "AKIA",
          "AKIAAAAAAAAAAAAAAAAA",
          "xoxb-",
          "xapp-",
          "hooks.slack.com/services/",
          "npm_",
          "pypi-",
          "AIza",
          "ya29.",
          "sk_live_",
          "sk-",
          "SG.",
          "SG.aaaaaaaaaaaaaaaa.",
          "dckr_pat_",
          "hf_",
          "dop_v1_",
          "CCIPAT_",
          "rubygems_",
          "AccountKey=",
          "?sig=",
          "&X-Amz-Signature=",
          "a",
          "A0",
          " ",
          "\t ",
          // combining marks: a word boundary is judged by what they stand on
          "\u0301",
          "a\u0301",
          "\uD83D\uDE00");

  /// A character sequence that counts how often it is read.
  private static final class Counted implements CharSequence {
    private final String text;
    private final long[] reads;

    Counted(String text, long[] reads) {
      this.text = text;
      this.reads = reads;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      reads[0]++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.substring(start, end), reads);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static List<String> fragments() {
    List<String> all = new ArrayList<>(FRAGMENTS);
    // What comes first opens the way to the searches of a shape; then they meet the rest.
    for (String fragment : List.of("\u0301", " ", "@", "a", "eyJ", "://", "\"", "-")) {
      all.add(
          "AKIA sk- SG. hf_ bearer npm_ eyJ secret_access_key= PRIVATE KEY ?sig= … |" + fragment);
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("fragments")
  void aLineOfTwiceTheLengthIsReadTwiceAsOften(String fragment) {
    int bar = fragment.indexOf('|');
    String head = fragment.substring(0, Math.max(0, bar));
    String repeated = fragment.substring(bar + 1);
    for (Gap gap : List.of(Gap.END)) {
      long once = reads(head, repeated, CHARS, gap);
      long twice = reads(head, repeated, 2 * CHARS, gap);
      assertThat(twice).as("%s, gap %s", fragment, gap).isLessThan(once * 5 / 2 + 20_000);
    }
  }

  private static long reads(String head, String repeated, int chars, Gap gap) {
    long[] reads = new long[1];
    String line = head + repeated.repeat(chars / repeated.length());
    int[] counted = Redactor.find(new Counted(line, reads), gap);
    assertThat(counted).isEqualTo(Redactor.find(line, gap));
    return reads[0];
  }
}
