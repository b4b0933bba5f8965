package dev.buildmeister.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.buildmeister.store.JobItem;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/// The queue of logs and the one of its dead letters.
final class QueueCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ATTRIBUTES = "sqs:GetQueueAttributes";

  /// What the template gives the classifier, times six, as AWS advises.
  private static final int VISIBILITY_SECONDS = 1800;

  private final SqsClient sqs;
  private final String given;

  /// @param given address, ARN or name
  QueueCheck(SqsClient sqs, String given) {
    this.sqs = sqs;
    this.given = given;
  }

  private record Redrive(String arn, int receives) {}

  private @Nullable Redrive redrive;

  void run(Consumer<Finding> out) {
    out.accept(Finding.of("queue", ATTRIBUTES, "queue " + given, this::queue));
    Redrive to = redrive;
    if (to != null) {
      out.accept(Finding.of("redrive", ATTRIBUTES, "queue " + to.arn(), () -> deadLetters(to)));
    }
  }

  private Finding queue() {
    Map<QueueAttributeName, String> set;
    try {
      set = attributes(given);
    } catch (QueueDoesNotExistException e) {
      return Finding.fault(
          "queue",
          "there is no queue " + given + " in this region",
          "name another with --queue (LogQueueArn of the stack's outputs)");
    }
    redrive = redrive(set.getOrDefault(QueueAttributeName.REDRIVE_POLICY, ""));
    String waiting =
        set.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "?") + " wait";
    int hidden = number(set.getOrDefault(QueueAttributeName.VISIBILITY_TIMEOUT, "0"));
    if (redrive == null) {
      return Finding.fault(
          "queue",
          waiting + ", and there is no queue of dead letters: what always fails comes for days",
          "give it a redrive policy of " + (JobItem.MAX_ATTEMPTS + 1) + " receives");
    }
    if (hidden < VISIBILITY_SECONDS) {
      return Finding.warning(
          "queue",
          waiting
              + "; a message that is worked on is hidden for "
              + hidden
              + " s only, less than six times the function's time, so that it may come twice",
          "set its visibility time-out to " + VISIBILITY_SECONDS + " s");
    }
    return Finding.ok("queue", waiting + ", each hidden for " + hidden + " s while worked on");
  }

  private Finding deadLetters(Redrive to) {
    String dead;
    try {
      dead =
          attributes(to.arn()).getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0");
    } catch (QueueDoesNotExistException e) {
      return Finding.fault(
          "redrive",
          "the queue of dead letters is gone: " + to.arn(),
          "make it again; until then what always fails comes for days");
    }
    if (to.receives() <= JobItem.MAX_ATTEMPTS) {
      return Finding.warning(
          "redrive",
          "a message is given up after "
              + to.receives()
              + " receives, before "
              + JobItem.MAX_ATTEMPTS
              + " tries are over and SCAN_FAILED is written",
          "set maxReceiveCount to " + (JobItem.MAX_ATTEMPTS + 1));
    }
    return number(dead) > 0
        ? Finding.warning(
            "redrive",
            dead + " dead letters: events that no try could deal with",
            "mend the cause, then aws sqs start-message-move-task --source-arn " + to.arn())
        : Finding.ok("redrive", "no dead letters; given up after " + to.receives() + " receives");
  }

  private Map<QueueAttributeName, String> attributes(String queue) {
    String url = url(queue);
    return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  /// The address of `arn:aws:sqs:eu-central-1:111122223333:logs`, or of a name.
  private String url(String queue) {
    if (queue.startsWith("http://") || queue.startsWith("https://")) {
      return queue;
    }
    String name = queue.substring(queue.lastIndexOf(':') + 1);
    String owner = queue.startsWith("arn:") ? queue.split(":", -1)[4] : "";
    return sqs.getQueueUrl(
            get -> {
              var _ = get.queueName(name);
              if (!owner.isEmpty()) {
                var _ = get.queueOwnerAWSAccountId(owner);
              }
            })
        .queueUrl();
  }

  private static @Nullable Redrive redrive(String policy) {
    try {
      JsonNode json = JSON.readTree(policy);
      String arn = json.path("deadLetterTargetArn").asText();
      return arn.isEmpty() ? null : new Redrive(arn, json.path("maxReceiveCount").asInt());
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }
}
