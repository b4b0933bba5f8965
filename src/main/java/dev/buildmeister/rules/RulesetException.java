package dev.buildmeister.rules;

import java.util.List;
import java.util.stream.Collectors;

/// A ruleset file that cannot be used, with all its faults at once. The ruleset in use stays.
public final class RulesetException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  RulesetException(String file, List<Fault> faults) {
    super(
        faults.stream().map(fault -> file + ":" + fault).collect(Collectors.joining("\n"))
            + "\n"
            + file
            + ": "
            + (faults.size() == 1 ? "1 fault" : faults.size() + " faults")
            + ", the file is not used");
    this.faults = List.copyOf(faults);
  }

  /// All faults, in the order of the file.
  public List<Fault> faults() {
    return faults;
  }
}
