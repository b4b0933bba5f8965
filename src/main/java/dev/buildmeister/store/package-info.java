/// The ports through which everything is kept, and the keys and tables they share.
///
/// In: verdicts, scan records, logs, rulesets. Out: the same, later. May use: job, rules, verdict,
/// and JSON.
@NullMarked
package dev.buildmeister.store;

import org.jspecify.annotations.NullMarked;
