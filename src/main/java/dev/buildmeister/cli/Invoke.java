package dev.buildmeister.cli;

import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.lambda.Function;
import dev.buildmeister.lambda.Services;
import dev.buildmeister.local.LocalStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `invoke`: one of the functions of AWS Lambda, run here with an event from a file.
@Command(
    name = "invoke",
    description = {
      "Runs a function as AWS Lambda would, with an event from a file, over stores on this machine.",
      "Its answer goes to stdout, its log lines to stderr."
    },
    exitCodeList = {"0:it answered", "1:it failed", "3:the event cannot be read"})
final class Invoke implements Callable<Integer> {
  /// The longest that Lambda lets a function run.
  private static final Duration TIME = Duration.ofMinutes(15);

  private final Io io;

  @Parameters(paramLabel = "EVENT", description = "A file of JSON, such as fixtures/request.json.")
  String event = "";

  @Option(
      names = "--function",
      paramLabel = "classify|backfill|changes",
      description = "Which one. Default: classify.")
  String function = "classify";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Over the stores in this directory. Default: fresh ones with the demo's jobs and logs,",
        "thrown away afterwards."
      })
  @Nullable String data;

  @Mixin RulesetOption ruleset = new RulesetOption();

  Invoke(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    Function chosen = function();
    String text;
    try {
      text = Files.readString(LogFinder.path(event));
    } catch (IOException e) {
      io.complain(Printable.of(event + ": " + LogSource.reason(e)));
      return Exit.UNREADABLE;
    }
    if (data != null) {
      return run(LogFinder.path(data), false, chosen, text);
    }
    try (DemoDirectory directory = DemoDirectory.temporary()) {
      return run(directory.path(), true, chosen, text);
    }
  }

  private Function function() {
    return Function.of(function)
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no function '"
                        + Printable.of(function)
                        + "'; give classify, backfill or changes"));
  }

  private int run(Path directory, boolean fill, Function chosen, String text) throws Exception {
    try (LocalStores stores = LocalStores.open(directory, io.clock())) {
      if (fill) {
        var _ = DemoStore.fill(stores, io.clock().instant());
      }
      Services services = LocalServices.over(stores, ruleset.compiled(io), io.clock(), io.err());
      try {
        io.println(chosen.invoke(services, text, io.clock().instant().plus(TIME)));
        return Exit.OK;
      } catch (IllegalArgumentException e) {
        String other =
            Function.suited(text)
                .filter(function -> function != chosen)
                .map(function -> "; use --function " + function.word())
                .orElse("");
        io.complain(Printable.of(e.getMessage() + other));
        return Exit.NO;
      }
    }
  }
}
