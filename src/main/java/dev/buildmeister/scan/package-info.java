/// The engine: a set of patterns is compiled once and asked of each cleaned line.
///
/// In: patterns in RE2 syntax or literal text; the bytes of a line. Out: which patterns hit, and
/// where their groups lie. May use: nothing but re2j.
@NullMarked
package dev.buildmeister.scan;

import org.jspecify.annotations.NullMarked;
