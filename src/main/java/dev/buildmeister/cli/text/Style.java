package dev.buildmeister.cli.text;

import java.util.Locale;
import java.util.Map;

/// Colours, or none. Text is escaped and cut before it is coloured, never after.
public enum Style {
  PLAIN,
  COLOURED;

  /// When there is colour.
  public enum When {
    AUTO,
    ALWAYS,
    NEVER;

    /// The word on the command line: `auto`.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String OFF = "\u001b[0m";

  /// What the person wants: an option first, then `NO_COLOR` (no-color.org), then `CLICOLOR_FORCE`
  /// (bixense.com/clicolors), then whether it is a terminal that can.
  public static Style of(When when, Map<String, String> env, boolean terminal) {
    return switch (when) {
      case ALWAYS -> COLOURED;
      case NEVER -> PLAIN;
      case AUTO -> {
        if (!env.getOrDefault("NO_COLOR", "").isEmpty()) {
          yield PLAIN;
        }
        String force = env.getOrDefault("CLICOLOR_FORCE", "");
        if (!force.isEmpty() && !force.equals("0")) {
          yield COLOURED;
        }
        yield terminal && !env.getOrDefault("TERM", "").equals("dumb") ? COLOURED : PLAIN;
      }
    };
  }

  /// The line that explains a failure.
  public String lit(String text) {
    return with("1;31", text);
  }

  /// A state or a check that is bad.
  public String bad(String text) {
    return with("31", text);
  }

  /// One that is neither.
  public String unsure(String text) {
    return with("33", text);
  }

  /// One that is good.
  public String good(String text) {
    return with("32", text);
  }

  /// A name or a heading.
  public String strong(String text) {
    return with("1", text);
  }

  /// What stands around it.
  public String dim(String text) {
    return with("2", text);
  }

  private String with(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + OFF;
  }
}
