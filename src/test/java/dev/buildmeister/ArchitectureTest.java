package dev.buildmeister;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Which package may use which, and which library, as one table; and the rules that hold for all.
class ArchitectureTest {
  private static final String ROOT = "dev.buildmeister";

  /// What every package may use of the JDK. Not here, and so a library that a row has to name:
  /// sockets, HTTP, SQL, cryptography, logging, reflection.
  private static final List<String> PLAIN_JDK =
      List.of(
          "java.io",
          "java.lang",
          "java.lang.annotation",
          "java.lang.foreign",
          "java.lang.invoke",
          "java.lang.ref",
          "java.lang.runtime",
          "java.math",
          "java.nio..",
          "java.security",
          "java.text",
          "java.time..",
          "java.util",
          "java.util.concurrent..",
          "java.util.function",
          "java.util.random",
          "java.util.regex",
          "java.util.stream",
          "java.util.zip",
          "org.jspecify..");

  private static final String NET = "java.net";
  private static final String HTTP_CLIENT = "java.net.http..";
  private static final String HTTP_SERVER = "com.sun.net.httpserver..";
  private static final String CRYPTO = "javax.crypto..";
  private static final String JSON = "com.fasterxml.jackson..";

  /// One package: what it may use of ours and of others.
  ///
  /// @param name its place below the root package; empty is the root package itself
  /// @param uses our packages
  /// @param libraries ArchUnit package patterns
  /// @param planned no class of it exists yet
  record Row(String name, List<String> uses, List<String> libraries, boolean planned) {
    static Row row(String name, String uses, String... libraries) {
      return new Row(name, words(uses), List.of(libraries), false);
    }

    static Row planned(String name, String uses, String... libraries) {
      return new Row(name, words(uses), List.of(libraries), true);
    }

    private static List<String> words(String text) {
      return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    }

    @Override
    public String toString() {
      return name.isEmpty() ? "root" : name;
    }
  }

  private static final String CORE = "job log rules scan verdict";
  private static final String PORTS = "store track act job verdict rules";
  private static final String STEPS = CORE + " store provider ingest track act root";

  static final List<Row> TABLE =
      List.of(
          Row.row("", "job log rules scan verdict"),
          Row.row("job", ""),
          Row.row("scan", "", "com.google.re2j.."),
          Row.row("log", "job", "io.airlift.compress.."),
          Row.row("rules", "job scan", "org.tomlj.."),
          Row.row("verdict", "job log rules scan"),
          Row.row("store", "job verdict rules", JSON),
          Row.planned("provider", "job", JSON, NET, HTTP_CLIENT, CRYPTO),
          Row.planned("ingest", "job log store provider", JSON, NET, CRYPTO),
          Row.planned("track", "job verdict"),
          Row.planned("act", "job verdict track provider store", JSON, NET, HTTP_CLIENT, CRYPTO),
          Row.row("work", STEPS),
          Row.planned(
              "web", "job verdict rules track store work ingest", JSON, NET, HTTP_SERVER, CRYPTO),
          Row.planned("aws", PORTS, JSON, NET, "software.amazon.awssdk.."),
          Row.row(
              "local",
              PORTS,
              "java.sql",
              "org.sqlite..",
              NET,
              "jakarta.mail..",
              "org.eclipse.angus.."),
          Row.planned(
              "lambda",
              STEPS + " work web aws",
              JSON,
              NET,
              CRYPTO,
              "com.amazonaws.services.lambda..",
              "software.amazon.awssdk..",
              "org.crac.."),
          Row.row(
              "cli",
              STEPS + " work web aws local lambda",
              "picocli..",
              "me.tongfei.progressbar..",
              JSON,
              NET,
              "java.sql"));

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @ParameterizedTest
  @FieldSource("TABLE")
  void aPackageUsesOnlyWhatItsRowNames(Row row) {
    List<String> allowed = new ArrayList<>(PLAIN_JDK);
    allowed.addAll(row.libraries());
    allowed.add(packages(row.name()));
    row.uses().forEach(used -> allowed.add(packages(used)));
    classes()
        .that()
        .resideInAPackage(packages(row.name()))
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are in its row",
                used ->
                    used.getBaseComponentType().isPrimitive()
                        || resideInAnyPackage(allowed.toArray(String[]::new))
                            .test(used.getBaseComponentType())))
        .because("the row '" + row + "' names everything it may use: docs/architecture.md")
        .allowEmptyShould(row.planned())
        .check(ALL);
  }

  @Test
  void everyPackageHasARowAndEveryRowThatIsNotPlannedHasAPackage() {
    assertThat(ALL).as("imported classes").isNotEmpty();
    Set<String> found = new TreeSet<>();
    ALL.forEach(type -> found.add(firstSegment(type)));
    assertThat(found)
        .as("packages: each needs a row in TABLE, without the mark 'planned' once it exists")
        .isEqualTo(
            TABLE.stream()
                .filter(row -> !row.planned())
                .map(Row::name)
                .collect(toCollection(TreeSet::new)));
  }

  @Test
  void noPackagesUseEachOther() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void theEngineIsReachedThroughItsFacadeOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".scan..")
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT + ".scan.*.."))
        .because("sub-packages of scan are its own")
        .check(ALL);
  }

  @Test
  void theRootPackageHoldsTheClassifierAndItsLike() {
    classes()
        .that()
        .resideInAPackage(ROOT)
        .and()
        .areTopLevelClasses()
        .should()
        .haveSimpleNameStartingWith("Classif")
        .orShould()
        .haveSimpleName("package-info")
        .because("who opens the root package sees the story, not a drawer")
        .check(ALL);
  }

  @Test
  void everyPackageIsNullMarkedAndSaysWhereItStands() throws IOException {
    for (JavaPackage each : packagesWithClasses()) {
      assertThat(each.isAnnotatedWith(NullMarked.class))
          .as("%s has a package-info with @NullMarked", each.getName())
          .isTrue();
      Path info = Path.of("src/main/java", each.getName().replace('.', '/'), "package-info.java");
      assertThat(Files.readString(info).replaceAll("\\s*///\\s*", " "))
          .as("%s says what goes in and out and what it may use", info)
          .contains("In", "May use:");
    }
  }

  @Test
  void onlyLambdaAndTheCommandLineReadTheClock() {
    noClasses()
        .that(areOutside("lambda", "cli"))
        .should()
        .accessTargetWhere(readsTheClock())
        .because("a verdict can be replayed; pass an InstantSource")
        .check(ALL);
  }

  @Test
  void onlyTheCommandLinePrintsOrEndsTheProgram() {
    noClasses()
        .that(areOutside("cli"))
        .should()
        .accessTargetWhere(
            accesses(System.class, "out", "err", "in", "exit", "setOut", "setErr", "console"))
        .orShould()
        .accessTargetWhere(accesses(Throwable.class, "printStackTrace"))
        .orShould()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.logging..", "org.slf4j..", "java.lang.System$Logger"))
        .because("what a person should know is in the result, and the caller shows it")
        .check(ALL);
  }

  @Test
  void nothingSleepsOrReflects() {
    noClasses()
        .should()
        .accessTargetWhere(accesses(Thread.class, "sleep"))
        .orShould()
        .accessTargetWhere(accesses(TimeUnit.class, "sleep"))
        .orShould()
        .dependOnClassesThat(
            resideInAnyPackage("java.lang.reflect..", "java.beans..", "sun..", "jdk.internal.."))
        .orShould()
        .accessTargetWhere(
            accesses(
                Class.class,
                "forName",
                "newInstance",
                "getMethod",
                "getMethods",
                "getDeclaredMethod",
                "getDeclaredMethods",
                "getField",
                "getFields",
                "getDeclaredField",
                "getDeclaredFields",
                "getConstructor",
                "getConstructors",
                "getDeclaredConstructor",
                "getDeclaredConstructors"))
        .orShould()
        .dependOnClassesThat(
            describe("are Jackson's data binding", ArchitectureTest::isDataBinding))
        .because("waiting is done on a condition, and what reflects starts slowly on Lambda")
        .check(ALL);
  }

  private static boolean isDataBinding(JavaClass type) {
    return type.getPackageName().startsWith("com.fasterxml.jackson.annotation")
        || type.getPackageName().startsWith("com.fasterxml.jackson.databind.annotation");
  }

  /// `log` is `dev.buildmeister.log..`, and the root is itself without what lies below it.
  private static String packages(String name) {
    return name.isEmpty() || name.equals("root") ? ROOT : ROOT + "." + name + "..";
  }

  private static String firstSegment(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.", -1)[0];
  }

  private static List<JavaPackage> packagesWithClasses() {
    return ALL.getPackage(ROOT).getSubpackagesInTree().stream()
        .filter(each -> !each.getClasses().isEmpty())
        .toList();
  }

  private static DescribedPredicate<JavaClass> areOutside(String... names) {
    Set<String> set = Set.of(names);
    return describe(
        "are outside of " + String.join(", ", names), type -> !set.contains(firstSegment(type)));
  }

  private static DescribedPredicate<JavaAccess<?>> accesses(Class<?> owner, String... members) {
    Set<String> names = Set.of(members);
    return describe(
        owner.getSimpleName() + " " + Arrays.toString(members),
        access ->
            access.getTargetOwner().isAssignableTo(owner)
                && names.contains(access.getTarget().getName()));
  }

  /// The methods of the JDK that give the time of now without being handed a clock.
  private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
    return describe(
        "read the clock",
        access ->
            access.getTarget() instanceof CodeUnitAccessTarget target
                && readsTheClock(access.getTargetOwner(), target));
  }

  private static boolean readsTheClock(JavaClass owner, CodeUnitAccessTarget target) {
    List<JavaClass> parameters = target.getRawParameterTypes();
    String method = target.getName();
    if (owner.isEquivalentTo(System.class)) {
      return method.equals("currentTimeMillis") || method.equals("nanoTime");
    }
    if (owner.isAssignableTo(InstantSource.class)) {
      return method.startsWith("system") || method.startsWith("tick");
    }
    if (owner.isEquivalentTo(Date.class)) {
      return method.equals("<init>") && parameters.isEmpty();
    }
    if (owner.isEquivalentTo(Calendar.class)) {
      return method.equals("getInstance");
    }
    return owner.getPackageName().startsWith("java.time")
        && method.equals("now")
        && parameters.stream().noneMatch(type -> type.isAssignableTo(InstantSource.class));
  }

  @Test
  void theTableNamesOnlyPackagesThatHaveRows() {
    Set<String> names =
        TABLE.stream()
            .map(row -> row.name().isEmpty() ? "root" : row.name())
            .collect(toCollection(TreeSet::new));
    assertThat(TABLE).flatExtracting(Row::uses).isSubsetOf(names);
  }

  @Test
  void thePageForReadersHasTheSameTable() throws IOException {
    Map<String, List<String>> page = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs/architecture.md"))) {
      if (line.startsWith("| `")) {
        List<String> cells = List.of(line.split("\\|", -1));
        page.put(
            cells.get(1).replace("`", "").strip() + (line.contains("*planned*") ? " planned" : ""),
            Row.words(cells.get(3).strip()).stream().sorted().toList());
      }
    }
    assertThat(page)
        .isEqualTo(
            TABLE.stream()
                .collect(
                    toMap(
                        row -> row + (row.planned() ? " planned" : ""),
                        row -> row.uses().stream().sorted().toList())));
  }
}
