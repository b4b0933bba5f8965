package dev.buildmeister.lambda;

import static java.util.stream.Collectors.groupingBy;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.ConstructorCallTarget;
import com.tngtech.archunit.core.domain.AccessTarget.ConstructorReferenceTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Which calls of AWS a handler can come to, read from the class files.
///
/// A method is reached if one that is reached calls or refers to it; a call of an interface or of a
/// class that others extend reaches the method of each class of which an object is made on the way
/// ("rapid type analysis", Bacon and Sweeney, OOPSLA 1996). What a class lets the JDK call, such as
/// `Supplier.get`, is reached when an object of it is made. So it finds too much rather than too
/// little.
final class SdkCalls {
  private static final String ROOT = "dev.buildmeister";
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /// A call of AWS.
  ///
  /// @param client `S3Client`
  /// @param method `getObject`
  /// @param by the class that calls: `S3Objects`
  /// @param adapter the port's adapter on whose behalf, empty if unknown: `S3LogStore`
  record Call(String client, String method, String by, String adapter) implements Comparable<Call> {
    @Override
    public int compareTo(Call other) {
      return toString().compareTo(other.toString());
    }
  }

  private record Reached(JavaCodeUnit unit, String adapter) {}

  private static final Map<Class<?>, Set<Call>> SEARCHED = new ConcurrentHashMap<>();
  private static final Map<JavaClass, Map<String, List<JavaMethod>>> METHODS =
      new ConcurrentHashMap<>();

  private static final Map<JavaClass, Set<JavaClass>> SUBTYPES = new ConcurrentHashMap<>();

  private final Set<Reached> reached = new LinkedHashSet<>();
  private final Set<JavaClass> made = new LinkedHashSet<>();
  private final Set<Call> calls = new TreeSet<>();
  private final Deque<Reached> work = new ArrayDeque<>();

  private SdkCalls() {}

  /// Those that a handler can come to, made as Lambda makes it.
  static Set<Call> from(Class<?> handler) {
    return SEARCHED.computeIfAbsent(handler, SdkCalls::search);
  }

  private static Set<Call> search(Class<?> handler) {
    SdkCalls search = new SdkCalls();
    JavaClass type = ALL.get(handler);
    search.make(type);
    search.reach(type.getConstructor(), "");
    type.getMethods().stream()
        .filter(method -> method.getName().equals("handleRequest"))
        .forEach(method -> search.reach(method, ""));
    search.run();
    return search.calls;
  }

  /// Those that stand anywhere in the adapters.
  static Set<Call> all() {
    SdkCalls search = new SdkCalls();
    for (JavaClass type : ALL) {
      for (JavaAccess<?> access : type.getAccessesFromSelf()) {
        if (isClient(access.getTargetOwner())) {
          search.record(access, "");
        }
      }
    }
    return search.calls;
  }

  private void run() {
    int before;
    do {
      before = made.size() + reached.size();
      // Again from the beginning, because objects may have been made since.
      work.addAll(reached);
      while (!work.isEmpty()) {
        Reached next = work.removeFirst();
        next.unit().getAccessesFromSelf().forEach(access -> follow(access, next.adapter()));
      }
    } while (made.size() + reached.size() > before);
  }

  private void follow(JavaAccess<?> access, String adapter) {
    JavaClass owner = access.getTargetOwner();
    if (isClient(owner)) {
      record(access, adapter);
    }
    if (!isOurs(owner)) {
      return;
    }
    owner.getStaticInitializer().ifPresent(unit -> reach(unit, adapter));
    if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
      return;
    }
    if (target instanceof ConstructorCallTarget || target instanceof ConstructorReferenceTarget) {
      make(owner);
    }
    target.resolveMember().ifPresent(member -> reach(member, adapter));
    for (JavaClass type : SUBTYPES.computeIfAbsent(owner, JavaClass::getAllSubclasses)) {
      if (made.contains(type)) {
        reachMethod(type, target, adapter);
      }
    }
  }

  private void reachMethod(JavaClass type, CodeUnitAccessTarget target, String adapter) {
    METHODS
        .computeIfAbsent(
            type, t -> t.getAllMethods().stream().collect(groupingBy(JavaMethod::getName)))
        .getOrDefault(target.getName(), List.of())
        .stream()
        .filter(method -> isSame(method, target.getName(), target.getRawParameterTypes()))
        .forEach(method -> reach(method, adapter));
  }

  private static boolean isSame(JavaMethod method, String name, List<JavaClass> parameters) {
    return method.getName().equals(name)
        && method.getRawParameterTypes().size() == parameters.size();
  }

  private void make(JavaClass type) {
    if (!made.add(type)) {
      return;
    }
    List<JavaClass> others = new ArrayList<>(type.getAllRawInterfaces());
    others.addAll(type.getAllRawSuperclasses());
    others.removeIf(SdkCalls::isOurs);
    for (JavaClass other : others) {
      for (JavaMethod callable : other.getMethods()) {
        type.getMethods().stream()
            .filter(own -> isSame(own, callable.getName(), callable.getRawParameterTypes()))
            .forEach(own -> reach(own, ""));
      }
    }
  }

  private void reach(JavaCodeUnit unit, String adapter) {
    JavaClass owner = unit.getOwner();
    if (!isOurs(owner) || unit.getModifiers().contains(JavaModifier.ABSTRACT)) {
      return;
    }
    Reached next = new Reached(unit, adapter(owner, adapter));
    if (reached.add(next)) {
      work.addLast(next);
    }
  }

  private static String adapter(JavaClass owner, String before) {
    if (!owner.getPackageName().equals(ROOT + ".aws")) {
      return "";
    }
    boolean port =
        owner.getAllRawInterfaces().stream()
            .anyMatch(type -> type.getPackageName().equals(ROOT + ".store"));
    return port ? owner.getSimpleName() : before;
  }

  private void record(JavaAccess<?> access, String adapter) {
    if (access.getOriginOwner().equals(access.getTargetOwner())) {
      // Within a client of ours.
      return;
    }
    String by = access.getOriginOwner().getSimpleName();
    calls.add(
        new Call(
            access.getTargetOwner().getSimpleName(), access.getTarget().getName(), by, adapter));
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(ROOT);
  }

  /// One of the SDK's, or of ours where the SDK's is too large.
  private static boolean isClient(JavaClass type) {
    return type.getSimpleName().endsWith("Client")
        && (type.getPackageName().startsWith("software.amazon.awssdk.services")
            || type.getPackageName().equals(ROOT + ".aws"));
  }
}
