/// The command line: one class per command.
///
/// In: arguments and files. Out: text for a person or JSON for a program, and an exit code. May
/// use: everything, and picocli.
@NullMarked
package dev.buildmeister.cli;

import org.jspecify.annotations.NullMarked;
