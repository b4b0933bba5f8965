package dev.buildmeister.store;

import dev.buildmeister.job.JobId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.zip.CRC32;

/// The keys of all rows of our own table, here and nowhere else.
///
/// Parts are joined by `#`. A part that others follow must not hold one itself, except where the
/// part after it cannot hold one, so that every key is read back in one way only. Control
/// characters, lone surrogates and empty parts are refused by name.
public final class Keys {
  /// How many partitions the list of jobs to do has, so that none gets hot.
  public static final int TODO_SHARDS = 4;

  private static final String ONLY = "-";

  private Keys() {}

  /// `host!path` or, for github.com, `path`: what a job's item key begins with.
  public static String repo(JobId job) {
    return job.host().equals(JobId.DEFAULT_HOST) ? job.path() : job.host() + "!" + job.path();
  }

  /// The first segment of the path, with the host if it is not github.com: who owns the job.
  public static String org(JobId job) {
    String repo = repo(job);
    int slash = repo.indexOf('/');
    return slash < 0 ? repo : repo.substring(0, slash);
  }

  /// The partition of the list of jobs to do that a job belongs to: CRC-32 of its key, modulo.
  public static int todoShard(JobId job) {
    CRC32 crc = new CRC32();
    crc.update(job.itemKey().getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % TODO_SHARDS);
  }

  /// A partition of the list of jobs to do.
  public static String todoPartition(int shard) {
    if (shard < 0 || shard >= TODO_SHARDS) {
      throw new IllegalArgumentException("todo shard " + shard + " of " + TODO_SHARDS);
    }
    return "TODO#" + shard;
  }

  /// `TODO#{0-3}` / `{completed_at}#{key}`.
  public static Key todo(Instant completedAt, JobId job) {
    return new Key(todoPartition(todoShard(job)), timed(completedAt, job.itemKey()));
  }

  /// The partition of the jobs of a branch.
  public static String branchPartition(String repo, String branch) {
    return pk("REPO#" + inner("repo", repo) + "#" + last("branch", branch));
  }

  /// `REPO#{repo}#{branch}` / `{completed_at}#{key}`.
  public static Key branch(JobId job, String branch, Instant completedAt) {
    return new Key(branchPartition(repo(job), branch), timed(completedAt, job.itemKey()));
  }

  /// The partition of the jobs of a commit.
  public static String commitPartition(String repo, String sha) {
    return pk("SHA#" + inner("repo", repo) + "@" + last("commit", sha));
  }

  /// `SHA#{repo}@{sha}` / `{key}`.
  public static Key commit(JobId job, String sha) {
    return new Key(commitPartition(repo(job), sha), job.itemKey());
  }

  /// The partition of the occurrences of a failure.
  public static String fingerprintPartition(String org, String fingerprint) {
    return pk("FP#" + inner("org", org) + "#" + last("fingerprint", fingerprint));
  }

  /// `FP#{org}#{fingerprint}` / `{time}#{key}`.
  public static Key occurrence(String org, String fingerprint, Instant time, JobId job) {
    return new Key(fingerprintPartition(org, fingerprint), timed(time, job.itemKey()));
  }

  /// `FP#{org}#{fingerprint}` / `META`.
  public static Key fingerprintMeta(String org, String fingerprint) {
    return new Key(fingerprintPartition(org, fingerprint), "META");
  }

  /// `DAY#{org}#{day}` / `{rule}#{repo}`. A rule id may hold `#`, a repository cannot.
  public static Key day(String org, LocalDate day, String ruleId, String repo) {
    return new Key(
        pk("DAY#" + inner("org", org) + "#" + day),
        last("rule", ruleId) + "#" + inner("repo", repo));
  }

  /// `INC#{org}` / `{id}`.
  public static Key incident(String org, String id) {
    return new Key(pk("INC#" + last("org", org)), last("incident", id));
  }

  /// `KP#{repo}` / `{id}`.
  public static Key knownProblem(String repo, String id) {
    return new Key(pk("KP#" + last("repo", repo)), last("known problem", id));
  }

  /// `PM#{org}#{year}` / `{date}#{id}`.
  public static Key postMortem(String org, LocalDate date, String id) {
    return new Key(
        pk("PM#" + inner("org", org) + "#" + date.getYear()), date + "#" + last("post-mortem", id));
  }

  /// The partition of the published rulesets.
  public static String rulesetPartition() {
    return "RULES";
  }

  /// `RULES` / `{seq}`, ten digits, so that the order of the keys is that of the numbers.
  public static Key ruleset(long seq) {
    if (seq < 0 || seq > 9_999_999_999L) {
      throw new IllegalArgumentException("ruleset seq " + seq + " is no epoch second before 2286");
    }
    return new Key(rulesetPartition(), String.format(Locale.ROOT, "%010d", seq));
  }

  /// `RULES` / `CURRENT`.
  public static Key currentRuleset() {
    return new Key(rulesetPartition(), "CURRENT");
  }

  /// `CUR#{name}`, a single row.
  public static Key cursor(String name) {
    return new Key(pk("CUR#" + last("cursor", name)), ONLY);
  }

  /// `OUT#{shard}` / `{due}#{id}`.
  public static Key outgoing(int shard, Instant due, String id) {
    if (shard < 0) {
      throw new IllegalArgumentException("shard " + shard + " of the outgoing messages");
    }
    return new Key("OUT#" + shard, timed(due, last("message", id)));
  }

  /// `AUDIT#{month}` / `{time}#{id}`: two things can happen in one millisecond.
  public static Key audit(Instant time, String id) {
    String text = Times.text(time);
    return new Key("AUDIT#" + text.substring(0, 7), text + "#" + last("audit entry", id));
  }

  private static String timed(Instant time, String rest) {
    return Times.text(time) + "#" + rest;
  }

  private static String pk(String key) {
    return Key.check("partition key", key, Key.MAX_PK_BYTES);
  }

  private static String inner(String part, String value) {
    if (value.indexOf('#') >= 0) {
      throw bad(part, value, "without '#'");
    }
    return last(part, value);
  }

  private static String last(String part, String value) {
    if (value.isEmpty()
        || value.chars().anyMatch(Character::isISOControl)
        || !Texts.wellFormed(value).equals(value)) {
      throw bad(part, value, "a text without control characters");
    }
    return value;
  }

  private static IllegalArgumentException bad(String part, String value, String expected) {
    return new IllegalArgumentException(
        part + " '" + Texts.oneLine(value, 80) + "' cannot be part of a key; expected " + expected);
  }
}
