package dev.buildmeister.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.buildmeister.cli.text.Printable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Writes JSON that is safe on a terminal too: what would move the cursor or hide text is escaped.
final class Json {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().characterEscapes(new Escapes()).build();

  private Json() {}

  /// Writes the members of an object.
  @FunctionalInterface
  interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /// An object on one line, without a line break.
  static String object(Members members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string refused to be written", e);
    }
    return text.toString();
  }

  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    private final int[] ascii = standardAsciiEscapesForJSON();

    Escapes() {
      ascii[0x7f] = CharacterEscapes.ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int ch) {
      boolean control = ch >= 0x80 && ch <= 0x9f;
      return control || Printable.isHidden(ch)
          ? new SerializedString("\\" + "u" + HexFormat.of().toHexDigits((char) ch))
          : null;
    }
  }
}
