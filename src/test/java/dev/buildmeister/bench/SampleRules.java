package dev.buildmeister.bench;

import dev.buildmeister.scan.LinePattern;
import java.util.List;

/// Forty patterns of the kinds that rules for CI logs are made of, to measure with.
final class SampleRules {
  private SampleRules() {}

  static List<LinePattern> patterns() {
    return TEXT.lines().map(LinePattern::regex).toList();
  }

  private static final String TEXT =
      """
      ^FAILED (\\S+\\.py::\\S+)
      ^ERROR (\\S+\\.py)(?: - (.*))?$
      ^E\\s+(\\w+(?:Error|Exception)): (.*)
      ^(\\S+(?:Error|Exception)): (.+)$
      ^test (\\S+) \\.\\.\\. FAILED$
      ^error\\[(E\\d+)\\]: (.*)
      ^thread '([^']+)' panicked at (.*)
      ^\\s*--- FAIL: (\\S+)
      ^panic: (.*)
      ^FAIL\\s+(\\S+)\\s+\\[build failed\\]
      ^\\[ERROR\\] Failed to execute goal (\\S+)
      ^\\[ERROR\\] COMPILATION ERROR
      ^\\[ERROR\\] (\\S+\\.java):\\[(\\d+),\\d+\\] (.*)
      ^\\[ERROR\\]\\s+(\\w+\\.\\w+):\\d+ (.*)
      Tests run: \\d+, Failures: [1-9]\\d*
      ^> Task (\\S+) FAILED$
      ^Execution failed for task '([^']+)'
      (\\S+) > (\\S+) FAILED$
      ^Caused by: ([\\w.$]+(?:Exception|Error))(?:: (.*))?
      ^([^:\\s]+):(\\d+):(\\d+): (?:fatal )?error: (.*)$
      undefined reference to [`'](\\S+)'
      ^make(?:\\[\\d+\\])?: \\*\\*\\* \\[([^\\]]+)\\] Error \\d+
      ^CMake Error at (\\S+)
      ^ninja: build stopped: (.*)
      ^npm (?:ERR!|error) code (E\\w+)
      ^(\\S+\\.tsx?)[:(](\\d+)[:,](\\d+)\\)?(?: -|:) error (TS\\d+): (.*)
      ^\\s*[✗✖×] (.*)
      ^\\s*● (.+ › .+)$
      ^Error: Cannot find module '([^']+)'
      ^ERROR: No matching distribution found for (\\S+)
      ^ModuleNotFoundError: No module named '([^']+)'
      (?i)connection (?:reset|refused|timed out)
      (?i)could not resolve host:? (\\S+)
      (?i)no space left on device
      (?i)\\bout of memory\\b
      \\bOOMKilled\\b|exit code 137
      (?i)the (?:job|operation|runner).{0,40}(?:was canceled|has timed out|exceeded the maximum)
      ^fatal: (?:unable to access|repository) '([^']+)'
      ^error: (?:pathspec|failed to push) (.*)
      ^##\\[error\\](.+)
      """;
}
