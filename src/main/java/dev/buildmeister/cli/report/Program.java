package dev.buildmeister.cli.report;

/// How the program was called, so that hints can be typed as they stand.
public final class Program {
  /// Set by the launcher.
  private static final String PROPERTY = "buildmeister.command";

  private static final String NAME = "buildmeister";

  private Program() {}

  /// `./buildmeister`, or whatever the person typed; `buildmeister` where that is not known.
  public static String name() {
    return of(System.getProperty(PROPERTY, ""));
  }

  static String of(String called) {
    return called.isBlank() ? NAME : Shell.quote(called);
  }
}
