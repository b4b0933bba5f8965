package dev.buildmeister.cli;

import dev.buildmeister.Classifier;
import dev.buildmeister.cli.report.Words;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import dev.buildmeister.log.LogLimits;
import dev.buildmeister.rules.RulesetException;
import dev.buildmeister.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rules fixtures`: classifies the marked fragments and compares with their marks.
@Command(
    name = "fixtures",
    description = {
      "Classifies log fragments whose expected verdict is marked in the file.",
      "docs/rules.md says how a mark looks."
    },
    exitCodeList = {"0:all are as marked, or --bless wrote them", "1:at least one is not"})
final class RulesFixtures implements Callable<Integer> {
  private final Io io;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "Where the fragments (*.log) lie. Default: fixtures/logs.")
  String directory = "fixtures/logs";

  @Mixin RulesetOption ruleset = new RulesetOption();

  @Option(
      names = "--bless",
      description = "Write the marks anew where they differ. Read the diff before you commit it.")
  boolean bless;

  RulesFixtures(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws RulesetException {
    Classifier classifier = new Classifier(ruleset.compiled(io), LogLimits.DEFAULT);
    int different = 0;
    int written = 0;
    List<Path> files = files();
    for (Path file : files) {
      if (!isAsMarked(classifier, file)) {
        different++;
        written += bless ? 1 : 0;
      }
    }
    io.println((files.size() - different) + " as marked, " + different + " different");
    if (bless) {
      io.println(Words.count(written, "file") + " written");
    }
    return different == 0 || bless ? Exit.OK : Exit.NO;
  }

  private List<Path> files() {
    try (Stream<Path> list = Files.list(LogFinder.path(directory))) {
      List<Path> files = list.filter(file -> file.toString().endsWith(".log")).sorted().toList();
      if (files.isEmpty()) {
        throw new UsageException(directory + ": there is no *.log in it");
      }
      return files;
    } catch (IOException e) {
      throw new UsageException(directory + ": " + LogSource.reason(e));
    }
  }

  private boolean isAsMarked(Classifier classifier, Path file) {
    try {
      FixtureLog fixture = FixtureLog.read(file);
      Verdict verdict =
          classifier.classify(new ByteArrayInputStream(fixture.log()), fixture.facts()).verdict();
      String got = FixtureLog.describe(verdict);
      if (got.equals(fixture.expected())) {
        return true;
      }
      io.println(Printable.of(file + ": marked " + fixture.expected()));
      io.println(Printable.of("  but got " + got));
      if (bless) {
        Files.write(file, fixture.blessed(verdict));
        io.println(Printable.of("  written to " + file));
      }
      return false;
    } catch (IOException e) {
      throw new UsageException(file + ": " + LogSource.reason(e));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
