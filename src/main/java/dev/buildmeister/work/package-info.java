/// The use cases: what is done with an event, from the log to the stored verdict.
///
/// In: an event or a command. Out: what it changed. May use: all packages above it in the way of
/// the data, through ports only.
@NullMarked
package dev.buildmeister.work;

import org.jspecify.annotations.NullMarked;
