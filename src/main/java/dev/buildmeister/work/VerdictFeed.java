package dev.buildmeister.work;

import dev.buildmeister.store.ChangeFeed.Change;
import dev.buildmeister.store.FeedJson;
import dev.buildmeister.store.JobItem;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.Tables;
import dev.buildmeister.store.ViewStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Verdicts as JSON Lines for analysts: a directory for each day, by the time of classification,
/// and in it a file for each batch of changes, `feed/2026-08-01/{batch}.jsonl`.
///
/// A batch that comes again writes its files again. A job whose verdict changed stands in several
/// lines; the one with the greatest `sequence` counts. Thread-safe.
public final class VerdictFeed {
  private final ViewStore views;
  private final Retry retry;

  /// A change and its place among those of the same job.
  ///
  /// @param sequence digits, 40 at most; a later change has a greater number
  /// @param change what it is
  public record Told(String sequence, Change change) {
    /// The longest number that a stream of DynamoDB gives, in its API reference.
    private static final int DIGITS = 40;

    /// All of one length, so that the order of the texts is that of the numbers.
    String ordered() {
      return "0".repeat(Math.max(0, DIGITS - sequence.length())) + sequence;
    }
  }

  public VerdictFeed(ViewStore views, Retry retry) {
    this.views = views;
    this.retry = retry;
  }

  /// Writes those of a batch of changes that changed what is told of a verdict.
  ///
  /// @param batch names the batch; another one for every other set of changes, or a part of a batch
  ///   that comes again would take the place of the whole
  public void write(String batch, List<Told> changes) {
    Map<String, StringBuilder> days = new TreeMap<>();
    for (Told told : changes) {
      Change change = told.change();
      String line = FeedJson.line(change.after(), told.ordered());
      boolean same =
          change
              .before()
              .map(before -> FeedJson.line(before, told.ordered()))
              .filter(line::equals)
              .isPresent();
      if (!same && change.after().state().isPresent()) {
        days.computeIfAbsent(day(change.after()), _ -> new StringBuilder())
            .append(line)
            .append('\n');
      }
    }
    days.forEach(
        (day, lines) -> {
          String key = "feed/" + day + "/" + ViewStore.segment(batch) + ".jsonl";
          byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
          var _ = retry.call(() -> views.put(key, bytes));
        });
  }

  /// A person's correction keeps the day of the verdict that it corrects.
  private static String day(JobItem item) {
    return item.attributes()
        .text(Tables.CLASSIFIED_AT)
        .filter(time -> time.matches("\\d{4}-\\d{2}-\\d{2}T.*"))
        .map(time -> time.substring(0, 10))
        .orElse("unknown");
  }
}
