package dev.buildmeister.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// One case of `fixtures/regex`: a pattern, a line, and where the pattern matches in it.
///
/// @param groups start and end of the match and of each group, -1 where a group took no part; empty
///   if there is no match
record RegexFixture(String name, LinePattern pattern, List<Byte> line, List<Integer> groups) {
  static final String REFUSED = "refused.toml";
  private static final Path FOLDER = Path.of("fixtures", "regex");

  static List<RegexFixture> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> !file.endsWith(REFUSED))
          .sorted()
          .flatMap(file -> tests(file).stream().map(test -> of(file, test)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<TomlTable> refused() {
    return tests(FOLDER.resolve(REFUSED));
  }

  private static List<TomlTable> tests(Path file) {
    try {
      TomlParseResult toml = Toml.parse(file);
      if (toml.hasErrors()) {
        throw new AssertionError(file + ": " + toml.errors());
      }
      TomlArray tests = Objects.requireNonNull(toml.getArray("test"), file::toString);
      List<TomlTable> tables = new ArrayList<>();
      for (int i = 0; i < tests.size(); i++) {
        tables.add(tests.getTable(i));
      }
      return tables;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RegexFixture of(Path file, TomlTable test) {
    String regex = test.getString("regex");
    String literal = test.getString("literal");
    String hex = test.getString("haystack_hex");
    byte[] line =
        hex != null
            ? HexFormat.of().parseHex(hex)
            : required(test, "haystack").getBytes(StandardCharsets.UTF_8);
    List<Byte> bytes = new ArrayList<>();
    for (byte b : line) {
      bytes.add(b);
    }
    return new RegexFixture(
        file.getFileName() + ": " + required(test, "name"),
        regex != null
            ? LinePattern.regex(regex)
            : LinePattern.literal(Objects.requireNonNull(literal)),
        bytes,
        groups(Objects.requireNonNull(test.getArray("groups"))));
  }

  static String required(TomlTable test, String key) {
    return Objects.requireNonNull(test.getString(key), key);
  }

  private static List<Integer> groups(TomlArray array) {
    List<Integer> groups = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      TomlArray group = array.getArray(i);
      groups.add(group.isEmpty() ? -1 : Math.toIntExact(group.getLong(0)));
      groups.add(group.isEmpty() ? -1 : Math.toIntExact(group.getLong(1)));
    }
    return groups;
  }

  /// The bytes of the line, a new array.
  byte[] bytes() {
    byte[] bytes = new byte[line.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = line.get(i);
    }
    return bytes;
  }

  @Override
  public String toString() {
    return name;
  }
}
