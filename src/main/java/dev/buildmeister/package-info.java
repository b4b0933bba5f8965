/// The story in one method: [dev.buildmeister.Classifier] takes a log and gives its verdict.
///
/// In: the bytes of a log, the job's facts. Out: a scan record and a verdict. May use: job, log,
/// rules, scan, verdict.
@NullMarked
package dev.buildmeister;

import org.jspecify.annotations.NullMarked;
