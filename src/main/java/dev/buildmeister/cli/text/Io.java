package dev.buildmeister.cli.text;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a command reads from and writes to: UTF-8, buffered, and without a word about a reader who
/// has gone away.
///
/// Printing to `out` and `err` is done by one thread; [#overwrite] may be called by others.
public final class Io {
  private static final int BUFFER = 1 << 16;
  private static final int MIN_COLUMNS = 20;
  private static final int MAX_COLUMNS = 10_000;

  private final InputStream in;
  private final Guarded guarded;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> env;
  private final InstantSource clock;
  private final int outColumns;
  private final int errColumns;
  private final boolean inActions;
  private Style style;
  private boolean overwritten;
  private boolean overwritingEnded;

  /// @param outColumns the width of the terminal that `out` is, 0 if it is none
  /// @param errColumns the same of `err`
  public Io(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Map<String, String> env,
      int outColumns,
      int errColumns) {
    this(in, out, err, env, outColumns, errColumns, InstantSource.system());
  }

  /// The same with another clock.
  public Io(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Map<String, String> env,
      int outColumns,
      int errColumns,
      InstantSource clock) {
    this.in = in;
    this.clock = clock;
    this.guarded = new Guarded(out);
    this.out =
        new PrintStream(new BufferedOutputStream(guarded, BUFFER), false, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.env = Map.copyOf(env);
    this.outColumns = outColumns;
    this.errColumns = errColumns;
    this.inActions = env.getOrDefault("GITHUB_ACTIONS", "").equals("true");
    this.style = Style.of(Style.When.AUTO, env, outColumns > 0);
  }

  /// The output cannot be written any more.
  public static final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean readerGone;

    OutputException(IOException cause) {
      super("cannot write the output: " + cause.getMessage(), cause);
      String message = String.valueOf(cause.getMessage());
      this.readerGone = message.toLowerCase(Locale.ROOT).contains("pipe");
    }

    /// Whether nothing is wrong but that nobody reads any more, as in `… | head`.
    public boolean isReaderGone() {
      return readerGone;
    }
  }

  /// Remembers what a [PrintStream] forgets: why writing failed.
  private static final class Guarded extends OutputStream {
    private final OutputStream out;
    @Nullable IOException failure;

    Guarded(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }
  }

  /// The standard input; it is read once.
  public InputStream in() {
    return in;
  }

  /// What tells the time.
  public InstantSource clock() {
    return clock;
  }

  /// Where results go.
  public PrintStream out() {
    return out;
  }

  /// One line of a result for a person. Inside GitHub Actions nothing in it is a command there.
  public void println(String line) {
    out.print(harmless(line));
    out.print('\n');
  }

  /// A part of a result in JSON. Inside GitHub Actions nothing in it is a command there, and every
  /// value stays what it is.
  public void json(String part) {
    out.print(inActions ? WorkflowCommands.inJson(part) : part);
  }

  /// One line that is meant as a command to GitHub Actions. Whoever prints it has escaped it.
  public void command(String line) {
    out.print(line);
    out.print('\n');
  }

  private String harmless(String text) {
    return inActions ? WorkflowCommands.inText(text) : text;
  }

  /// One line about the work, for the person: `buildmeister: …`.
  public void complain(String message) {
    synchronized (this) {
      clear();
      err.print(harmless("buildmeister: " + message + "\n"));
    }
  }

  /// A stack trace, for those who asked for it.
  public void trace(Throwable cause) {
    StringWriter trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace));
    err.print(harmless(trace.toString()));
  }

  /// Where messages go.
  public PrintStream err() {
    return err;
  }

  /// The environment.
  public Map<String, String> env() {
    return env;
  }

  /// Hands on all that was printed.
  ///
  /// @throws OutputException if it cannot be written
  public void flush() {
    synchronized (this) {
      clear();
      out.flush();
    }
    if (guarded.failure != null) {
      throw new OutputException(guarded.failure);
    }
  }

  /// How colours are chosen from now on.
  public void style(Style.When when) {
    style = Style.of(when, env, outColumns > 0);
  }

  /// The style of what goes to `out`.
  public Style style() {
    return style;
  }

  /// Whether `out` is a terminal.
  public boolean isTerminal() {
    return outColumns > 0;
  }

  /// The columns of the terminal that `err` is, 0 if it is none.
  public int errColumns() {
    return errColumns;
  }

  /// How many columns a line of output may take: `COLUMNS` if set, else the terminal's width, else
  /// [Columns#UNLIMITED].
  public int columns() {
    String wanted = env.getOrDefault("COLUMNS", "");
    if (wanted.matches("[0-9]{1,5}") && Integer.parseInt(wanted) > 0) {
      return Math.clamp(Integer.parseInt(wanted), MIN_COLUMNS, MAX_COLUMNS);
    }
    return outColumns == 0 ? Columns.UNLIMITED : Math.max(MIN_COLUMNS, outColumns);
  }

  /// Shows a line on the terminal that `err` is, in place of the one shown so before.
  public void overwrite(String line) {
    synchronized (this) {
      if (overwritingEnded) {
        return;
      }
      clear();
      err.print(line);
      err.flush();
      overwritten = true;
    }
  }

  /// Takes the line of [#overwrite] away, and lets none come again: the program ends.
  public void endOverwriting() {
    synchronized (this) {
      overwritingEnded = true;
      clear();
    }
  }

  /// Takes the line of [#overwrite] away.
  public void clear() {
    synchronized (this) {
      if (overwritten) {
        err.print("\r\u001b[K");
        err.flush();
        overwritten = false;
      }
    }
  }
}
