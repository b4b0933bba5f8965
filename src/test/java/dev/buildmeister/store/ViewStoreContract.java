package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [ViewStore] does.
public abstract class ViewStoreContract extends Contract {
  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private ViewStore store;

  /// An empty store.
  protected abstract ViewStore open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @Test
  void aViewComesBackWithItsEtag() {
    String etag = put("repos/acme.json", "{}");
    ViewStore.View view = call(() -> store.get("repos/acme.json")).orElseThrow();

    assertThat(view.etag()).isEqualTo(etag);
    assertThat(new String(view.bytes(), StandardCharsets.UTF_8)).isEqualTo("{}");
    assertThat(call(() -> store.get("repos/other.json"))).isEmpty();
  }

  @Test
  void theEtagChangesWithTheContent() {
    String first = put("a.json", "1");

    assertThat(put("a.json", "2")).isNotEqualTo(first);
  }

  @Test
  void anyTextCanBePartOfAKey() {
    List<String> texts =
        List.of("acme/app", "Acme/app", "con", "..", "", "é", "x".repeat(500), "x".repeat(501));
    for (String text : texts) {
      put("repos/" + ViewStore.segment(text) + ".json", text);
    }

    for (String text : texts) {
      String key = "repos/" + ViewStore.segment(text) + ".json";
      assertThat(call(() -> store.get(key)).orElseThrow().bytes())
          .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void keysThatNeedEscapingAreRefused() {
    for (String key : List.of("", "a", "A.json", "../a.json", "a/.json", "a b.json", "a.json/b")) {
      assertThatThrownBy(() -> call(() -> store.put(key, new byte[0])))
          .as(key)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private String put(String key, String text) {
    return call(() -> store.put(key, text.getBytes(StandardCharsets.UTF_8)));
  }
}
