package dev.buildmeister.rules;

/// Compiles the shipped ruleset and does nothing else. `.ci/native-smoke` looks at which classes
/// that touches: they are what a native image has to initialise at its build.
final class CompileShipped {
  private CompileShipped() {}

  public static void main(String[] arguments) {
    System.out.println(ShippedRuleset.compiled().ruleset().version());
  }
}
