package dev.buildmeister.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static String mask(String text) {
    return Redactor.mask(text, Redactor.find(text), 0, text.length());
  }

  // Each is made up; only its shape is that of a secret. Joined so that no scanner trips over it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ghp_|0123456789abcdefghijABCDEFGHIJ012345",
        "github_pat_|11ABCDEFG0123456789_abcdefghijklmnopqrstuv",
        "glpat-|abcdefghij0123456789",
        "AKIA|ABCDEFGHIJKLMNOP",
        "xoxb-|123456789012-abcdefghijkl",
        "eyJ|hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcdefghij",
        "npm_|abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
        "AIza|SyA-0123456789abcdefghijklmnopqrstu",
        "sk_live_|abcdefghijklmnop0123",
        "sk-|abcdefghijklmnopqrstuvwxyz0123456789",
        "SG.|abcdefghijklmnop.abcdefghijklmnop",
        "dckr_pat_|abcdefghijklmnopqrstuvwx",
        "CCIPAT_|abcdefghijklmnopqrstuvwx",
        "ghs_|123_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl",
        "glpat-|abcdefghij0123456789.01.0w1abcdef",
        "xapp-|1-A0123456789-abcdef"
      })
  void aTokenOfAKnownShapeBecomesStars(String token) {
    assertThat(mask("before " + token.replace("|", "") + " after")).isEqualTo("before *** after");
  }

  @Test
  void onlyThePasswordOfAnAddressIsMasked() {
    assertThat(mask("fatal: https://bot:pa55@example.org/x.git"))
        .isEqualTo("fatal: https://bot:***@example.org/x.git");
  }

  @ParameterizedTest
  @CsvSource({
    "https://bot:p@ss0rd@example.org/x, https://bot:***@example.org/x",
    "https://bot:pa/ss@example.org/x, https://bot:***@example.org/x",
    "https://0123456789abcdef0123@example.org, https://***@example.org",
    "ssh://git@example.org/x.git, ssh://git@example.org/x.git",
    "http://example.org:8080/a@v1, http://example.org:8080/a@v1",
    "login password=hunter2secret user=bot, login password=*** user=bot",
    "PRIVATE-TOKEN: abcdefgh12345678, PRIVATE-TOKEN: ***",
    "aws_session_token = abcdefghij0123456789, aws_session_token = ***"
  })
  void aSecretIsKnownByWhereItStands(String text, String masked) {
    assertThat(mask(text)).isEqualTo(masked);
  }

  @Test
  void theWordBeforeABearerTokenStays() {
    assertThat(mask("Authorization: Bearer abcdefghijklmnopqrst"))
        .isEqualTo("Authorization: Bearer ***");
  }

  @Test
  void secretsThatTouchBecomeOneMask() {
    assertThat(mask("Bearer ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"))
        .isEqualTo("Bearer ***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unexpected token: < in JSON",
        "http://example.org:8080/path@v1",
        "AKIA is a prefix",
        "sk-learn failed",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8"
      })
  void whatOnlyLooksLikeASecretStays(String text) {
    assertThat(mask(text)).isEqualTo(text);
  }

  @Test
  void aVeryLongLineOfNearMissesIsSearchedInOnePass() {
    String line = "ghp_ eyJ.eyJ xox AKIA ://a:b ".repeat(40_000);
    assertThat(mask(line)).isEqualTo(line);
  }

  @Test
  void veryManySecretsOfOneLineAreFound() {
    assertThat(mask("://:a@ ".repeat(150_000))).isEqualTo("://:***@ ".repeat(150_000));
  }

  @Test
  void aRunThatBeginsLikeATokenAgainAndAgainIsReadOnce() {
    String line = "eyJ".repeat(350_000);
    assertThat(mask(line)).isEqualTo(line);
  }
}
