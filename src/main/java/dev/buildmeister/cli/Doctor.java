package dev.buildmeister.cli;

import dev.buildmeister.aws.Finding.Level;
import dev.buildmeister.cli.report.Program;
import dev.buildmeister.cli.report.Words;
import dev.buildmeister.cli.text.Columns;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.rules.CompiledRuleset;
import dev.buildmeister.rules.RulesetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `doctor`: whether this machine, and AWS, have what the program needs.
@Command(
    name = "doctor",
    description = {
      "Checks whether this machine has what the program needs, and, if $BUILDMEISTER_BUCKET or an",
      "option names something there, whether AWS has what the functions need. On AWS it asks with",
      "your rights, not with those of the functions, and writes nothing."
    },
    exitCodeList = {"0:there is no fault; there may be warnings", "1:there is a fault"})
final class Doctor implements Callable<Integer> {
  private static final int JDK = 25;
  private static final long MIN_FREE_BYTES = 200L << 20;
  private static final int STATE = 9;
  private static final int LABEL = 10;

  private final Io io;

  @Mixin RulesetOption ruleset = new RulesetOption();

  @Mixin OnAws aws = new OnAws();

  Doctor(Io io) {
    this.io = io;
  }

  /// What a check found.
  ///
  /// @param text what is there, or what is wrong and what to do
  record Finding(Level level, String text) {
    static Finding ok(String text) {
      return new Finding(Level.OK, text);
    }

    static Finding fault(String text, String next) {
      return new Finding(Level.FAULT, text + "; " + next);
    }

    boolean ok() {
      return level == Level.OK;
    }
  }

  private record Check(String name, Supplier<Finding> run) {}

  @Override
  public Integer call() {
    List<Check> checks =
        List.of(
            new Check("program", Doctor::program),
            new Check(
                "jdk", () -> jdk(Runtime.version().feature(), System.getProperty("java.home", ""))),
            new Check("archive", () -> archive(System.getProperty("java.vm.info", ""))),
            new Check("ruleset", this::ruleset),
            new Check("terminal", this::terminal),
            new Check("names", () -> names(System.getProperty("sun.jnu.encoding", ""))),
            new Check("disk", () -> disk(Path.of(""))),
            new Check("temp", () -> disk(temp())),
            new Check("sqlite", Doctor::sqlite));
    boolean well = true;
    for (Check check : checks) {
      Finding finding = check.run().get();
      print(finding.level(), check.name(), finding.text());
      well &= finding.level() != Level.FAULT;
    }
    return (aws.isAsked(io) ? onAws() : true) && well ? Exit.OK : Exit.NO;
  }

  /// Each as soon as it is found: a service that does not answer takes its time.
  private boolean onAws() {
    Set<Level> found = EnumSet.noneOf(Level.class);
    aws.check(
        io,
        finding -> {
          found.add(finding.level());
          String next = finding.next().isEmpty() ? "" : "; " + finding.next();
          print(finding.level(), finding.check(), finding.text() + next);
        });
    return !found.contains(Level.FAULT);
  }

  private void print(Level level, String name, String text) {
    String state =
        switch (level) {
          case OK -> io.style().good("ok     ");
          case WARNING -> io.style().unsure("warning");
          case FAULT -> io.style().bad("fault  ");
        };
    Wrap.println(io, state + "  " + Columns.pad(name, LABEL), STATE + LABEL, text, part -> part);
  }

  private static Finding program() {
    BuildInfo build = BuildInfo.load();
    return Finding.ok("buildmeister " + build.version() + ", commit " + build.commitWords());
  }

  static Finding jdk(int feature, String home) {
    String found = "Java " + feature + " in " + home;
    return feature == JDK
        ? Finding.ok(found)
        : Finding.fault(found + ", made for " + JDK, "set JAVA_HOME to a JDK " + JDK);
  }

  /// The archive of classes that the JVM maps instead of loading them one by one.
  static Finding archive(String vmInfo) {
    return vmInfo.contains("sharing")
        ? Finding.ok("classes come from a shared archive")
        : Finding.fault(
            "no shared archive of classes is in use, so each start takes longer",
            "make one with 'java -Xshare:dump' as the owner of the JDK");
  }

  private Finding ruleset() {
    try {
      CompiledRuleset rules = ruleset.compiled(io);
      return Finding.ok(
          ruleset.name(io)
              + ", version "
              + rules.ruleset().version()
              + ", "
              + Words.count(rules.ruleset().rules().size(), "rule"));
    } catch (RulesetException e) {
      return Finding.fault(
          ruleset.name(io) + " has " + Words.count(e.faults().size(), "fault"),
          Program.name() + " rules check" + (ruleset.isShipped(io) ? "" : " " + ruleset.name(io)));
    } catch (UsageException e) {
      return Finding.fault(String.valueOf(e.getMessage()), "name a file that can be read");
    }
  }

  private Finding terminal() {
    String locale = locale();
    String where =
        io.isTerminal()
            ? "a terminal of " + io.columns() + " columns"
            : "no terminal (a pipe or file)";
    return locale.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8")
        ? Finding.ok(where + ", " + locale)
        : Finding.fault(
            where + ", locale '" + locale + "' is not UTF-8, which verdicts are written in",
            "export LC_ALL=C.UTF-8");
  }

  private String locale() {
    for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      String value = io.env().getOrDefault(name, "");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "C";
  }

  static Finding names(String encoding) {
    return encoding.equals("UTF-8")
        ? Finding.ok("file names are UTF-8")
        : Finding.fault(
            "file names are read as " + encoding + ", so some logs cannot be opened",
            "start it by its launcher, or export LC_ALL=C.UTF-8");
  }

  private static Path temp() {
    return Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
  }

  static Finding disk(Path folder) {
    try {
      Path absolute = folder.toAbsolutePath();
      long free = Files.getFileStore(absolute).getUsableSpace();
      String found = Words.size(free) + " free in " + absolute;
      return free < MIN_FREE_BYTES
          ? Finding.fault(found, "free at least " + Words.size(MIN_FREE_BYTES))
          : Finding.ok(found);
    } catch (IOException e) {
      return Finding.fault(
          folder + ": " + LogSource.reason(e), "name another folder with -Djava.io.tmpdir");
    }
  }

  /// Opens a database in memory: for that SQLite's library is unpacked into the temporary folder
  /// and loaded from there, which fails where that is read-only or mounted noexec.
  private static Finding sqlite() {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      return Finding.ok("SQLite " + connection.getMetaData().getDatabaseProductVersion());
    } catch (SQLException | LinkageError e) {
      return Finding.fault(
          "SQLite's library does not load from "
              + temp()
              + ": "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          "BUILDMEISTER_JAVA_OPTS=-Dorg.sqlite.tmpdir=DIR names a folder to write and run from");
    }
  }
}
