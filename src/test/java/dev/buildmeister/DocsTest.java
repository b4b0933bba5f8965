package dev.buildmeister;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documentation names is there: classes, packages, files and link targets.
class DocsTest {
  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern PACKAGE = Pattern.compile("package `([a-z]+)`");

  /// A name of two humps or more, or one of one hump that is all of the code.
  private static final Pattern CLASS =
      Pattern.compile("(?<![\\w/.-])[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+(?!\\w)|^[A-Z][a-z0-9]+$");

  /// A path that begins with a folder of the repository.
  private static final Pattern PATH =
      Pattern.compile(
          "(?<![\\w/])(?:docs|fixtures|src/main|src/test|\\.ci|\\.mvn|\\.github)/[^\\s:,;)]*");

  /// Names from elsewhere: the JDK, JSpecify, an option of the JVM, a test in an example, rights on
  /// AWS.
  private static final Set<String> FOREIGN =
      Set.of(
          "InstantSource",
          "NullMarked",
          "TieredStopAtLevel",
          "TestTotal",
          "InvokeFunction",
          "InvokeFunctionUrl");

  /// A parameter, resource or output of `template.yaml`.
  private static final Pattern IN_TEMPLATE = Pattern.compile("(?m)^  ([A-Z]\\w+):");

  private record Mention(Path page, String name) {
    @Override
    public String toString() {
      return page + " names " + name;
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(
              Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  /// What a pattern finds in the inline code of all pages.
  private static List<Mention> inCode(Pattern pattern) throws IOException {
    List<Mention> mentions = new ArrayList<>();
    for (Path page : pages()) {
      String prose = FENCE.matcher(Files.readString(page)).replaceAll("");
      CODE.matcher(prose)
          .results()
          .flatMap(code -> pattern.matcher(code.group(1)).results())
          .forEach(found -> mentions.add(new Mention(page, found.group())));
    }
    return mentions;
  }

  private static Set<String> classes() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      return sources
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void everyClassThatIsNamedIsThere() throws IOException {
    Set<String> classes = classes();
    IN_TEMPLATE
        .matcher(Files.readString(Path.of("template.yaml")))
        .results()
        .forEach(name -> classes.add(name.group(1)));
    List<Mention> named = inCode(CLASS);
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(named)
        .filteredOn(it -> !classes.contains(it.name()) && !FOREIGN.contains(it.name()))
        .isEmpty();
  }

  @Test
  void everyFileAndFolderThatIsNamedIsThere() throws IOException {
    List<Mention> named = inCode(PATH);
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(named).filteredOn(it -> !Files.exists(known(it.name()))).isEmpty();
  }

  /// The path up to a name that stands for any: `NAME`, `NNNN`, `*`, `…`.
  private static Path known(String path) {
    Path known = Path.of("");
    for (String part : path.split("/", -1)) {
      if (part.matches(".*(\\*|…|[A-Z]{4,}).*")) {
        break;
      }
      known = known.resolve(part);
    }
    return known;
  }

  @Test
  void everyPackageThatIsNamedHasARow() throws IOException {
    Set<String> rows = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("docs/architecture.md"))) {
      if (line.startsWith("| `")) {
        rows.add(line.substring(3, line.indexOf('`', 3)));
      }
    }
    List<Mention> named = new ArrayList<>();
    for (Path page : pages()) {
      PACKAGE
          .matcher(Files.readString(page))
          .results()
          .forEach(found -> named.add(new Mention(page, found.group(1))));
    }
    assertThat(named).isNotEmpty().allMatch(it -> rows.contains(it.name()));
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<Mention> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
        String target = link.group(1);
        if (!target.contains("://") && !Files.exists(page.resolveSibling(target))) {
          broken.add(new Mention(page, target));
        }
      }
    }
    assertThat(broken).isEmpty();
  }
}
