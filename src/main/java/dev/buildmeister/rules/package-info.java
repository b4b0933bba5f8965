/// The rules by which a log is judged, and the file they are written in.
///
/// In: the text of a `ruleset.toml`. Out: a ruleset with its version, or all faults of the file at
/// once. May use: job, scan, and tomlj.
@NullMarked
package dev.buildmeister.rules;

import org.jspecify.annotations.NullMarked;
