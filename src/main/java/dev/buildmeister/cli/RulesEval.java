package dev.buildmeister.cli;

import dev.buildmeister.cli.eval.Answer;
import dev.buildmeister.cli.eval.CorpusIndex;
import dev.buildmeister.cli.eval.LabelledLog;
import dev.buildmeister.cli.eval.Score;
import dev.buildmeister.cli.report.LogResult;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.job.JobFacts;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rules eval`: how good a ruleset is, on logs whose answer is known.
@Command(
    name = "eval",
    description = "Classifies the logs of a labelled corpus and prints how right the verdicts are.",
    exitCodeList = {"0:the corpus was measured"})
final class RulesEval implements Callable<Integer> {
  private final Io io;

  @Parameters(paramLabel = "CORPUS", description = "A folder with index.jsonl and the logs.")
  String corpus = "";

  @Option(
      names = "--verdicts",
      paramLabel = "OUT.jsonl",
      description = "Also write the verdicts, as classify --format jsonl does.")
  @Nullable String verdicts;

  @Mixin RulesetOption ruleset = new RulesetOption();
  @Mixin ScanOptions scan = new ScanOptions();
  @Mixin JobsOption jobs = new JobsOption();

  RulesEval(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = LogFinder.path(corpus);
    Path out = verdicts == null ? null : LogFinder.path(verdicts);
    int threads = jobs.jobs();
    Judge judge =
        new Judge(scan.classifier(ruleset.compiled(io)), JobFacts.UNKNOWN, scan.timeLimit(io), io);
    List<LabelledLog> logs = index(folder);
    Map<String, Answer> answers =
        out == null
            ? judgeAll(judge, folder, logs, threads, null)
            : judgeInto(out, judge, folder, logs, threads);
    Score.of(logs, answers).forEach(io::println);
    return Exit.OK;
  }

  private static List<LabelledLog> index(Path folder) {
    Path index = folder.resolve("index.jsonl");
    try {
      return CorpusIndex.read(index);
    } catch (IOException e) {
      throw new UsageException(
          "corpus index "
              + index
              + ": "
              + LogSource.reason(e)
              + "; a corpus is a folder with index.jsonl and the logs that it names");
    }
  }

  /// The file is there whole or not at all.
  private Map<String, Answer> judgeInto(
      Path out, Judge judge, Path folder, List<LabelledLog> logs, int threads) throws IOException {
    Path part = out.resolveSibling(out.getFileName() + ".part");
    try {
      Map<String, Answer> answers;
      try (BufferedWriter writer = Files.newBufferedWriter(part)) {
        answers = judgeAll(judge, folder, logs, threads, writer);
      }
      Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
      return answers;
    } catch (UncheckedIOException e) {
      throw unwritable(out, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unwritable(out, e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static UsageException unwritable(Path out, IOException e) {
    return new UsageException("cannot write " + out + ": " + LogSource.reason(e));
  }

  private Map<String, Answer> judgeAll(
      Judge judge,
      Path folder,
      List<LabelledLog> logs,
      int threads,
      @Nullable BufferedWriter writer) {
    Map<String, Answer> answers = new HashMap<>();
    Iterator<LabelledLog> next = logs.iterator();
    judge.judgeAll(
        logs.stream().map(log -> LogSource.of(folder.resolve(log.file()))).toList(),
        threads,
        result -> {
          answers.put(next.next().id(), answer(result));
          write(result, writer);
        });
    return answers;
  }

  private Answer answer(LogResult result) {
    return switch (result) {
      case LogResult.Explained(_, _, var verdict) ->
          new Answer(verdict.match().lineNum(), verdict.tier());
      case LogResult.Unexplained _ -> Answer.NONE;
      case LogResult.Unreadable(String file, String reason) -> {
        io.complain(Printable.of(file + ": " + reason));
        yield Answer.NONE;
      }
    };
  }

  private static void write(LogResult result, @Nullable BufferedWriter writer) {
    if (writer == null) {
      return;
    }
    try {
      writer.write(result.json());
      writer.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
