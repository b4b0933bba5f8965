package dev.buildmeister.rules;

import dev.buildmeister.rules.Rule.Block;
import dev.buildmeister.rules.Rule.Pick;
import dev.buildmeister.rules.Rule.Then;
import dev.buildmeister.scan.LinePattern;
import org.jspecify.annotations.Nullable;

/// The part of a rule that has to see the log. Two rules with equal probes share their hits, and a
/// scan record stays good for as long as the probes do, whatever else of the rules changes.
///
/// @param pattern searched in each line
/// @param then what must follow, or null
/// @param block the excerpt to store, or null
/// @param excerptOf which hit gets the excerpt; null without a block
/// @param firstWithin keep the first hit within this many last lines; 0 if the last hit is enough
public record Probe(
    LinePattern pattern,
    @Nullable Then then,
    @Nullable Block block,
    @Nullable Pick excerptOf,
    int firstWithin) {

  static Probe of(Rule rule) {
    return new Probe(
        rule.pattern(),
        rule.then(),
        rule.block(),
        rule.block() == null ? null : rule.pick(),
        rule.pick() == Pick.FIRST ? rule.lastLines() : 0);
  }

  /// Names the probe in scan records: 12 hex digits of a SHA-256 over all its parts.
  public String key() {
    StringBuilder parts = new StringBuilder("1");
    append(parts, pattern);
    append(parts, then == null ? null : then.pattern());
    parts.append('\0').append(then == null ? 0 : then.within());
    append(parts, block == null ? null : block.until());
    parts.append('\0').append(block == null ? 0 : block.max());
    parts.append('\0').append(excerptOf).append('\0').append(firstWithin);
    return Sha256.hex(parts.toString(), 12);
  }

  private static void append(StringBuilder parts, @Nullable LinePattern pattern) {
    parts.append('\0');
    if (pattern != null) {
      parts.append(pattern.literal() ? 'L' : 'R').append(pattern.expression());
    }
  }
}
