package dev.buildmeister.verdict;

/// What one reading of a log gives: everything that was found, and what it comes to.
///
/// @param scan all hits, to judge again later
/// @param verdict what we say of the job
public record Classification(ScanRecord scan, Verdict verdict) {}
