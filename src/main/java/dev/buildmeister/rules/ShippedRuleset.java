package dev.buildmeister.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The ruleset that comes with the program.
public final class ShippedRuleset {
  /// What messages call it.
  public static final String NAME = "ruleset.toml (shipped)";

  private static final String RULES = "/dev/buildmeister/ruleset.toml";
  private static final String BUILD = "/dev/buildmeister/build.properties";

  private ShippedRuleset() {}

  /// The text of the file.
  public static String text() {
    try (InputStream in = ShippedRuleset.class.getResourceAsStream(RULES)) {
      if (in == null) {
        throw new IllegalStateException(RULES + " is not in the jar; build it again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RULES + " from the jar", e);
    }
  }

  /// The ruleset; its seq is the time of the commit that was built, 0 where that is not known.
  public static Ruleset load() {
    try {
      return RulesetFile.parse(text(), NAME, seq());
    } catch (RulesetException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /// The ruleset, ready to scan with. A native image has it so from its build.
  public static CompiledRuleset compiled() {
    return Compiled.RULESET;
  }

  private static final class Compiled {
    static final CompiledRuleset RULESET = CompiledRuleset.compile(load());
  }

  private static long seq() {
    Properties build = new Properties();
    try (@Nullable InputStream in = ShippedRuleset.class.getResourceAsStream(BUILD)) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + BUILD + " from the jar", e);
    }
    String time = build.getProperty("commit.seconds", "");
    return time.matches("[0-9]{1,18}") ? Long.parseLong(time) : 0;
  }
}
