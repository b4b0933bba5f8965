/// Benchmarks, run by hand: workloads made from a directory of logs, and JMH over them.
@NullMarked
package dev.buildmeister.bench;

import org.jspecify.annotations.NullMarked;
