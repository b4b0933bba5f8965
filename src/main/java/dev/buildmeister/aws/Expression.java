package dev.buildmeister.aws;

import dev.buildmeister.store.ItemUpdate;
import dev.buildmeister.store.ItemUpdate.Check;
import dev.buildmeister.store.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// One [ItemUpdate] in DynamoDB's words. Every name and value goes by a placeholder, so that no
/// name is a reserved word and no text is read as an expression.
final class Expression {
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();
  private final @Nullable String condition;
  private final String update;

  Expression(ItemUpdate change) {
    this.condition =
        change.anyOf().isEmpty()
            ? null
            : change.anyOf().stream()
                .map(
                    all ->
                        all.stream()
                            .map(this::check)
                            .collect(Collectors.joining(" AND ", "(", ")")))
                .collect(Collectors.joining(" OR "));
    this.update = update(change);
  }

  /// What must hold, null for nothing.
  @Nullable String condition() {
    return condition;
  }

  /// What is changed; never empty in a change that does something.
  String update() {
    return update;
  }

  Map<String, String> names() {
    return names;
  }

  Map<String, AttributeValue> values() {
    return values;
  }

  private String check(Check check) {
    String name = name(check.name());
    return switch (check) {
      case Check.Absent _ -> "attribute_not_exists(" + name + ")";
      case Check.Equal equal -> name + " = " + value(equal.value());
      case Check.Other other ->
          "attribute_exists(" + name + ") AND " + name + " <> " + value(other.value());
      case Check.Less less -> name + " < " + value(less.than());
      case Check.AtMost most -> name + " <= " + value(most.than());
    };
  }

  private String update(ItemUpdate change) {
    List<String> set = new ArrayList<>();
    change.set().forEach((name, value) -> set.add(name(name) + " = " + value(value)));
    change
        .fill()
        .forEach(
            (name, value) ->
                set.add(name(name) + " = if_not_exists(" + name(name) + ", " + value(value) + ")"));
    if (change.count() != null) {
      String count = name(change.count());
      Value none = new Value.Int(0);
      Value one = new Value.Int(1);
      set.add(count + " = if_not_exists(" + count + ", " + value(none) + ") + " + value(one));
    }
    String remove =
        change.remove().stream().sorted().map(this::name).collect(Collectors.joining(", "));
    return (set.isEmpty() ? "" : "SET " + String.join(", ", set))
        + (remove.isEmpty() ? "" : " REMOVE " + remove);
  }

  private String name(String name) {
    for (Map.Entry<String, String> each : names.entrySet()) {
      if (each.getValue().equals(name)) {
        return each.getKey();
      }
    }
    String placeholder = "#n" + names.size();
    names.put(placeholder, name);
    return placeholder;
  }

  private String value(Value value) {
    String placeholder = ":v" + values.size();
    values.put(placeholder, Items.write(value));
    return placeholder;
  }
}
