package dev.buildmeister.store;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One conditional change of one item, in words that every store can do in one atomic step: what
/// must hold, what is set, what is set where nothing is known, what is removed, what counts.
///
/// The conditions live here as data so that no adapter states them a second time. Attribute sets
/// are disjoint. A condition that does not hold is a normal outcome.
///
/// @param anyOf alternatives, in each of which all checks must hold; empty for no condition
/// @param set name to new value
/// @param fill name to value, taken only where the item has no such attribute
/// @param remove names
/// @param count a number that is raised by one, from 0 if it is not there, or null
public record ItemUpdate(
    List<List<Check>> anyOf,
    Map<String, Value> set,
    Map<String, Value> fill,
    Set<String> remove,
    @Nullable String count) {
  /// @throws IllegalArgumentException if an attribute is named twice
  public ItemUpdate {
    anyOf = anyOf.stream().map(List::copyOf).toList();
    set = Map.copyOf(set);
    fill = Map.copyOf(fill);
    remove = Set.copyOf(remove);
    Set<String> names = new HashSet<>(set.keySet());
    names.addAll(fill.keySet());
    names.addAll(remove);
    int named = set.size() + fill.size() + remove.size();
    if (count != null) {
      names.add(count);
      named++;
    }
    if (names.size() != named) {
      throw new IllegalArgumentException("an attribute is changed in two ways: " + names);
    }
  }

  /// What must hold of an attribute. A comparison with an attribute that is not there, or that is
  /// of another kind, does not hold. Texts are compared by their code units; ours are ASCII.
  public sealed interface Check {
    /// The attribute's name.
    String name();

    /// It is not there.
    record Absent(String name) implements Check {}

    /// It has that value.
    record Equal(String name, Value value) implements Check {}

    /// It is there and has another value.
    record Other(String name, Value value) implements Check {}

    /// It is less.
    record Less(String name, Value than) implements Check {}

    /// It is less or equal.
    record AtMost(String name, Value than) implements Check {}
  }

  /// Whether the condition holds for an item; one that does not exist has no attributes.
  public boolean holds(Attributes item) {
    return anyOf.isEmpty()
        || anyOf.stream().anyMatch(all -> all.stream().allMatch(check -> holds(check, item)));
  }

  /// The item after the change, whose condition the caller has looked at.
  public Attributes apply(Attributes item) {
    TreeMap<String, Value> next = new TreeMap<>(item.values());
    fill.forEach(next::putIfAbsent);
    next.keySet().removeAll(remove);
    next.putAll(set);
    if (count != null) {
      next.put(count, new Value.Int(item.number(count).orElse(0) + 1));
    }
    return new Attributes(next);
  }

  private static boolean holds(Check check, Attributes item) {
    Value value = item.values().get(check.name());
    return switch (check) {
      case Check.Absent _ -> value == null;
      case Check.Equal equal -> equal.value().equals(value);
      case Check.Other other -> value != null && !other.value().equals(value);
      case Check.Less less -> compare(value, less.than()) == Order.LESS;
      case Check.AtMost most ->
          compare(value, most.than()) == Order.LESS || compare(value, most.than()) == Order.EQUAL;
    };
  }

  private enum Order {
    LESS,
    EQUAL,
    GREATER,
    NONE
  }

  private static Order compare(@Nullable Value left, Value right) {
    if (left instanceof Value.Text(String a) && right instanceof Value.Text(String b)) {
      return order(a.compareTo(b));
    }
    if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
      return order(Long.compare(a, b));
    }
    return Order.NONE;
  }

  private static Order order(int comparison) {
    if (comparison == 0) {
      return Order.EQUAL;
    }
    return comparison < 0 ? Order.LESS : Order.GREATER;
  }
}
