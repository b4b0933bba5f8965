package dev.buildmeister.store;

import dev.buildmeister.job.Note;
import dev.buildmeister.store.ItemUpdate.Check;
import dev.buildmeister.store.JobUpdate.Detail;
import dev.buildmeister.store.VerdictWrite.Source;
import dev.buildmeister.verdict.Match;
import dev.buildmeister.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What each operation of [JobStore] does to the job's item. Pure: adapters do the updates, these
/// say which. Of a list of updates the first whose condition holds is done; if none holds, nothing
/// is. Before they are done, [ItemFit#fitted] makes them fit the item.
public final class JobChanges {
  static final int MAX_NAME_BYTES = 256;
  static final int MAX_REASON_BYTES = 512;

  /// By these one verdict is told from another.
  private static final List<String> VERSION =
      List.of(
          Tables.STATE,
          Tables.LOG_MODIFIED,
          Tables.RULESET_SEQ,
          Tables.CLASSIFIED_AT,
          Tables.CORRECTED_AT);

  private JobChanges() {}

  /// Facts: a newer run replaces those of an older one; in the same run the status goes forward
  /// only, and what comes late fills what is not known; an older run changes nothing. Where no run
  /// is known there is none to replace, and what is there may be another program's.
  public static List<ItemUpdate> facts(JobUpdate update) {
    Map<String, Value> details = new TreeMap<>();
    update.details().forEach((detail, text) -> put(details, detail.attribute(), text));
    putTime(details, Tables.CREATED_AT, update.createdAt());
    putTime(details, Tables.STARTED_AT, update.startedAt());
    Map<String, Value> all = new TreeMap<>(details);
    Value.Int attempt = new Value.Int(update.runAttempt());
    all.put(Tables.RUN_ATTEMPT, attempt);
    put(all, Tables.STATUS, update.status().word());
    putTime(all, Tables.COMPLETED_AT, update.completedAt());
    if (update.conclusion() != null) {
      put(all, Tables.CONCLUSION, update.conclusion().word());
    }
    Check sameRun = new Check.Equal(Tables.RUN_ATTEMPT, attempt);
    List<List<Check>> firstRun = List.of(List.of(new Check.Absent(Tables.RUN_ATTEMPT)));
    List<List<Check>> newRun = List.of(List.of(new Check.Less(Tables.RUN_ATTEMPT, attempt)));
    List<List<Check>> forward = new ArrayList<>();
    for (JobStatus from : JobStatus.values()) {
      if (from.compareTo(update.status()) <= 0) {
        Value word = new Value.Text(from.word());
        forward.add(List.of(sameRun, new Check.Equal(Tables.STATUS, word)));
      }
    }
    return List.of(
        new ItemUpdate(firstRun, all, Map.of(), Set.of(), null),
        new ItemUpdate(newRun, all, Map.of(), minus(factNames(), all), null),
        new ItemUpdate(forward, all, Map.of(), Set.of(), null),
        new ItemUpdate(List.of(List.of(sameRun)), Map.of(), details, Set.of(), null));
  }

  /// A verdict: written only if no person's correction stands, and what is there was reached from
  /// less: an older log, or the same one by a ruleset that is not newer. The finished log tells
  /// more than that of the running job, whichever was written later, and one that was read to its
  /// end more than one that was not. That a log is awaited replaces nothing but itself.
  public static List<ItemUpdate> verdict(VerdictWrite write, Tables tables) {
    Attributes attributes = verdictAttributes(write, tables);
    Map<String, Value> set = new TreeMap<>(attributes.values());
    Verdict.State state = write.verdict().state();
    if (state == Verdict.State.MATCHED || state == Verdict.State.NO_MATCH) {
      set.put(Tables.ATTEMPTS, new Value.Int(0));
    }
    Check uncorrected = new Check.Absent(Tables.CORRECTED_AT);
    List<List<Check>> anyOf = new ArrayList<>();
    for (List<Check> less : replaced(write, tables)) {
      List<Check> all = new ArrayList<>(less);
      all.add(uncorrected);
      anyOf.add(all);
    }
    return List.of(new ItemUpdate(anyOf, set, Map.of(), minus(verdictNames(tables), set), null));
  }

  private static List<List<Check>> replaced(VerdictWrite write, Tables tables) {
    if (write.verdict().state() == Verdict.State.LOG_PENDING) {
      Value pending = new Value.Text(Verdict.State.LOG_PENDING.name());
      return List.of(
          List.of(
              new Check.Absent(Tables.STATE),
              // What another program wrote in a table that we share.
              new Check.Absent(tables.classification())),
          List.of(new Check.Equal(Tables.STATE, pending)));
    }
    Check none = new Check.Absent(Tables.LOG_MODIFIED);
    Check older = new Check.Less(Tables.LOG_MODIFIED, logModified(write.logModified()));
    Check sameLog = new Check.Equal(Tables.LOG_MODIFIED, logModified(write.logModified()));
    Check sameRules = new Check.AtMost(Tables.RULESET_SEQ, new Value.Int(seq(write)));
    Check ofRunning = source(Source.RUNNING_LOG);
    return switch (write.source()) {
      case FINISHED_LOG ->
          write.logModified().equals(Instant.EPOCH)
              ? List.of(List.of(none), List.of(sameLog, sameRules))
              : List.of(
                  List.of(none), List.of(ofRunning), List.of(older), List.of(sameLog, sameRules));
      case UNTIL_TIME_WAS_UP ->
          List.of(
              List.of(none),
              List.of(ofRunning),
              List.of(older),
              List.of(sameLog, sameRules, source(Source.UNTIL_TIME_WAS_UP)),
              List.of(sameLog, new Check.AtMost(Tables.RULESET_SEQ, new Value.Int(0))));
      case RUNNING_LOG ->
          List.of(
              List.of(none),
              List.of(new Check.Equal(Tables.LOG_MODIFIED, logModified(Instant.EPOCH))),
              List.of(ofRunning, older),
              List.of(ofRunning, sameLog, sameRules));
    };
  }

  private static Value logModified(Instant time) {
    return new Value.Text(Times.text(time));
  }

  private static Check source(Source source) {
    return new Check.Equal(Tables.LOG_SOURCE, new Value.Text(source.word()));
  }

  /// A correction: stands unless a later one is there.
  public static List<ItemUpdate> correction(Correction correction, Tables tables) {
    Map<String, Value> set = new TreeMap<>();
    Verdict.State state =
        correction.match() == null ? Verdict.State.NO_MATCH : Verdict.State.MATCHED;
    put(set, Tables.STATE, state.name());
    putCut(set, Tables.RULE_ID, correction.ruleId(), MAX_NAME_BYTES);
    putCut(set, Tables.FINGERPRINT, correction.fingerprint(), MAX_NAME_BYTES);
    putCut(set, Tables.CORRECTED_BY, correction.by(), MAX_NAME_BYTES);
    putCut(set, Tables.CORRECTION_COMMENT, correction.comment(), MAX_REASON_BYTES);
    putTime(set, Tables.CORRECTED_AT, correction.at());
    addMatch(set, correction.match(), tables);
    // What says where the machine's verdict came from stays, so that it can be looked at.
    Set<String> gone =
        Set.of(
            tables.classification(),
            Tables.REASON,
            Tables.RULE_ID,
            Tables.TIER,
            Tables.FINGERPRINT,
            Tables.CORRECTION_COMMENT);
    Value at = new Value.Text(Times.text(correction.at()));
    List<List<Check>> anyOf =
        List.of(
            List.of(new Check.Absent(Tables.CORRECTED_AT)),
            List.of(new Check.AtMost(Tables.CORRECTED_AT, at)));
    return List.of(new ItemUpdate(anyOf, set, Map.of(), minus(gone, set), null));
  }

  /// A correction is taken back: the job counts as never judged, so that the next verdict is
  /// written.
  public static List<ItemUpdate> withdrawal(String correctedAt, Tables tables) {
    Check same = new Check.Equal(Tables.CORRECTED_AT, new Value.Text(correctedAt));
    return List.of(
        new ItemUpdate(List.of(List.of(same)), Map.of(), Map.of(), ownNames(tables), null));
  }

  /// A try to reach a verdict begins: one more of the same log, or the first of another.
  public static List<ItemUpdate> attempt(Instant logModified) {
    Value log = logModified(logModified);
    Map<String, Value> first = Map.of(Tables.ATTEMPTS, new Value.Int(1), Tables.ATTEMPTED_LOG, log);
    return List.of(
        new ItemUpdate(
            List.of(List.of(new Check.Equal(Tables.ATTEMPTED_LOG, log))),
            Map.of(),
            Map.of(),
            Set.of(),
            Tables.ATTEMPTS),
        new ItemUpdate(
            List.of(
                List.of(new Check.Absent(Tables.ATTEMPTED_LOG)),
                List.of(new Check.Other(Tables.ATTEMPTED_LOG, log))),
            first,
            Map.of(),
            Set.of(),
            null));
  }

  /// An item that was written without knowing all of it is cut to the size it should have, if
  /// nobody has changed meanwhile what is cut.
  ///
  /// @param is the item
  /// @param fit the same as it should be
  public static ItemUpdate cut(Attributes is, Attributes fit) {
    Map<String, Value> set = new TreeMap<>();
    Set<String> same = new HashSet<>();
    for (Map.Entry<String, Value> each : fit.values().entrySet()) {
      if (!each.getValue().equals(is.values().get(each.getKey()))) {
        set.put(each.getKey(), each.getValue());
        same.add(each.getKey());
      }
    }
    Set<String> gone = minus(is.values().keySet(), fit.values());
    same.addAll(gone);
    // A match may hold what another program put there and we do not read, so that it cannot be
    // compared; whether it is another one is told by what stands beside it.
    if (same.removeIf(name -> is.values().get(name) instanceof Value.Fields)) {
      same.addAll(VERSION);
    }
    List<Check> checks = same.stream().sorted().map(name -> unchanged(name, is)).toList();
    return new ItemUpdate(List.of(checks), set, Map.of(), gone, null);
  }

  /// Alternatives of a condition, in each of which the verdict must also be the one that is known.
  static List<List<Check>> ofSameVerdict(List<List<Check>> anyOf, Attributes known) {
    List<Check> same = VERSION.stream().map(name -> unchanged(name, known)).toList();
    return anyOf.stream().map(all -> Stream.concat(all.stream(), same.stream()).toList()).toList();
  }

  private static Check unchanged(String name, Attributes is) {
    Value value = is.values().get(name);
    return value == null ? new Check.Absent(name) : new Check.Equal(name, value);
  }

  /// The verdict as attributes; the match is whole.
  static Attributes verdictAttributes(VerdictWrite write, Tables tables) {
    Map<String, Value> set = new TreeMap<>();
    put(set, Tables.STATE, write.verdict().state().name());
    putTime(set, Tables.LOG_MODIFIED, write.logModified());
    putTime(set, Tables.CLASSIFIED_AT, write.classifiedAt());
    if (write.source() != Source.FINISHED_LOG) {
      put(set, Tables.LOG_SOURCE, write.source().word());
    }
    set.put(Tables.RULESET_SEQ, new Value.Int(seq(write)));
    if (write.ruleset() != null) {
      putCut(set, Tables.RULESET_VERSION, write.ruleset().toString(), MAX_NAME_BYTES);
    }
    if (write.scanKey() != null) {
      putCut(set, Tables.SCAN_KEY, write.scanKey(), Key.MAX_SK_BYTES);
    }
    putOutcome(set, write.verdict(), tables);
    return new Attributes(new TreeMap<>(set));
  }

  private static void putOutcome(Map<String, Value> set, Verdict verdict, Tables tables) {
    switch (verdict) {
      case Verdict.Matched matched -> {
        putNotes(set, matched.notes());
        putCut(set, Tables.RULE_ID, matched.ruleId(), MAX_NAME_BYTES);
        put(set, Tables.TIER, matched.tier().word());
        putCut(set, Tables.FINGERPRINT, matched.fingerprint(), MAX_NAME_BYTES);
        addMatch(set, matched.match(), tables);
      }
      case Verdict.NoMatch noMatch -> {
        putNotes(set, noMatch.notes());
        putCut(set, Tables.FINGERPRINT, noMatch.fingerprint(), MAX_NAME_BYTES);
      }
      case Verdict.LogMissing(String reason) ->
          putCut(set, Tables.REASON, reason, MAX_REASON_BYTES);
      case Verdict.ScanFailed(String reason) ->
          putCut(set, Tables.REASON, reason, MAX_REASON_BYTES);
      case Verdict.LogPending _, Verdict.StartupFailure _, Verdict.TimedOut _ -> {}
    }
  }

  private static void addMatch(Map<String, Value> set, @Nullable Match match, Tables tables) {
    if (match == null) {
      return;
    }
    set.put(
        tables.classification(),
        new Value.Fields(MatchFit.attributes(MatchFit.fit(match, Long.MAX_VALUE))));
  }

  private static long seq(VerdictWrite write) {
    return write.ruleset() == null ? 0 : write.ruleset().seq();
  }

  private static Set<String> verdictNames(Tables tables) {
    Set<String> names = new HashSet<>(Tables.VERDICT_BESIDE);
    names.add(tables.classification());
    return names;
  }

  /// What is ours alone: the verdict, its tries and a person's correction.
  static Set<String> ownNames(Tables tables) {
    Set<String> names = new HashSet<>(verdictNames(tables));
    names.addAll(
        Set.of(
            Tables.CORRECTED_AT,
            Tables.CORRECTED_BY,
            Tables.CORRECTION_COMMENT,
            Tables.ATTEMPTS,
            Tables.ATTEMPTED_LOG));
    return names;
  }

  /// The facts that are short, and those that find room before any other.
  static Set<String> firstFactNames() {
    return Set.of(
        Tables.RUN_ATTEMPT,
        Tables.STATUS,
        Tables.CONCLUSION,
        Tables.CREATED_AT,
        Tables.STARTED_AT,
        Tables.COMPLETED_AT,
        Detail.BRANCH.attribute(),
        Detail.HEAD_REPO.attribute());
  }

  static Set<String> factNames() {
    Set<String> names = new HashSet<>(firstFactNames());
    for (Detail detail : Detail.values()) {
      names.add(detail.attribute());
    }
    return names;
  }

  private static Set<String> minus(Set<String> names, Map<String, Value> set) {
    Set<String> rest = new HashSet<>(names);
    rest.removeAll(set.keySet());
    return rest;
  }

  private static void putNotes(Map<String, Value> set, Set<Note> notes) {
    set.put(Tables.NOTES, Value.Items.ofTexts(notes.stream().map(Enum::name).toList()));
  }

  private static void put(Map<String, Value> set, String name, String text) {
    set.put(name, new Value.Text(text));
  }

  private static void putCut(
      Map<String, Value> set, String name, @Nullable String text, int maxBytes) {
    if (text != null) {
      put(set, name, Texts.cut(text, maxBytes));
    }
  }

  private static void putTime(Map<String, Value> set, String name, @Nullable Instant time) {
    if (time != null) {
      put(set, name, Times.text(time));
    }
  }
}
