/// The adapters of the ports for one machine: a directory and a SQLite file.
///
/// In and out: as the ports say. May use: job, rules, store, verdict, and sqlite-jdbc.
@NullMarked
package dev.buildmeister.local;

import org.jspecify.annotations.NullMarked;
