package dev.buildmeister.cli;

import dev.buildmeister.cli.text.Io;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs the program in this process on the files of one folder, with captured streams.
///
/// In arguments `@name` is a file of the folder; in outputs the folder's path is taken away.
final class Cli {
  /// Rules with all that the reports show.
  static final String RULES =
      """
      [verdict]
      prefer = 'failing-step'

      [[rule]]
      name = 'pytest failure'
      id = 'pytest'
      pattern = '^FAILED (\\S+\\.py::\\S+)'
      tags = ['test']
      help = '''
      A Python test failed. Its traceback stands above, under the name of the test; run that one \
      test alone to see it again.

      Ask in #python if it is not yours.'''
      issue = 'https://example.com/issues/1'
      examples = ['FAILED a.py::test_x - boom']
      counterexamples = ['FAILED to connect']

      [[rule]]
      name = 'missing module'
      id = 'module'
      pattern = "No module named '([^']+)'"
      then = 'in line (\\d+)'

      [[rule]]
      name = 'ours'
      pattern = 'deploy failed'
      when = { repo = 'acme/.*' }

      [[rule]]
      name = 'error line'
      id = 'error'
      pattern = '^ERROR: (.*)'
      pick = 'first'
      block = { until = '^$', max = 5 }
      tags = ['catch-all']
      """;

  private final Path folder;
  private final Map<String, String> env = new HashMap<>();
  private InputStream in = InputStream.nullInputStream();
  private int columns;
  private int errColumns;
  private InstantSource clock = InstantSource.system();

  Cli(Path folder) {
    this.folder = folder;
  }

  /// What a run gave.
  record Run(int exit, String out, String err) {}

  /// Writes a file of the folder.
  Cli file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Cli file(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return this;
  }

  Cli env(String name, String value) {
    env.put(name, value);
    return this;
  }

  Cli in(String text) {
    in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Cli in(InputStream stream) {
    in = stream;
    return this;
  }

  Cli clock(InstantSource other) {
    clock = other;
    return this;
  }

  /// As if stdout were a terminal.
  Cli terminal(int width) {
    columns = width;
    return this;
  }

  /// As if stderr were a terminal.
  Cli errTerminal(int width) {
    errColumns = width;
    return this;
  }

  /// Runs a command line, split at blanks.
  Run run(String line) {
    return run(List.of(line.split(" ", -1)));
  }

  /// Runs a command line, word by word.
  Run run(List<String> line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] args =
        line.stream()
            .map(word -> word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word)
            .toArray(String[]::new);
    int exit = Main.launch(args, new Io(in, out, err, env, columns, errColumns, clock));
    return new Run(exit, relative(out), relative(err));
  }

  private String relative(ByteArrayOutputStream bytes) {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .replace(folder + "/", "")
        .replace(folder + "", ".");
  }
}
