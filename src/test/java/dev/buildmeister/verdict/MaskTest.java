package dev.buildmeister.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "failed after 17 tries | failed after # tries",
        "took 1.5s | took #s",
        "exit code 137 | exit code #",
        "a.py:12:5: boom | a.py:#: boom",
        "at 2024-07-08T16:59:08.174Z ok | at # ok",
        "at 16:59:08 ok | at # ok",
        "0x7fff5a3c | #",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8 | commit #",
        "id 123e4567-e89b-12d3-a456-426614174000 | id #",
        "127.0.0.1:8080 refused | # refused",
        "/tmp/pytest-of-runner/pytest-0/x.txt missing | /tmp/# missing",
        "tests/test_sha256.py::test_v2 | tests/test_sha256.py::test_v2",
        "deadbeef | deadbeef",
        "took 1m23s | took #",
        "sha DEADBEEF12AB | sha #",
        "fe80::1ff:fe23:4567:890a refused | # refused",
        "std::vector::at | std::vector::at",
        "a.py::test_x | a.py::test_x",
        "no digits | no digits"
      })
  void onlyWhatDiffersFromRunToRunIsMasked(String text, String masked) {
    assertThat(Mask.mask(text)).isEqualTo(masked);
  }

  @Test
  void aHashOfAnyLengthIsOne() {
    assertThat(Mask.mask("sha512 " + "0123456789abcdef".repeat(8))).isEqualTo("sha512 #");
  }
}
