package dev.buildmeister.aws;

import dev.buildmeister.rules.RulesetException;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.RulesetStore;
import dev.buildmeister.store.RulesetStore.Published;
import dev.buildmeister.store.Secrets;
import dev.buildmeister.store.StoreException;
import dev.buildmeister.store.Tables;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// Looks whether there is on AWS what the functions need, and how it is set. It asks and writes
/// nothing.
///
/// It asks with the rights of whoever runs it. Those of the functions are others: the template
/// gives them.
public final class Checkup {
  private static final int MAX_CHARS = 300;

  private final AwsClients clients;
  private final Subject subject;
  private final InstantSource clock;

  /// What is looked at.
  ///
  /// @param bucket of the logs
  /// @param tables what the tables are called
  /// @param queue address, ARN or name of the queue of logs; null to leave it out
  /// @param secrets references, as `ci/hook` or `ssm:/ci/hook`
  public record Subject(
      String bucket, Tables tables, @Nullable String queue, List<String> secrets) {
    public Subject {
      secrets = List.copyOf(secrets);
    }
  }

  /// @param clients with the rights to ask
  /// @param clock for the stores
  public Checkup(AwsClients clients, Subject subject, InstantSource clock) {
    this.clients = clients;
    this.subject = subject;
    this.clock = clock;
  }

  /// Looks at all of it, one after the other.
  ///
  /// @param out gets each finding as soon as it is there
  public void run(Consumer<Finding> out) {
    Finding account = account();
    out.accept(account);
    if (account.level() == Finding.Level.FAULT) {
      // Everything else would fail for the same reason.
      return;
    }
    new BucketCheck(clients.s3(), subject.bucket()).run(out);
    if (new TableCheck(clients.dynamo(), subject.tables()).run(out)) {
      out.accept(published());
    }
    if (subject.queue() == null) {
      out.accept(
          Finding.warning(
              "queue",
              "not looked at, nor its dead letters",
              "name it with --queue (LogQueueArn of the stack's outputs)"));
    } else {
      new QueueCheck(clients.sqs(), subject.queue()).run(out);
    }
    subject.secrets().forEach(reference -> out.accept(secret(reference)));
  }

  private Finding account() {
    try {
      var who = clients.credentials().resolveCredentials();
      return Finding.ok(
          "account",
          "region "
              + clients.region()
              + ", access key "
              + shortened(who.accessKeyId())
              + who.accountId().map(id -> ", account " + id).orElse(""));
    } catch (SdkException e) {
      return Finding.fault(
          "account",
          "there are no credentials: " + line(e.getMessage()),
          "sign in as for the AWS command line (aws configure, aws sso login)");
    }
  }

  /// Enough to tell whose it is.
  private static String shortened(String key) {
    return key.length() <= 12 ? key : key.substring(0, 4) + "…" + key.substring(key.length() - 4);
  }

  private Finding published() {
    String table = subject.tables().own();
    RulesetStore rulesets =
        new AwsStores(clients, subject.tables(), subject.bucket(), clock).rulesets();
    Optional<Published> current;
    try {
      current = rulesets.current();
    } catch (UncheckedIOException | StoreException e) {
      return Finding.fault(
          "published",
          "the ruleset in use cannot be told: " + line(e.getMessage()),
          "allow dynamodb:GetItem on table " + table + ", and see the lines above");
    }
    if (current.isEmpty()) {
      return Finding.ok("published", "no ruleset; the functions use the one they bring");
    }
    RulesetVersion version = current.get().version();
    try {
      int rules = RulesetFile.parse(current.get().text(), "ruleset", version.seq()).rules().size();
      return Finding.ok(
          "published", "ruleset " + version + " of " + rules + " rules, by " + current.get().by());
    } catch (RulesetException e) {
      return Finding.warning(
          "published",
          "ruleset "
              + version
              + " cannot be used by this version ("
              + e.faults().size()
              + " faults); functions that start use the one they bring",
          "mend it and publish it again");
    }
  }

  private Finding secret(String reference) {
    boolean parameter = reference.startsWith(AwsStores.PARAMETERS);
    String call = parameter ? "ssm:GetParameter" : "secretsmanager:GetSecretValue";
    int end =
        Math.max(reference.lastIndexOf('/') + 1, parameter ? AwsStores.PARAMETERS.length() : 0);
    Secrets secrets =
        new AwsStores(clients, subject.tables(), subject.bucket(), clock)
            .secrets(reference.substring(0, end));
    try {
      return secrets.get(reference.substring(end)).isPresent()
          ? Finding.ok("secret", reference + " can be read")
          : Finding.fault(
              "secret", "there is no " + reference, "make it, or name another with --secret");
    } catch (IllegalArgumentException e) {
      return Finding.fault("secret", reference + ": " + e.getMessage(), "give it another name");
    } catch (StoreException e) {
      return Finding.warning(
          "secret", call + " on " + reference + " is throttled or down", "run doctor again");
    } catch (UncheckedIOException e) {
      return Finding.fault(
          "secret",
          line(e.getMessage()),
          "it takes " + call + ", and kms:Decrypt if the key is your own");
    }
  }

  /// Others' messages, on one line and not for ever.
  static String line(@Nullable String text) {
    String line = String.valueOf(text).replaceAll("\\s+", " ").strip();
    return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS) + " …";
  }
}
