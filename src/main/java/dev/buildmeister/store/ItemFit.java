package dev.buildmeister.store;

import dev.buildmeister.job.JobId;
import dev.buildmeister.store.JobUpdate.Detail;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Keeps the whole item of a job, its key, facts, verdict and correction together, under
/// [#ITEM_BYTES] for any input. Attributes of other programs in a shared table count too, but are
/// never cut.
///
/// A verdict or correction takes what the item leaves, and leaves [#FACTS_BYTES] for facts that may
/// come later: the match is cut down to [#LEAST_MATCH_BYTES] as [MatchFit] does, then the
/// provider's reason, address and author, the comment, the other details. Facts that come later
/// give way to the verdict: details are cut first, the match after them, the branch last of all. A
/// detail that rules or lists ask for is kept whole or not at all, because half a branch is another
/// branch; the head repository is cut, because a cut one still counts as a fork.
public final class ItemFit {
  /// What an item stays under, in bytes as DynamoDB counts them, see [Value#sizeBytes].
  public static final int ITEM_BYTES = 4096;

  /// What a verdict leaves for all facts together.
  public static final int FACTS_BYTES = 700;

  /// What the match keeps of its own as long as something else can be cut.
  static final int LEAST_MATCH_BYTES = 600;

  private static final int LEAST_TEXT_BYTES = 64;

  private static final List<Detail> FIRST = List.of(Detail.URL, Detail.AUTHOR);

  /// What the fewest need comes first.
  private static final List<Detail> NEXT =
      List.of(Detail.RUN, Detail.VISIBILITY, Detail.WORKFLOW, Detail.NAME, Detail.COMMIT);

  /// Which part of the item gives way.
  public enum Writes {
    FACTS,
    VERDICT
  }

  private final JobId job;
  private final Tables tables;
  private final long budget;
  private final TreeMap<String, Value> values;

  private ItemFit(JobId job, Tables tables, long budget, Attributes item) {
    this.job = job;
    this.tables = tables;
    this.budget = budget;
    this.values = new TreeMap<>(item.values());
  }

  /// The updates, so that the item is small enough after each of them.
  ///
  /// @param known the item as it is. An adapter that does not hold it in a transaction may guess,
  ///   [Attributes#NONE] for instance, if it sees afterwards what the item was and fits it again
  /// @param reserve bytes to leave for what is not known of the item: 0 where `known` is the item,
  ///   else for instance [#FACTS_BYTES]
  public static List<ItemUpdate> fitted(
      List<ItemUpdate> updates,
      Writes writes,
      JobId job,
      Attributes known,
      long reserve,
      Tables tables) {
    return updates.stream()
        .map(
            update -> {
              Attributes next = update.apply(known);
              ItemFit fit = new ItemFit(job, tables, ITEM_BYTES - 1 - reserve, next);
              fit.fit(writes);
              return fit.changed(update, next);
            })
        .toList();
  }

  /// An item as it should be.
  public static Attributes fitted(Writes writes, JobId job, Attributes item, Tables tables) {
    return fitted(List.of(ItemUpdate.NOTHING), writes, job, item, 0, tables).getFirst().apply(item);
  }

  /// How many bytes a job's item counts for, its key included.
  public static long sizeBytes(JobId job, Attributes item) {
    return Texts.bytes(Tables.JOB_KEY) + Texts.bytes(job.itemKey()) + item.sizeBytes();
  }

  private void fit(Writes writes) {
    switch (writes) {
      case VERDICT -> {
        match(LEAST_MATCH_BYTES, Math.max(0, FACTS_BYTES - factBytes()));
        firstDetails();
        cut(Tables.CORRECTION_COMMENT, LEAST_TEXT_BYTES);
        otherDetails();
      }
      case FACTS -> {
        firstDetails();
        otherDetails();
        match(LEAST_MATCH_BYTES, 0);
        cut(Tables.CORRECTION_COMMENT, LEAST_TEXT_BYTES);
      }
    }
    cut(Tables.REASON, LEAST_TEXT_BYTES);
    match(0, 0);
    cut(Tables.CORRECTED_BY, LEAST_TEXT_BYTES);
    cut(Tables.RULE_ID, LEAST_TEXT_BYTES);
    cut(Tables.FINGERPRINT, LEAST_TEXT_BYTES);
    cut(Tables.RULESET_VERSION, LEAST_TEXT_BYTES);
    drop(Detail.BRANCH);
  }

  private long over() {
    return sizeBytes(job, new Attributes(values)) - budget;
  }

  private long factBytes() {
    Set<String> others = new HashSet<>(values.keySet());
    others.removeAll(JobChanges.factNames());
    return new Attributes(values).without(others).sizeBytes();
  }

  private void match(long least, long reserve) {
    long over = over() + reserve;
    if (over <= 0) {
      return;
    }
    new JobItem(job, new Attributes(values), tables)
        .match()
        .ifPresent(
            match -> {
              long size = MatchFit.attributes(match).sizeBytes();
              Attributes fitted =
                  MatchFit.attributes(MatchFit.fit(match, Math.max(least, size - over)));
              values.put(tables.classification(), new Value.Fields(fitted));
            });
  }

  private void firstDetails() {
    cut(Detail.FAILURE_REASON.attribute(), 0);
    FIRST.forEach(this::drop);
  }

  private void otherDetails() {
    NEXT.forEach(this::drop);
    cut(Detail.HEAD_REPO.attribute(), LEAST_TEXT_BYTES);
  }

  private void drop(Detail detail) {
    if (over() > 0) {
      values.remove(detail.attribute());
    }
  }

  private void cut(String name, int least) {
    long over = over();
    if (over > 0 && values.get(name) instanceof Value.Text(String text)) {
      String cut = Texts.cut(text, (int) Math.max(least, Texts.bytes(text) - over));
      if (cut.isEmpty()) {
        values.remove(name);
      } else {
        values.put(name, new Value.Text(cut));
      }
    }
  }

  /// The update with what was cut in it.
  private ItemUpdate changed(ItemUpdate update, Attributes next) {
    Map<String, Value> set = new TreeMap<>(update.set());
    Map<String, Value> fill = new TreeMap<>(update.fill());
    Set<String> remove = new HashSet<>(update.remove());
    next.values()
        .forEach(
            (name, value) -> {
              Value fitted = values.get(name);
              if (!value.equals(fitted)) {
                set.remove(name);
                fill.remove(name);
                if (fitted == null) {
                  remove.add(name);
                } else {
                  set.put(name, fitted);
                }
              }
            });
    return new ItemUpdate(update.anyOf(), set, fill, remove, update.count());
  }
}
