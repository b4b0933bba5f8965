package dev.buildmeister.aws;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How far a stream has been read: for each shard the last sequence number, or that it was read to
/// its end. As a text `shard=number,shard=end`.
record StreamPosition(Map<String, String> reached) {
  static final String END = "end";
  static final StreamPosition START = new StreamPosition(Map.of());

  StreamPosition {
    reached = Map.copyOf(reached);
  }

  /// Reads [#toString] back.
  ///
  /// @throws IllegalArgumentException if it is none
  static StreamPosition parse(String text) {
    Map<String, String> reached = new HashMap<>();
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int equals = part.lastIndexOf('=');
      String number = part.substring(equals + 1);
      if (equals < 1 || !(number.equals(END) || number.matches("[0-9]{1,80}"))) {
        throw new IllegalArgumentException("change position '" + text + "' is no position");
      }
      reached.put(part.substring(0, equals), number);
    }
    return new StreamPosition(reached);
  }

  Set<String> shards() {
    return reached.keySet();
  }

  Optional<String> of(String shard) {
    return Optional.ofNullable(reached.get(shard));
  }

  boolean isAtEnd(String shard) {
    return END.equals(reached.get(shard));
  }

  /// This one, but in no shard before another: a commit that comes late must not make all changes
  /// after it come again.
  StreamPosition noEarlierThan(StreamPosition other) {
    Map<String, String> latest = new HashMap<>(reached);
    latest.replaceAll((shard, number) -> later(number, other.of(shard).orElse(number)));
    return new StreamPosition(latest);
  }

  private static String later(String a, String b) {
    if (a.equals(END) || b.equals(END)) {
      return END;
    }
    return new BigInteger(a).compareTo(new BigInteger(b)) >= 0 ? a : b;
  }

  @Override
  public String toString() {
    return new TreeMap<>(reached)
        .entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(","));
  }
}
