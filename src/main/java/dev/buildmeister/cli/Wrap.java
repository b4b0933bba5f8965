package dev.buildmeister.cli;

import dev.buildmeister.cli.text.Columns;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.cli.text.Printable;
import java.util.function.UnaryOperator;

/// Messages that are broken at the terminal's width instead of cut: their end says what to do.
final class Wrap {
  private Wrap() {}

  /// Prints a message.
  ///
  /// @param lead what stands before its first line, at most `indent` columns wide
  /// @param indent how far the other lines are moved to the right
  /// @param style of each line
  static void println(Io io, String lead, int indent, String message, UnaryOperator<String> style) {
    String left = lead;
    for (String part : Columns.wrap(Printable.of(message), io.columns() - indent)) {
      io.println(left + style.apply(part));
      left = " ".repeat(indent);
    }
  }
}
