/// How right verdicts are, measured on logs whose answer is known.
///
/// In: a corpus' index and the verdicts. Out: the measures as lines of text. May use: rules for the
/// tiers, and JSON.
@NullMarked
package dev.buildmeister.cli.eval;

import org.jspecify.annotations.NullMarked;
