package dev.buildmeister.store;

import dev.buildmeister.job.JobId;
import dev.buildmeister.store.JobUpdate.Detail;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Keeps the item of a job, its key, facts, verdict and correction together, under [#ITEM_BYTES].
///
/// An update changes only what it names, and the verdict and correction that are there, which are
/// ours alone. Everything else is fixed, because in a shared table it may be another program's: it
/// counts, but is never cut. So is a match without our state beside it.
///
/// Facts leave the verdict room for [#VERDICT_BYTES] and the key of its scan record, whether it is
/// there or comes later. To that end those of their details that rules and lists need least are
/// left out, then the head repository is cut, because a cut one still counts as a fork; another
/// detail is kept whole or not at all, because half a name is another name. The branch is never
/// left out. Where an earlier message on the same run told a detail that is left out, that stays.
///
/// Verdict and correction take what the rest leaves, less [#FACTS_BYTES] for facts that may come
/// later, and give way to those when they come: the match is cut down to [#LEAST_MATCH_BYTES] as
/// [MatchFit] does, then comment, reason and names. They have the room that facts leave them even
/// where other programs fill the item: it is over [#ITEM_BYTES] then, but only if the rest leaves
/// them less than that room.
public final class ItemFit {
  /// What an item stays under, in bytes as DynamoDB counts them, see [Value#sizeBytes].
  public static final int ITEM_BYTES = 4096;

  /// What a verdict leaves for all facts together, as long as its match can be cut.
  public static final int FACTS_BYTES = 700;

  /// What verdict and correction always have, beside the text of the scan record's key: the least
  /// match, and all the rest at its shortest.
  static final long VERDICT_BYTES = 1500;

  /// What the match keeps of its own as long as something else can be cut.
  static final int LEAST_MATCH_BYTES = 600;

  /// What other details leave for those facts that are never left out: the most these count for,
  /// with the head repository at its shortest. With the longest key of a job, twice, and
  /// [#VERDICT_BYTES] it is just under [#ITEM_BYTES].
  private static final int FIRST_FACTS_BYTES = 770;

  private static final int LEAST_TEXT_BYTES = 64;

  /// What the fewest need comes first.
  private static final List<Detail> LEFT_OUT =
      List.of(
          Detail.FAILURE_REASON,
          Detail.URL,
          Detail.AUTHOR,
          Detail.RUN,
          Detail.VISIBILITY,
          Detail.WORKFLOW,
          Detail.NAME,
          Detail.COMMIT);

  private final JobId job;
  private final Tables tables;
  private final Attributes before;
  private final Set<String> written;
  private final Set<String> ours;
  private final TreeMap<String, Value> values;

  private ItemFit(
      JobId job, Tables tables, Attributes before, Set<String> written, Attributes item) {
    this.job = job;
    this.tables = tables;
    this.before = isSameRun(before, item) ? before : Attributes.NONE;
    this.written = written;
    this.ours = new HashSet<>(JobChanges.ownNames(tables));
    if (item.get(Tables.STATE).isEmpty()) {
      ours.remove(tables.classification());
    }
    this.values = new TreeMap<>(item.values());
  }

  /// The updates, so that the item is small enough after each of them.
  ///
  /// @param known the item as it is. An adapter that does not hold it in a transaction may guess,
  ///   [Attributes#NONE] for instance, if it sees afterwards what the item was and fits it again
  public static List<ItemUpdate> fitted(
      List<ItemUpdate> updates, JobId job, Attributes known, Tables tables) {
    return updates.stream()
        .map(
            update -> {
              Attributes next = update.apply(known);
              return changed(update, known, next, fitted(update, job, known, next, next, tables));
            })
        .toList();
  }

  /// An item as it should be after an update. Of what the update wrote only that is cut which
  /// nobody has changed since then.
  ///
  /// @param update what was done
  /// @param before what it was done to
  /// @param after what came of it
  /// @param is what the item is by now
  public static Attributes fitted(
      ItemUpdate update,
      JobId job,
      Attributes before,
      Attributes after,
      Attributes is,
      Tables tables) {
    Set<String> written = new HashSet<>(update.fill().keySet());
    written.removeAll(before.values().keySet());
    written.addAll(update.set().keySet());
    written.removeIf(name -> !is.get(name).equals(after.get(name)));
    ItemFit fit = new ItemFit(job, tables, before, written, is);
    fit.fit();
    return new Attributes(fit.values);
  }

  /// How many bytes a job's item counts for, its key included.
  public static long sizeBytes(JobId job, Attributes item) {
    return Texts.bytes(Tables.JOB_KEY) + Texts.bytes(job.itemKey()) + item.sizeBytes();
  }

  /// What is there where no run is told was not put there by us, and is of no earlier run.
  private static boolean isSameRun(Attributes before, Attributes item) {
    return before.get(Tables.RUN_ATTEMPT).isEmpty()
        || before.get(Tables.RUN_ATTEMPT).equals(item.get(Tables.RUN_ATTEMPT));
  }

  private void fit() {
    LEFT_OUT.forEach(this::leaveOut);
    String fork = Detail.HEAD_REPO.attribute();
    if (written.contains(fork)) {
      cut(fork, factsOver(0));
    }
    match(LEAST_MATCH_BYTES, Math.max(0, FACTS_BYTES - part(JobChanges.factNames()).sizeBytes()));
    cutOurs(Tables.CORRECTION_COMMENT);
    cutOurs(Tables.REASON);
    cutOurs(Tables.CORRECTED_BY);
    cutOurs(Tables.RULE_ID);
    cutOurs(Tables.FINGERPRINT);
    cutOurs(Tables.RULESET_VERSION);
    match(0, 0);
  }

  /// How many bytes the facts leave too few for the verdict.
  ///
  /// @param reserve bytes to leave beside that
  private long factsOver(long reserve) {
    return fixedBytes() + reserve + verdictBytes() - (ITEM_BYTES - 1);
  }

  /// How many bytes verdict and correction are over their room.
  private long over(long reserve) {
    long rest = ITEM_BYTES - 1 - fixedBytes() - reserve;
    return part(ours).sizeBytes() - Math.max(rest, verdictBytes());
  }

  private long verdictBytes() {
    return VERDICT_BYTES + Texts.bytes(job.scanKey());
  }

  private long fixedBytes() {
    return sizeBytes(job, new Attributes(values).without(ours));
  }

  private Attributes part(Set<String> names) {
    TreeMap<String, Value> part = new TreeMap<>(values);
    part.keySet().retainAll(names);
    return new Attributes(part);
  }

  private void leaveOut(Detail detail) {
    String name = detail.attribute();
    Value value = values.get(name);
    long first = part(JobChanges.firstFactNames()).sizeBytes();
    if (value == null
        || !written.contains(name)
        || factsOver(Math.max(0, FIRST_FACTS_BYTES - first)) <= 0) {
      return;
    }
    Value was = before.values().get(name);
    if (was == null) {
      values.remove(name);
    } else if (was.sizeBytes() < value.sizeBytes()) {
      values.put(name, was);
    }
  }

  private void match(long least, long reserve) {
    long over = over(reserve);
    if (over <= 0 || !ours.contains(tables.classification())) {
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

  private void cutOurs(String name) {
    cut(name, over(0));
  }

  private void cut(String name, long over) {
    if (over > 0 && values.get(name) instanceof Value.Text(String text)) {
      int bytes = (int) Math.max(LEAST_TEXT_BYTES, Texts.bytes(text) - over);
      values.put(name, new Value.Text(Texts.cut(text, bytes)));
    }
  }

  /// The update with what was cut in it. One that cuts a verdict which it did not write is done
  /// only if that is still there.
  private static ItemUpdate changed(
      ItemUpdate update, Attributes known, Attributes next, Attributes fitted) {
    Map<String, Value> set = new TreeMap<>(update.set());
    Map<String, Value> fill = new TreeMap<>(update.fill());
    Set<String> remove = new HashSet<>(update.remove());
    next.values()
        .forEach(
            (name, value) -> {
              Value fit = fitted.values().get(name);
              if (value.equals(fit)) {
                return;
              }
              boolean isFilled = fill.remove(name) != null;
              set.remove(name);
              if (fit == null) {
                // Of an earlier run, else it would have stayed.
                if (known.get(name).isPresent()) {
                  remove.add(name);
                }
              } else if (isFilled) {
                fill.put(name, fit);
              } else if (!Detail.isAttribute(name) || !fit.equals(known.values().get(name))) {
                set.put(name, fit);
              }
            });
    boolean cutsMore = !update.set().keySet().containsAll(set.keySet());
    return new ItemUpdate(
        cutsMore ? JobChanges.ofSameVerdict(update.anyOf(), known) : update.anyOf(),
        set,
        fill,
        remove,
        update.count());
  }
}
