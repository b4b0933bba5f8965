package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [ScanStore] does.
public abstract class ScanStoreContract extends Contract {
  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private ScanStore store;

  /// An empty store.
  protected abstract ScanStore open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @Test
  void aRecordComesBackAsItWas() {
    StoredScan scan = Samples.stored(new Random(SEED));
    run(() -> store.put("scan/acme/app/42", scan));

    assertThat(call(() -> store.get("scan/acme/app/42"))).contains(scan);
    assertThat(call(() -> store.get("scan/acme/app/43"))).isEmpty();
  }

  @Test
  void theLaterOfTwoRecordsStands() {
    Random random = new Random(SEED);
    StoredScan first = Samples.stored(random);
    StoredScan second = Samples.stored(random);
    run(() -> store.put("scan/acme/app/42", first));
    run(() -> store.put("scan/acme/app/42", second));

    assertThat(call(() -> store.get("scan/acme/app/42"))).contains(second);
  }

  @Test
  void keysOfOtherThingsAreRefused() {
    StoredScan scan = Samples.stored(new Random(SEED));
    for (String key : new String[] {"log/a/b/1", "scan/../log/1", "scan//1", ""}) {
      assertThatThrownBy(() -> run(() -> store.put(key, scan)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> call(() -> store.get(key)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
