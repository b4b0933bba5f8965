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
    return new KeyParts()
        .add("2")
        .add(pattern)
        .add(then == null ? null : then.pattern())
        .add(then == null ? 0 : then.within())
        .add(block == null ? null : block.until())
        .add(block == null ? 0 : block.max())
        .add(excerptOf == null ? null : excerptOf.name())
        .add(firstWithin)
        .key();
  }
}
