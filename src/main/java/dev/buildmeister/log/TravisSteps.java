package dev.buildmeister.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Travis CI: a fold is a step, and so is a timed command outside of folds. What runs inside a
/// command may print folds of its own; they are not steps. A command's end is told after its step,
/// by the command's text.
final class TravisSteps implements StepRules {
  private static final byte[] PROMPT = Bytes.ascii("$ ");
  private static final byte[] THE_COMMAND = Bytes.ascii("The command \"");
  private static final byte[] RETRIED = Bytes.ascii("\" failed");
  private static final byte[] EXITED = Bytes.ascii("exited with ");
  private static final byte[] NO_OUTPUT = Bytes.ascii("No output has been received in the last ");
  private static final byte[] TOO_LONG = Bytes.ascii("The job exceeded the maximum ");
  private static final Pattern EXIT =
      Pattern.compile(
          "(.*)\" (?:failed and )?exited with (-?\\d{1,9})(?: during .*)?\\.", Pattern.DOTALL);

  /// A longer text is no command that could be told apart by its beginning.
  private static final int MAX_TEXT = 1 << 14;

  /// Where the end of a command of several lines is looked for.
  private static final int MAX_COMMAND_LINES = 100;

  /// A command's end is told on the line on which it ended or soon after.
  private static final int MAX_LINES_TO_END = 3;

  private final StepList steps;

  /// The last command of each step; empty if none.
  private final List<String> commands = new ArrayList<>();

  /// Name of the fold that is the open step.
  private @Nullable String fold;

  /// Id of the timed command that runs.
  private @Nullable String time;

  /// Whether that command is still to be read.
  private boolean commandFollows;

  private int justEnded = StepList.NONE;

  /// How many lines ago the last step ended.
  private int linesSinceEnd;

  /// Beginning of a command of several lines whose end is being told.
  private @Nullable String told;

  private int toldLines;

  TravisSteps(StepList steps) {
    this.steps = steps;
  }

  @Override
  public void marker(long number, String marker) {
    String[] parts = marker.split(":", 4);
    if (parts.length < 3) {
      return;
    }
    switch (parts[0] + ":" + parts[1]) {
      case "travis_fold:start" ->
          foldStarts(number, marker.substring("travis_fold:start:".length()));
      case "travis_fold:end" -> foldEnds(marker.substring("travis_fold:end:".length()));
      case "travis_time:start" -> timeStarts(parts[2]);
      case "travis_time:end" -> timeEnds(parts[2]);
      default -> {}
    }
  }

  private void foldStarts(long number, String name) {
    if (time == null) {
      fold = name;
      open(number, name, "");
    }
  }

  private void foldEnds(String name) {
    if (name.equals(fold)) {
      fold = null;
      time = null;
      close();
    }
  }

  private void timeStarts(String id) {
    if (time == null) {
      time = id;
      commandFollows = true;
    }
  }

  private void timeEnds(String id) {
    if (id.equals(time)) {
      time = null;
      commandFollows = false;
      if (fold == null) {
        close();
      }
    }
  }

  private void open(long number, String name, String command) {
    steps.open(null, name, number);
    while (commands.size() < steps.size()) {
      commands.add("");
    }
    commands.set(steps.current(), command);
  }

  private void close() {
    justEnded = steps.current();
    linesSinceEnd = 0;
    steps.close();
  }

  @Override
  public int line(long number, byte[] bytes, int from, int to) {
    int ended = justEnded;
    justEnded = StepList.NONE;
    linesSinceEnd++;
    if (from < to) {
      if (bytes[from] == '$' && Bytes.startsWith(bytes, from, to, PROMPT)) {
        command(number, StepList.text(bytes, from + PROMPT.length, to));
      } else {
        commandFollows = false;
        int step = told(bytes, from, to);
        if (step != StepList.NONE && steps.current() == StepList.NONE && step == steps.size() - 1) {
          return step;
        }
      }
    }
    return steps.current() != StepList.NONE ? steps.current() : ended;
  }

  private void command(long number, String text) {
    if (fold != null) {
      commands.set(steps.current(), StepList.clean(text));
    } else if (commandFollows) {
      open(number, text, StepList.clean(text));
    }
    commandFollows = false;
  }

  /// Reads how a command ended.
  ///
  /// @return the step it was told of, [StepList#NONE] if the line tells nothing
  private int told(byte[] bytes, int from, int to) {
    if (Bytes.startsWith(bytes, from, to, THE_COMMAND)) {
      told = null;
      toldLines = 0;
      return exit(bytes, from + THE_COMMAND.length, to, true);
    }
    if (told != null) {
      toldLines++;
      return exit(bytes, from, to, false);
    }
    if (Bytes.startsWith(bytes, from, to, NO_OUTPUT)
        || Bytes.startsWith(bytes, from, to, TOO_LONG)) {
      steps.fail(steps.current());
      return steps.current();
    }
    return StepList.NONE;
  }

  private int exit(byte[] bytes, int from, int to, boolean firstLine) {
    int textTo = Math.min(to, from + MAX_TEXT);
    boolean last = to - from <= MAX_TEXT && Bytes.lastIndexOf(bytes, from, to, EXITED) >= 0;
    Matcher end =
        EXIT.matcher(last ? new String(bytes, from, textTo - from, StandardCharsets.UTF_8) : "");
    if (end.matches()) {
      String command = told != null && !firstLine ? told : end.group(1);
      told = null;
      int step = stepOf(command);
      int code = Integer.parseInt(end.group(2));
      steps.exit(step, code);
      endCommand(step, code);
      return step;
    }
    if (firstLine && Bytes.indexOf(bytes, from, textTo, RETRIED) < 0) {
      told = StepList.text(bytes, from, to);
    } else if (toldLines >= MAX_COMMAND_LINES) {
      told = null;
    }
    return StepList.NONE;
  }

  /// A command whose end was told runs no more, even if its marker never came; and one that fails
  /// in a fold leaves the fold without an end.
  private void endCommand(int step, int code) {
    if (step == steps.current()) {
      time = null;
      commandFollows = false;
      if (fold == null || code != 0) {
        fold = null;
        linesSinceEnd = 0;
        steps.close();
      }
    }
  }

  /// The latest step with that command. A command may be told by another name than it was shown by;
  /// then it is the open step, or the one that has just ended.
  private int stepOf(String command) {
    String wanted = StepList.clean(command.startsWith("eval ") ? command.substring(5) : command);
    for (int i = commands.size() - 1; i >= 0; i--) {
      String each = commands.get(i);
      if (!each.isEmpty() && (each.equals(wanted) || wanted.startsWith(each))) {
        return i;
      }
    }
    boolean justBefore = steps.current() == StepList.NONE && linesSinceEnd <= MAX_LINES_TO_END;
    return justBefore ? steps.size() - 1 : steps.current();
  }

  /// A log that ends while a command runs was ended by it: a script under `set -e` takes the shell
  /// with it, and then nobody is left to tell how the command ended.
  @Override
  public void end() {
    if (time != null) {
      steps.fail(steps.current());
    }
  }
}
