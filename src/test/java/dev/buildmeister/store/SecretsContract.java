package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every [Secrets] does.
public abstract class SecretsContract extends Contract {
  /// Secrets of which these are set.
  protected abstract Secrets open(Map<String, String> secrets);

  @Test
  void aSecretIsGivenByItsName() {
    Secrets secrets = open(Map.of("hook-a", "It's a Secret é"));

    assertThat(call(() -> secrets.get("hook-a")).orElseThrow().reveal())
        .isEqualTo("It's a Secret é");
    assertThat(call(() -> secrets.get("hook-b"))).isEmpty();
  }

  @Test
  void aSecretPrintsAsItsNameOnly() {
    Secrets secrets = open(Map.of("hook-a", "hidden"));

    assertThat(call(() -> secrets.get("hook-a"))).hasToString("Optional[Secret[hook-a]]");
  }

  @Test
  void lineBreaksAtTheEndAreNoPartOfIt() {
    Secrets secrets = open(Map.of("hook-a", "two\nlines\r\n\n"));

    assertThat(call(() -> secrets.get("hook-a")).orElseThrow().reveal()).isEqualTo("two\nlines");
  }

  @Test
  void namesThatLeadElsewhereAreRefused() {
    Secrets secrets = open(Map.of());
    for (String name : List.of("", "../a", "a/b", "A", ".a", "a\n", "a".repeat(65))) {
      assertThatThrownBy(() -> secrets.get(name))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
