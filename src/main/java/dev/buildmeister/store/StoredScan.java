package dev.buildmeister.store;

import dev.buildmeister.verdict.ScanRecord;
import java.time.Instant;
import java.util.Optional;

/// A scan record and which log it is of. The verdict on the job's item is written before it, and by
/// many at once, so that it may for a while be that of another log: [#of] tells.
///
/// @param logModified when the log was last modified, in milliseconds
/// @param scan what was found in it
public record StoredScan(Instant logModified, ScanRecord scan) {
  public StoredScan {
    logModified = Times.parse(Times.text(logModified));
  }

  /// The record, if it is of the log that the verdict on an item is from.
  public Optional<ScanRecord> of(JobItem item) {
    return item.logModified().filter(logModified::equals).map(_ -> scan);
  }
}
