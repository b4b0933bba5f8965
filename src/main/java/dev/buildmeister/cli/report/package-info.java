/// How verdicts are shown: to a person as text, to programs as JSON, to GitHub and to GitLab.
///
/// In: what came of each log, one after the other. Out: text. May use: everything that cli may, but
/// none of its commands.
@NullMarked
package dev.buildmeister.cli.report;

import org.jspecify.annotations.NullMarked;
