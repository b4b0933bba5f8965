package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.buildmeister.store.LogStore.Content;
import dev.buildmeister.store.LogStore.Head;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [LogStore] does.
public abstract class LogStoreContract extends Contract {
  private static final int READS = 100;

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private LogStore store;

  /// An empty store.
  protected abstract LogStore open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @Test
  void aLogComesBackAsItWas() throws IOException {
    byte[] bytes = new byte[200_000];
    new Random(SEED).nextBytes(bytes);
    Head put =
        call(() -> store.put("log/acme/app/42", stream(bytes), Map.of("run-id", "7 of \"x\"")));

    assertThat(put).isEqualTo(call(() -> store.head("log/acme/app/42")).orElseThrow());
    Map.Entry<Head, byte[]> whole = whole("log/acme/app/42");
    assertThat(whole.getValue()).isEqualTo(bytes);
    assertThat(whole.getKey().bytes()).isEqualTo(200_000);
    assertThat(whole.getKey().metadata()).containsExactly(Map.entry("run-id", "7 of \"x\""));
  }

  @Test
  void aLogThatIsNotThereIsNoError() {
    assertThat(call(() -> store.open("log/acme/app/1"))).isEmpty();
    assertThat(call(() -> store.head("log/acme/app/1"))).isEmpty();
  }

  @Test
  void theLaterOfTwoPutsStandsWithItsOwnMetadata() throws IOException {
    Head first = put("log/a/b/1", "first", Map.of("run-id", "1"));
    pass(Duration.ofSeconds(2));
    Head second = put("log/a/b/1", "second", Map.of());

    assertThat(second.modified()).isAfter(first.modified());
    assertThat(call(() -> store.head("log/a/b/1"))).contains(second);
    assertThat(second.metadata()).isEmpty();
    assertThat(text("log/a/b/1")).isEqualTo("second");
  }

  @Test
  void aReaderKeepsWhatItOpened() throws IOException {
    byte[] read =
        untilItDoesNotBreak(
            () -> {
              put("log/a/b/1", "first", Map.of());
              try (Content content = call(() -> store.open("log/a/b/1")).orElseThrow()) {
                put("log/a/b/1", "other", Map.of());
                return content.content().readAllBytes();
              }
            });

    assertThat(read).asString(StandardCharsets.UTF_8).isEqualTo("first");
  }

  @Test
  void aPutWhoseStreamFailsChangesNothing() throws IOException {
    put("log/a/b/1", "whole", Map.of());
    assertThatThrownBy(() -> call(() -> store.put("log/a/b/1", failingAfter(100_000), Map.of())))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the line is dead");
    assertThatThrownBy(() -> call(() -> store.put("log/a/b/2", failingAfter(3), Map.of())))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(text("log/a/b/1")).isEqualTo("whole");
    assertThat(call(() -> store.head("log/a/b/2"))).isEmpty();
    assertThat(keys("log/")).containsExactly("log/a/b/1");
  }

  @Test
  void aPrefixMayEndAnywhere() {
    List<String> all =
        List.of("log/acme/app/1", "log/acme/app/12", "log/acme/apple/1", "temp_logs/acme/app/1");
    all.forEach(key -> put(key, key, Map.of()));

    assertThat(keys("")).containsExactlyInAnyOrderElementsOf(all);
    assertThat(keys("log/acme/app/"))
        .containsExactlyInAnyOrder("log/acme/app/1", "log/acme/app/12");
    assertThat(keys("log/acme/ap")).hasSize(3);
    assertThat(keys("log/acme/app/12")).containsExactly("log/acme/app/12");
    assertThat(keys("log/nobody/")).isEmpty();
  }

  @Test
  void hostileKeysStayApart() throws IOException {
    Map<String, String> logs = new TreeMap<>();
    for (String name : hostile()) {
      logs.put("log/" + name, name);
    }
    logs.forEach((key, text) -> put(key, text, Map.of("of", "x")));

    for (Map.Entry<String, String> log : logs.entrySet()) {
      assertThat(text(log.getKey())).isEqualTo(log.getValue());
    }
    assertThat(keys("log/")).containsExactlyInAnyOrderElementsOf(logs.keySet());
  }

  /// What [#hostileKeysStayApart] tries; a test server may be able to do less than the real one.
  protected List<String> hostile() {
    return HOSTILE;
  }

  /// Names that some file system takes for others, for devices or for places elsewhere.
  private static final List<String> HOSTILE =
      List.of(
          "acme/app/42",
          "acme/app/42/7",
          "acme/app/42.log",
          "acme/app/42.log/7",
          "acme/app/42.meta",
          "ACME/app/42",
          "acme/App/42",
          "con/aux/nul",
          "con.txt/com1",
          "gitlab.com!a/b/1",
          "a..b/...c/d..",
          "a b/ c/d ",
          "a%2fb/%2e%2e/1",
          "a+/b+/1",
          "~/-rf/1",
          "caf\u00e9/1",
          "cafe\u0301/1",
          "日本/語/1",
          "😀/1",
          "long/" + "x".repeat(300) + "/1",
          "long/" + "x".repeat(301) + "/1",
          "long/" + "x".repeat(120) + "/1",
          "long/" + "x".repeat(121),
          "long/" + "x".repeat(120),
          "wide/" + "日".repeat(250),
          "wide/" + "日".repeat(251));

  @Test
  void keysThatLeadOutAreRefused() {
    for (String key :
        List.of(
            "",
            "/",
            "log/",
            "log//a",
            "log/../x",
            "log/./x",
            "log/a\u0000b",
            "log/\ud800",
            "scan/a/b/1",
            "../log/a",
            "log/" + "x".repeat(1021))) {
      assertThatThrownBy(() -> call(() -> store.put(key, stream(new byte[1]), Map.of())))
          .as(key)
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> call(() -> store.open(key)))
          .as(key)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void metadataThatSomeStoresCannotKeepAreRefused() {
    for (Map<String, String> metadata :
        List.of(
            Map.of("Case", "x"),
            Map.of("a", "line\nbreak"),
            Map.of("a", "é"),
            Map.of("a", "x".repeat(2048)))) {
      assertThatThrownBy(() -> call(() -> store.put("log/a/b/1", stream(new byte[1]), metadata)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private Head put(String key, String text, Map<String, String> metadata) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return call(() -> store.put(key, stream(bytes), metadata));
  }

  private String text(String key) throws IOException {
    return new String(whole(key).getValue(), StandardCharsets.UTF_8);
  }

  private Map.Entry<Head, byte[]> whole(String key) throws IOException {
    return untilItDoesNotBreak(
        () -> {
          try (Content content = call(() -> store.open(key)).orElseThrow()) {
            return Map.entry(content.head(), content.content().readAllBytes());
          }
        });
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  /// A stream may break midway; then the log is opened again.
  private static <T> T untilItDoesNotBreak(Reading<T> reading) throws IOException {
    for (int i = 1; ; i++) {
      try {
        return reading.read();
      } catch (IOException e) {
        if (i == READS) {
          throw e;
        }
      }
    }
  }

  /// Asked until two answers are the same length as what is there, at most as often as lists are
  /// stale.
  private List<String> keys(String prefix) {
    List<String> keys = List.of();
    for (int i = 0; i < 12; i++) {
      keys = all(after -> store.list(prefix, after, 3)).stream().map(Head::key).toList();
    }
    return keys;
  }

  static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  /// A stream that ends in a failure.
  public static InputStream failingAfter(int bytes) {
    InputStream dead =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the line is dead");
          }

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            throw new IOException("the line is dead");
          }
        };
    return new SequenceInputStream(stream(new byte[bytes]), dead);
  }
}
