/// From the bytes of a log to its lines: opening, splitting, cleaning, steps, ignored regions.
///
/// In: a stream, plain, gzip or zstd. Out: cleaned lines with their raw numbers and steps, each in
/// a buffer that is used again; at the end a summary. May use: job, and a zstd decoder.
@NullMarked
package dev.buildmeister.log;

import org.jspecify.annotations.NullMarked;
