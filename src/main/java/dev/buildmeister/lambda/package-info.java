/// The functions of AWS Lambda: one thin handler each, and their wiring.
///
/// In: events as AWS sends them, as streams of JSON. Out: answers as AWS expects them, and log
/// lines of JSON. May use: everything but local and cli.
@NullMarked
package dev.buildmeister.lambda;

import org.jspecify.annotations.NullMarked;
