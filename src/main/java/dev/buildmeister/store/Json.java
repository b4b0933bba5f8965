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
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The JSON library, set up once: bounded when it reads, escaped when it writes.
///
/// What is written is valid JSON whatever the texts hold, and safe on a terminal too.
public final class Json {
  /// The largest document that is read, in bytes or characters.
  static final long MAX_DOCUMENT = 256L << 20;

  private static final int MAX_STRING = 2 << 20;
  private static final int MAX_DEPTH = 32;

  /// The first half of all tags, which hide text, and of no character that is seen.
  private static final char TAG = '\udb40';

  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(MAX_DOCUMENT)
                  .maxStringLength(MAX_STRING)
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(32)
                  .build())
          .characterEscapes(new Escapes(false))
          .build();

  /// Reads trees only; nothing is bound to classes.
  static final ObjectMapper TREES = new ObjectMapper(FACTORY);

  private static final CharacterEscapes ESCAPES = new Escapes(false);
  private static final CharacterEscapes WITH_PAIRS = new Escapes(true);

  private Json() {}

  /// Writes the members of an object.
  @FunctionalInterface
  public interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /// An object on one line, without its end.
  public static String object(Members members) {
    return written(
        json -> {
          json.writeStartObject();
          members.write(json);
          json.writeEndObject();
        });
  }

  /// An array of texts on one line, without its end.
  public static String array(Iterable<String> values) {
    return written(json -> elements(json, values));
  }

  private static String written(Members value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      value.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a string writer does not fail", e);
    }
    return text.toString();
  }

  /// Writes a member whose value may be missing, then as `null`. Half of a surrogate pair becomes
  /// U+FFFD, because it has no UTF-8.
  public static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      string(json, value);
    }
  }

  static void texts(JsonGenerator json, String name, Iterable<String> values) throws IOException {
    json.writeFieldName(name);
    elements(json, values);
  }

  private static void elements(JsonGenerator json, Iterable<String> values) throws IOException {
    json.writeStartArray();
    for (String value : values) {
      string(json, value);
    }
    json.writeEndArray();
  }

  /// Writes a text as a value.
  static void string(JsonGenerator json, String value) throws IOException {
    String clean = Texts.wellFormed(value);
    // The library asks about each half of a pair alone: either both of all pairs are escaped, or
    // none.
    if (clean.indexOf(TAG) >= 0) {
      json.setCharacterEscapes(WITH_PAIRS);
      json.writeString(clean);
      json.setCharacterEscapes(ESCAPES);
    } else {
      json.writeString(clean);
    }
  }

  /// Escapes also what a terminal or a script could take for a command: DEL and C1 controls, the
  /// two line separators of JavaScript, and what [Hidden] names.
  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    private final int[] ascii = standardAsciiEscapesForJSON();
    private final boolean pairs;

    Escapes(boolean pairs) {
      this.pairs = pairs;
      ascii[0x7f] = CharacterEscapes.ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int ch) {
      boolean c1 = ch >= 0x80 && ch <= 0x9f;
      boolean half = pairs && ch >= Character.MIN_SURROGATE && ch <= Character.MAX_SURROGATE;
      return c1 || half || Hidden.isHidden(ch)
          ? new SerializedString("\\u" + HexFormat.of().toHexDigits((char) ch))
          : null;
    }
  }
}
