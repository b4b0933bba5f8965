package dev.buildmeister.cli;

import dev.buildmeister.job.JobFacts;
import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.store.Json;
import dev.buildmeister.verdict.Verdict;
import dev.buildmeister.verdict.Verdict.Matched;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A fragment of a log with the expected verdict marked in the file itself.
///
/// Lines that begin with `#= ` are a head of `key: value` pairs (where the fragment comes from, the
/// job's facts). A line that begins with `#^ ` marks the line above it as the winning one:
///
/// ```
/// FAILED tests/test_cart.py::test_total - assert 3 == 4
/// #^ pytest ["tests/test_cart.py::test_total"]
/// ```
///
/// At the end of the file, `#^ NO_MATCH` says that there must be no verdict. Marks are taken out
/// before the log is classified, and line numbers are those without them.
final class FixtureLog {
  private static final String HEAD = "#= ";
  private static final String MARK = "#^ ";
  private static final String NO_MATCH = "NO_MATCH";

  private final String name;
  private final List<byte[]> head = new ArrayList<>();
  private final List<byte[]> lines = new ArrayList<>();
  private final List<String> marks = new ArrayList<>();
  private JobFacts facts = JobFacts.UNKNOWN;

  private FixtureLog(String name) {
    this.name = name;
  }

  /// Reads a fixture.
  ///
  /// @throws IllegalArgumentException if a mark or a head line cannot be read
  static FixtureLog read(Path file) throws IOException {
    return read(file.toString(), Files.readAllBytes(file));
  }

  /// Reads a fixture from its bytes.
  ///
  /// @param name for messages
  /// @throws IllegalArgumentException if a mark or a head line cannot be read
  static FixtureLog read(String name, byte[] bytes) {
    FixtureLog fixture = new FixtureLog(name);
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        fixture.add(Arrays.copyOfRange(bytes, from, i));
        from = i + 1;
      }
    }
    if (from < bytes.length) {
      throw new IllegalArgumentException(name + ": the last line has no line end");
    }
    return fixture;
  }

  private void add(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    if (text.startsWith(HEAD)) {
      head.add(line);
      addFact(text.substring(HEAD.length()));
    } else if (text.startsWith(MARK)) {
      String mark = text.substring(MARK.length());
      marks.add(mark.equals(NO_MATCH) ? mark : lines.size() + " " + mark);
    } else {
      lines.add(line);
    }
  }

  private void addFact(String pair) {
    int colon = pair.indexOf(": ");
    if (colon < 0) {
      throw new IllegalArgumentException(name + ": '" + pair + "' is not 'key: value'");
    }
    Fact.of(pair.substring(0, colon))
        .ifPresent(fact -> facts = facts.with(fact, pair.substring(colon + 2)));
  }

  JobFacts facts() {
    return facts;
  }

  /// The log without head and marks.
  byte[] log() {
    return join(lines);
  }

  /// What the marks say, in the words of [#describe]; lists `no mark` or several if there is not
  /// exactly one.
  String expected() {
    return marks.isEmpty() ? "no mark" : String.join(" and ", marks);
  }

  /// A verdict as a mark says it: `NO_MATCH`, or line number, rule id and captures.
  static String describe(Verdict verdict) {
    return verdict instanceof Matched matched
        ? matched.match().lineNum() + " " + mark(matched)
        : NO_MATCH;
  }

  /// The file with the verdict's mark in place of its own.
  byte[] blessed(Verdict verdict) {
    List<byte[]> all = new ArrayList<>(head);
    for (int i = 0; i < lines.size(); i++) {
      all.add(lines.get(i));
      if (verdict instanceof Matched matched && matched.match().lineNum() == i + 1) {
        all.add((MARK + mark(matched)).getBytes(StandardCharsets.UTF_8));
      }
    }
    if (!(verdict instanceof Matched)) {
      all.add((MARK + NO_MATCH).getBytes(StandardCharsets.UTF_8));
    }
    return join(all);
  }

  private static String mark(Matched matched) {
    return matched.ruleId()
        + " "
        + Json.array(matched.match().captures()).replace("\",\"", "\", \"");
  }

  private static byte[] join(List<byte[]> lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      out.writeBytes(line);
      out.write('\n');
    }
    return out.toByteArray();
  }
}
