/// From the hits of a log to what we say of the job.
///
/// In: the cleaned lines and their hits, the job's facts, the ruleset. Out: a scan record, and from
/// it, by a pure function, the verdict. May use: job, log, rules, scan.
@NullMarked
package dev.buildmeister.verdict;

import org.jspecify.annotations.NullMarked;
