package dev.buildmeister.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TornSecretsTest {
  private static String mask(String text, Gap gap) {
    return Redactor.mask(text, Redactor.find(text, gap), 0, text.length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a token=ghp_S3 … cr3t b c d e   | a *** … *** e
          a "token": "S3 … cr3t", "b": 1} | a "token": "*** … *** 1}
          short … x                       | *** … ***
          a password: … s3cret b c d e    | a *** … *** e
          """)
  void whatTouchesACutIsHidden(String text, String masked) {
    assertThat(mask(text, Gap.MIDDLE)).isEqualTo(masked);
  }

  @Test
  void anEllipsisOfAWholeLineHidesNothing() {
    assertThat(mask("Building cart … done", Gap.NONE)).isEqualTo("Building cart … done");
  }

  @Test
  void whereTheEndIsMissingTheLastRunIsHidden() {
    assertThat(mask("curl -H token=gh", Gap.END)).isEqualTo("curl -H ***");
    assertThat(mask("curl -H ", Gap.END)).isEqualTo("curl -H ");
  }

  @Test
  void ofARunThatIsTooLongForASecretTheRestStays() {
    assertThat(mask("x".repeat(10_000) + " … " + "y".repeat(10_000) + " z", Gap.MIDDLE))
        .isEqualTo("x".repeat(1808) + "*** … ***" + "y".repeat(1808) + " z");
  }

  @Test
  void charactersOfTwoUnitsStayWhole() {
    String clef = "𝄞".repeat(5000);
    assertThat(mask("a" + clef + "b … " + "c" + clef, Gap.MIDDLE))
        .isEqualTo("a" + "𝄞".repeat(904) + "*** … ***" + "𝄞".repeat(904));
  }

  // Whatever is lost of a line with a secret, nothing of the secret is shown.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "@ghp_S3cr3tS3cr3tS3cr3tS3cr3t@",
        "password=@S3cr3tS3cr3t@",
        "Authorization : Basic @S3cr3tS3cr3tS3cr3t@",
        "aws_secret_access_key = \"@S3cr3tS3cr3tS3cr3tS3cr3tS3cr3tS3cr3tS3cr@\"",
        "https://bot:@S3cr3tS3cr3t@@example.org/x",
        "-----BEGIN RSA PRIVATE KEY-----@S3cr3tS3c r3tS3cr3t S3cr3tS S3cr3tS S3cr3t S3cr3t@"
            + "-----END RSA PRIVATE KEY-----"
      })
  void noPartOfASecretIsShownWhereverTheLineIsCut(String marked) {
    int from = marked.indexOf('@');
    int to = marked.indexOf('@', from + 1);
    String before = "x y ";
    String text = before + marked.replaceFirst("@", "").replaceFirst("@", "") + " 1 2 3 4 5 6";
    for (int cut = 1; cut < text.length(); cut++) {
      for (int end = cut + 1; end <= cut + 1 + (to - from) / 2 && end < text.length(); end++) {
        String incomplete = text.substring(0, cut) + " … " + text.substring(end);
        assertThat(mask(incomplete, Gap.MIDDLE))
            .as(incomplete)
            .doesNotContainPattern("S3|r3|3c|3t");
      }
      String begun = text.substring(0, cut);
      assertThat(mask(begun, Gap.END)).as(begun).doesNotContainPattern("S3|r3|3c|3t");
    }
  }

  @Test
  void manyEllipsesCostNoMoreThanFew() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    while (text.length() < 1 << 20) {
      text.append(" … ").append("x".repeat(random.nextInt(3)));
    }
    assertThat(mask(text.toString(), Gap.END)).as("seed %d", seed).doesNotContain("x");
  }
}
