package dev.buildmeister.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.buildmeister.store.WorkQueue.Message;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [WorkQueue] does. Tests count neither messages nor attempts exactly, because a
/// message may come more than once and an answer may be lost.
public abstract class WorkQueueContract extends Contract {

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private WorkQueue queue;

  /// An empty queue.
  protected abstract WorkQueue open(int maxAttempts);

  /// How long a message that was received is hidden.
  protected Duration visibility() {
    return Duration.ofSeconds(30);
  }

  /// How often to ask, so that everything comes that will come.
  protected int rounds() {
    return 60;
  }

  /// How often in a row nothing comes when there is nothing left.
  protected int quiet() {
    return 30;
  }

  @BeforeEach
  void openQueue() {
    queue = open(1000);
  }

  @Test
  void everyMessageComesUntilItIsAcknowledged() {
    Set<String> sent = new TreeSet<>();
    for (int i = 0; i < 25; i++) {
      String body = "message " + i + " 😀";
      run(() -> queue.send(body));
      sent.add(body);
    }

    assertThat(work(true)).isEqualTo(sent);
    assertThat(work(true)).isEmpty();
  }

  @Test
  void whatIsNotAcknowledgedComesAgainAfterItsTime() {
    run(() -> queue.send("a"));

    assertThat(work(false)).containsExactly("a");
    assertThat(work(false)).containsExactly("a");
  }

  @Test
  void whatWasReceivedIsNotVisibleForAWhile() {
    run(() -> queue.send("a"));
    Duration hidden = visibility().multipliedBy(20);
    // So often that every copy has been received.
    for (int i = 0; i < rounds(); i++) {
      call(() -> queue.receive(WorkQueue.MAX_BATCH, hidden));
    }

    assertThat(call(() -> queue.receive(1, visibility()))).isEmpty();
  }

  @Test
  void aReleasedMessageComesAgainAfterItsDelayAndTheAttemptCounts() {
    run(() -> queue.send("a"));
    Message first = next();
    run(() -> queue.release(first, Duration.ofSeconds(5)));
    pass(Duration.ofSeconds(5));

    assertThat(first.attempts()).isGreaterThanOrEqualTo(1);
    assertThat(next().body()).isEqualTo("a");
  }

  @Test
  void anOldReceiptHasNoEffect() {
    run(() -> queue.send("a"));
    Message first = next();
    pass(visibility());
    Message second = next();
    run(() -> queue.ack(first));
    pass(visibility());

    assertThat(second.receipt()).isNotEqualTo(first.receipt());
    assertThat(work(true)).containsExactly("a");
  }

  @Test
  void aMessageReceivedTooOftenIsADeadLetter() {
    queue = open(3);
    run(() -> queue.send("poison"));
    Set<String> receipts = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < rounds(); i++) {
      for (Message message : call(() -> queue.receive(1, visibility()))) {
        receipts.add(message.receipt());
        ids.add(message.id());
        assertThat(message.attempts()).isBetween(1, 3);
      }
      pass(visibility());
    }

    assertThat(receipts.size()).isLessThanOrEqualTo(3 * Math.max(1, ids.size()));
    List<Message> dead = eventually(() -> queue.deadLetters(9), list -> !list.isEmpty());
    assertThat(dead).allSatisfy(message -> assertThat(message.body()).isEqualTo("poison"));
    assertThat(dead).isNotEmpty();
    assertThat(call(() -> queue.receive(1, visibility()))).isEmpty();
  }

  @Test
  void bodiesThatSomeQueuesCannotHoldAreRefused() {
    assertThatThrownBy(() -> call(() -> sent(""))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> call(() -> sent("é".repeat(131_073))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("262146");
    assertThat(sentWithRetry("é".repeat(131_072))).isTrue();
  }

  private boolean sentWithRetry(String body) {
    return call(() -> sent(body));
  }

  private boolean sent(String body) {
    queue.send(body);
    return true;
  }

  private Message next() {
    return eventually(() -> queue.receive(1, visibility()), this::someOrLater).getFirst();
  }

  private boolean someOrLater(List<Message> messages) {
    if (messages.isEmpty()) {
      pass(visibility());
    }
    return !messages.isEmpty();
  }

  /// Receives until nothing comes any more, or if nothing is acknowledged, until something comes;
  /// the bodies.
  private Set<String> work(boolean ack) {
    Set<String> bodies = new TreeSet<>();
    pass(visibility());
    for (int quiet = 0; quiet < quiet() && (ack || bodies.isEmpty()); ) {
      List<Message> messages = call(() -> queue.receive(WorkQueue.MAX_BATCH, visibility()));
      for (Message message : messages) {
        bodies.add(message.body());
        if (ack) {
          run(() -> queue.ack(message));
        }
      }
      quiet = messages.isEmpty() ? quiet + 1 : 0;
      if (messages.isEmpty()) {
        pass(visibility());
      }
    }
    return bodies;
  }
}
