package dev.buildmeister.store;

import java.time.Duration;
import java.util.List;

/// Keeps work until it is done. A message comes at least once, in any order, and again after its
/// visibility time-out unless it was acknowledged; after too many attempts it becomes a dead
/// letter, which comes no more and is kept to be looked at.
///
/// Operations may throw [StoreBusyException]; a [#send] that is done again may send twice.
/// Thread-safe.
public interface WorkQueue {
  /// The largest body, in bytes of UTF-8.
  int MAX_BODY_BYTES = 256 << 10;

  /// The most messages that one [#receive] gives.
  int MAX_BATCH = 10;

  /// A message.
  ///
  /// @param id names it as long as it lives
  /// @param receipt names this reception; acknowledges it
  /// @param body as it was sent
  /// @param attempts how often it was received, this time included
  record Message(String id, String receipt, String body, int attempts) {}

  /// Sends a message that can be received at once.
  ///
  /// @throws IllegalArgumentException if the body is empty or longer than [#MAX_BODY_BYTES]
  void send(String body);

  /// Receives up to `max` messages, perhaps fewer or none although there are some.
  ///
  /// @param max 1 to [#MAX_BATCH]
  /// @param visibility when they come again if they are not acknowledged
  List<Message> receive(int max, Duration visibility);

  /// The work is done, the message comes no more. A receipt that is no longer good has no effect.
  void ack(Message message);

  /// The work could not be done now; the message comes again after `delay`, and the attempt counts.
  /// A receipt that is no longer good has no effect.
  void release(Message message, Duration delay);

  /// The messages that were received too often without being acknowledged, in any order.
  List<Message> deadLetters(int max);

  /// Returns the body if it can be sent.
  ///
  /// @throws IllegalArgumentException if it is empty or longer than [#MAX_BODY_BYTES]
  static String checkBody(String body) {
    int bytes = Texts.bytes(body);
    if (bytes == 0 || bytes > MAX_BODY_BYTES) {
      throw new IllegalArgumentException(
          "message of " + bytes + " bytes, allowed are 1 to " + MAX_BODY_BYTES);
    }
    return body;
  }

  /// Returns how many messages are asked for, if one reception can give so many.
  ///
  /// @throws IllegalArgumentException if it is not 1 to [#MAX_BATCH]
  static int checkBatch(int max) {
    if (max < 1 || max > MAX_BATCH) {
      throw new IllegalArgumentException("receive " + max + ", allowed are 1 to " + MAX_BATCH);
    }
    return max;
  }
}
