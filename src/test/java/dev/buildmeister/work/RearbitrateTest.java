package dev.buildmeister.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.buildmeister.job.JobId;
import dev.buildmeister.store.Attributes;
import dev.buildmeister.store.ChangeFeed.Change;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which changes of a job ask for its verdict to be reached anew.
class RearbitrateTest {
  private static JobItem item(String state, String note, String conclusion) {
    Attributes attributes = Attributes.NONE.with(Tables.STATE, state);
    if (!note.isEmpty()) {
      Value notes = new Value.Items(List.of(new Value.Text(note)));
      attributes = attributes.with(Tables.NOTES, notes);
    }
    if (!conclusion.isEmpty()) {
      attributes = attributes.with(Tables.CONCLUSION, conclusion);
    }
    return new JobItem(JobId.parse("acme/app/1"), attributes, Tables.DEFAULT);
  }

  private static boolean isNeeded(String state, String note, String conclusion) {
    JobItem before = item(state, note, "");
    return Rearbitrate.isNeeded(new Change(Optional.of(before), item(state, note, conclusion)));
  }

  @Test
  void aConclusionThatContradictsTheLogIsHeeded() {
    assertThat(isNeeded("NO_MATCH", "JOB_SUCCEEDED", "failure")).isTrue();
    assertThat(isNeeded("MATCHED", "", "success")).isTrue();
  }

  @Test
  void aConclusionThatConfirmsTheVerdictChangesNothing() {
    assertThat(isNeeded("NO_MATCH", "JOB_SUCCEEDED", "success")).isFalse();
    assertThat(isNeeded("MATCHED", "", "failure")).isFalse();
    assertThat(isNeeded("NO_MATCH", "", "success")).isFalse();
    assertThat(isNeeded("MATCHED", "", "")).isFalse();
  }

  @Test
  void aFactThatAScopeWaitedForIsHeededOnce() {
    JobItem item = item("MATCHED", "SCOPE_UNKNOWN", "failure");
    assertThat(isNeeded("MATCHED", "SCOPE_UNKNOWN", "failure")).isTrue();
    assertThat(Rearbitrate.isNeeded(new Change(Optional.of(item), item))).isFalse();
  }
}
