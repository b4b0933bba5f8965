package dev.buildmeister.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The JSON library, set up once: bounded when it reads, escaped when it writes.
final class Json {
  /// The largest document that is read, in bytes or characters.
  static final long MAX_DOCUMENT = 256L << 20;

  private static final int MAX_STRING = 2 << 20;
  private static final int MAX_DEPTH = 32;

  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(MAX_DOCUMENT)
                  .maxStringLength(MAX_STRING)
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(32)
                  .build())
          .characterEscapes(new Escapes())
          .build();

  /// Reads trees only; nothing is bound to classes.
  static final ObjectMapper TREES = new ObjectMapper(FACTORY);

  private Json() {}

  /// Writes a member whose value may be missing, then as `null`.
  static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeString(Texts.wellFormed(value));
    }
  }

  static void texts(JsonGenerator json, String name, Iterable<String> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(Texts.wellFormed(value));
    }
    json.writeEndArray();
  }

  /// Escapes also what a terminal or a script could take for a command: DEL and C1 controls, the
  /// two line separators of JavaScript, and what [Hidden] names.
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
      boolean c1 = ch >= 0x80 && ch <= 0x9f;
      // Tags lie beyond the 16 bits: both halves of their pairs, whose first is always this one.
      boolean tag = ch == 0xdb40 || (ch >= 0xdc00 && ch <= 0xdc7f);
      return c1 || tag || Hidden.isHidden(ch)
          ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", ch))
          : null;
    }
  }
}
