package dev.buildmeister.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {
  @ParameterizedTest
  @CsvSource({
    "github.com, acme/app, 42, acme/app/42",
    "gitlab.com, acme/group/app, 42, gitlab.com!acme/group/app/42",
    "circleci.com, gh/acme/app, 42.1, circleci.com!gh/acme/app/42.1",
    "git.example.org:8443, app, run-7-1, git.example.org:8443!app/run-7-1",
  })
  void theItemKeyNamesTheJobAndReadsBack(String host, String path, String id, String key) {
    JobId job = new JobId(host, path, id);
    assertThat(job.itemKey()).isEqualTo(key);
    assertThat(JobId.parse(key)).isEqualTo(job);
    assertThat(job.logKey()).isEqualTo("log/" + key);
    assertThat(job.tempLogKey()).isEqualTo("temp_logs/" + key);
    assertThat(job.scanKey()).isEqualTo("scan/" + key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme/app/..",
        "acme/../42",
        "../app/42",
        "acme//42",
        "/acme/42",
        "acme/app/",
        "acme/./42",
        "acme/a\u0000b/42",
        "acme/a\nb/42",
        "acme/a\u009b31m/42",
        "acme/a\u0085b/42",
        "acme/a\u202eb/42",
        "acme/a\u200bb/42",
        "acme/a\u2028b/42",
        "acme/a\ud800b/42",
        "acme\\app/42",
        "GITHUB.COM!acme/app/42",
        "evil..com!acme/app/42",
        "!acme/app/42",
        "a!b!acme/app/42",
        "42",
        ""
      })
  void aKeyThatCouldLeaveItsPlaceIsRefused(String key) {
    assertThatThrownBy(() -> JobId.parse(key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("job ");
  }

  @Test
  void aRefusalNamesThePartAndWhatIsExpectedWithoutRawControlCharacters() {
    assertThatThrownBy(() -> new JobId("github.com", "acme/a\u001bb", "1"))
        .hasMessageContaining("job path 'acme/a?b'")
        .hasMessageContaining("expected");
  }

  @Test
  void aKeyLongerThanAnObjectKeyMayBeIsRefused() {
    assertThatThrownBy(() -> new JobId("github.com", "ä".repeat(500), "1"))
        .hasMessageContaining("the limit is 900");
  }
}
