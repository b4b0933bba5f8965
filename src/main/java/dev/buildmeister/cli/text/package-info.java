/// How text reaches a terminal: escaped, measured in columns, coloured where that is wanted.
///
/// In: any text, a log's too. Out: text that changes nothing on a terminal but what it shows. May
/// use: the JDK.
@NullMarked
package dev.buildmeister.cli.text;

import org.jspecify.annotations.NullMarked;
