package dev.buildmeister.rules;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// Reads and writes `ruleset.toml`. `docs/rules.md` describes the format.
public final class RulesetFile {
  /// The largest file that is read, in bytes; 500 rules with help and examples are about 300 KiB.
  public static final int MAX_BYTES = 4 << 20;

  private RulesetFile() {}

  /// Reads a ruleset from a file.
  ///
  /// @param seq see [RulesetVersion]; 0 for a file that was never published
  /// @throws IOException if the file cannot be read
  /// @throws RulesetException with every fault of the file
  public static Ruleset read(Path file, long seq) throws IOException, RulesetException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new RulesetException(
          file.toString(),
          List.of(
              new Fault(
                  "", 1, 1, "the file has " + size + " bytes, the limit is " + MAX_BYTES, "")));
    }
    try {
      return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString(), seq);
    } catch (CharacterCodingException e) {
      throw new RulesetException(
          file.toString(),
          List.of(new Fault("", 1, 1, "the file is not UTF-8", "save it as such")));
    }
  }

  /// Reads a ruleset from its text.
  ///
  /// @param text the file's content
  /// @param file its name, for messages
  /// @param seq see [RulesetVersion]
  /// @throws RulesetException with every fault of the file
  public static Ruleset parse(String text, String file, long seq) throws RulesetException {
    TomlParseResult toml = Toml.parse(text);
    Faults faults = new Faults(text);
    toml.errors()
        .forEach(error -> faults.syntax(error.position(), String.valueOf(error.getMessage())));
    Ruleset ruleset = new RulesetReader(toml, faults).read(RulesetVersion.of(seq, text));
    if (!faults.isEmpty()) {
      throw new RulesetException(file, faults.inOrder());
    }
    return ruleset;
  }

  /// Writes a ruleset as a file that [#parse] reads back to the same rules. Comments are not kept.
  public static String write(Ruleset ruleset) {
    return new RulesetWriter().write(ruleset);
  }
}
