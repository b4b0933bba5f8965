/// How a pattern is read: RE2 syntax to a tree, and a name for everything that RE2 does not have.
///
/// In: the text of a pattern. Out: a [dev.buildmeister.scan.syntax.Node], or the place and reason
/// of the fault. May use: nothing but re2j. Belongs to `scan`; no other package looks in here.
@NullMarked
package dev.buildmeister.scan.syntax;

import org.jspecify.annotations.NullMarked;
