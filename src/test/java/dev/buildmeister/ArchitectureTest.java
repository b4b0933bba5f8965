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
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Holds [ArchitectureTable], and the rules that are the same for all packages.
class ArchitectureTest {
  private static final String ROOT = "dev.buildmeister";

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @ParameterizedTest
  @FieldSource("dev.buildmeister.ArchitectureTable#ROWS")
  void aPackageUsesOnlyWhatItsRowNames(ArchitectureTable.Row row) {
    List<String> allowed = new ArrayList<>(ArchitectureTable.PLAIN_JDK);
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
        .as(
            "packages: each needs a row in ArchitectureTable, without the mark 'planned' once it exists")
        .isEqualTo(
            ArchitectureTable.ROWS.stream()
                .filter(row -> !row.planned())
                .map(ArchitectureTable.Row::name)
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
  void onlyTheEntrancesPrintOrEndTheProgram() {
    noClasses()
        .that(areOutside("cli", "lambda"))
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
  void onlyTheEntrancesKnowHowToSleep() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages("cli"), packages("lambda"))
        .should()
        .accessTargetWhere(accesses(Thread.class, "sleep"))
        .orShould()
        .accessTargetWhere(accesses(TimeUnit.class, "sleep"))
        .because("waiting is done on a condition, or by the sleeper that an entrance passes in")
        .check(ALL);
  }

  @Test
  void nothingReflects() {
    noClasses()
        .should()
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
        .because("what reflects starts slowly on Lambda and needs configuration in a native image")
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
        ArchitectureTable.ROWS.stream()
            .map(row -> row.name().isEmpty() ? "root" : row.name())
            .collect(toCollection(TreeSet::new));
    assertThat(ArchitectureTable.ROWS)
        .flatExtracting(ArchitectureTable.Row::uses)
        .isSubsetOf(names);
  }

  @Test
  void thePageForReadersHasTheSameTable() throws IOException {
    Map<String, List<String>> page = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs/architecture.md"))) {
      if (line.startsWith("| `")) {
        List<String> cells = List.of(line.split("\\|", -1));
        page.put(
            cells.get(1).replace("`", "").strip() + (line.contains("*planned*") ? " planned" : ""),
            ArchitectureTable.words(cells.get(3).strip()).stream().sorted().toList());
      }
    }
    assertThat(page)
        .isEqualTo(
            ArchitectureTable.ROWS.stream()
                .collect(
                    toMap(
                        row -> row + (row.planned() ? " planned" : ""),
                        row -> row.uses().stream().sorted().toList())));
  }
}
