package dev.buildmeister.cli;

import dev.buildmeister.aws.AwsClients;
import dev.buildmeister.aws.AwsStores;
import dev.buildmeister.cli.report.Words;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.local.LocalStores;
import dev.buildmeister.rules.Rule;
import dev.buildmeister.rules.Ruleset;
import dev.buildmeister.rules.RulesetFile;
import dev.buildmeister.rules.RulesetVersion;
import dev.buildmeister.store.Retry;
import dev.buildmeister.store.RulesetStore;
import dev.buildmeister.store.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rules publish`: a ruleset goes live, without a new program.
@Command(
    name = "publish",
    description = {
      "Publishes a ruleset: whoever classifies over the same store uses it from then on, after half",
      "a minute at most. One with faults or failing examples is not published. What is in use already",
      "is not published again."
    },
    exitCodeList = {"0:it is in use", "1:an example fails, nothing was published"})
final class RulesPublish implements Callable<Integer> {
  private final Io io;

  @Parameters(paramLabel = "FILE", description = "The ruleset.")
  String file = "";

  @ArgGroup(multiplicity = "1")
  Where where = new Where();

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who publishes it. Default: $USER, else unknown.")
  @Nullable String by;

  @Option(names = "--comment", paramLabel = "TEXT", description = "Why.")
  String comment = "";

  /// Into which store.
  static final class Where {
    @Option(names = "--data", paramLabel = "DIR", description = "The store in this directory.")
    @Nullable String data;

    @Option(
        names = "--table",
        paramLabel = "NAME",
        description = {
          "Buildmeister's own table in DynamoDB, normally buildmeister; region and credentials as",
          "for all programs of AWS."
        })
    @Nullable String table;
  }

  RulesPublish(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    Path path = LogFinder.path(file);
    String text;
    try {
      text = Files.readString(path);
    } catch (IOException e) {
      throw new UsageException(Printable.of(file) + ": " + LogSource.reason(e));
    }
    Ruleset rules = RulesetFile.parse(text, file, 0);
    int failing = 0;
    for (Rule rule : rules.rules()) {
      for (String failure : new RuleExamples(rules, rule).failures()) {
        io.complain(Printable.of(file + ": rule '" + rule.id() + "': " + failure));
        failing++;
      }
    }
    if (failing > 0) {
      io.complain(Words.count(failing, "example") + " fail; nothing was published");
      return Exit.NO;
    }
    RulesetVersion version = publish(text);
    io.println(version + " is in use, " + Words.count(rules.rules().size(), "rule"));
    return Exit.OK;
  }

  private RulesetVersion publish(String text) {
    if (where.data != null) {
      try (LocalStores stores = LocalStores.open(LogFinder.path(where.data), io.clock())) {
        return publish(stores.rulesets(), text);
      }
    }
    Tables tables =
        new Tables(
            Tables.DEFAULT.jobs(), String.valueOf(where.table), Tables.DEFAULT.classification());
    String region =
        OnAws.region(io)
            .orElseThrow(
                () -> new UsageException("no region is set; set AWS_REGION, such as eu-central-1"));
    try (AwsClients clients = AwsClients.ofEnvironment(region)) {
      if (!clients.hasCredentials()) {
        throw new UsageException(
            "there are no credentials of AWS; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY; aws sts get-caller-identity tells whose they are");
      }
      return publish(new AwsStores(clients, tables, "", io.clock()).rulesets(), text);
    }
  }

  private RulesetVersion publish(RulesetStore store, String text) {
    Retry retry = LocalServices.retry();
    String who = by == null ? io.env().getOrDefault("USER", "unknown") : by;
    return retry.call(() -> store.publish(text, who, comment));
  }
}
