/// The vocabulary that every other package speaks: what a job, a step and a note are.
///
/// In and out: values only, no work is done here. May use: nothing.
@NullMarked
package dev.buildmeister.job;

import org.jspecify.annotations.NullMarked;
