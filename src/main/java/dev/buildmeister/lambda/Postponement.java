package dev.buildmeister.lambda;

import dev.buildmeister.store.WorkQueue;
import dev.buildmeister.store.WorkQueue.Message;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets messages that could not be worked on come again soon, the later the oftener they came.
/// Without it they would stay away for the visibility time-out of the queue, which has to be a
/// multiple of the function's time limit. Thread-safe.
final class Postponement {
  private static final Duration FIRST = Duration.ofSeconds(15);
  private static final int GROWTH = 4;

  /// The visibility time-out of the queue.
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final @Nullable WorkQueue queue;
  private final Consumer<String> problems;

  /// @param queue null if it is not known; the messages then come when their time-out ends
  /// @param problems is told in one sentence what could not be postponed
  Postponement(@Nullable WorkQueue queue, Consumer<String> problems) {
    this.queue = queue;
    this.problems = problems;
  }

  /// Does it, as well as it can: none of it must fail the answer that names the messages.
  void postpone(List<Message> failed) {
    if (queue == null) {
      return;
    }
    for (Message message : failed) {
      try {
        queue.release(message, delay(message.attempts()));
      } catch (RuntimeException e) {
        problems.accept(
            "message " + message.id() + " comes again only in a while: " + e.getMessage());
      }
    }
  }

  /// How long a message stays away: 15 seconds, 1 minute, 4, 16, then 30.
  ///
  /// @param attempts how often it was received, at least 1
  static Duration delay(int attempts) {
    Duration delay = FIRST;
    for (int i = 1; i < attempts && delay.compareTo(LONGEST) < 0; i++) {
      delay = delay.multipliedBy(GROWTH);
    }
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }
}
