package dev.buildmeister.verdict;

import java.util.List;

/// The line that explains a failure. These five are what is written as `classification`, exactly.
///
/// @param rule the rule's name
/// @param line the cleaned line, at most 2 KiB, secrets masked
/// @param lineNum its 1-based position in the raw log
/// @param captures the groups that took part, or the whole match if the pattern has none; each at
///   most 1 KiB
/// @param context the lines beginning with `+` above it, itself included, nearest first, at most 12
public record Match(
    String rule, String line, long lineNum, List<String> captures, List<String> context) {
  public Match {
    captures = List.copyOf(captures);
    context = List.copyOf(context);
  }
}
