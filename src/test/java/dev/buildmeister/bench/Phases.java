package dev.buildmeister.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.buildmeister.job.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What the handler itself says of one log, in the line it writes for CloudWatch.
///
/// @param bytes unpacked
/// @param openMillis the log is found, the try counted, the job's facts are got
/// @param scanMillis it is read, unpacked, scanned and judged
/// @param storeMillis the verdict and the scan record are kept
record Phases(long bytes, long openMillis, long scanMillis, long storeMillis) {
  /// All that a program has written, by the key of the job's item.
  ///
  /// @throws AssertionError if a verdict was not taken: then less was done than is to be measured
  static Map<String, Phases> of(Path log) throws IOException {
    Map<String, Phases> found = new TreeMap<>();
    for (String line : Files.readAllLines(log)) {
      if (line.startsWith("{") && line.contains("\"message\":\"classified\"")) {
        JsonNode node = BenchOutput.parse(line);
        if (!node.path("kept").asText().equals("WRITTEN")) {
          throw new AssertionError("a verdict was not taken: " + line);
        }
        found.put(
            node.path("job").asText(),
            new Phases(
                node.path("bytes").asLong(),
                node.path("open_ms").asLong(),
                node.path("scan_ms").asLong(),
                node.path("store_ms").asLong()));
      }
    }
    return found;
  }

  static Phases of(Path log, JobId job) throws IOException {
    Phases found = of(log).get(job.itemKey());
    if (found == null) {
      throw new AssertionError("nothing is said of " + job + " in " + log);
    }
    return found;
  }
}
