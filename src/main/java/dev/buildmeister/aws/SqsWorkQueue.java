package dev.buildmeister.aws;

import dev.buildmeister.store.WorkQueue;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/// A queue of SQS whose redrive policy says after how many attempts a message goes to the queue of
/// dead letters.
final class SqsWorkQueue implements WorkQueue {
  private static final int MAX_VISIBILITY_SECONDS = 12 * 60 * 60;

  private final SqsClient sqs;
  private final String url;
  private final String deadLetterUrl;

  /// @param url of the queue
  /// @param deadLetterUrl of the queue that its redrive policy names
  SqsWorkQueue(SqsClient sqs, String url, String deadLetterUrl) {
    this.sqs = sqs;
    this.url = url;
    this.deadLetterUrl = deadLetterUrl;
  }

  @Override
  public void send(String body) {
    String checked = WorkQueue.checkBody(body);
    var _ =
        Aws.call(
            "send to queue " + url,
            () -> sqs.sendMessage(m -> m.queueUrl(url).messageBody(checked)));
  }

  @Override
  public List<Message> receive(int max, Duration visibility) {
    return receive(url, WorkQueue.checkBatch(max), seconds(visibility));
  }

  private List<Message> receive(String from, int max, int visibilitySeconds) {
    return Aws.call(
            "receive from queue " + from,
            () ->
                sqs.receiveMessage(
                    receive ->
                        receive
                            .queueUrl(from)
                            .maxNumberOfMessages(max)
                            .visibilityTimeout(visibilitySeconds)
                            .messageSystemAttributeNames(
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)))
        .messages()
        .stream()
        .map(SqsWorkQueue::message)
        .toList();
  }

  private static Message message(software.amazon.awssdk.services.sqs.model.Message message) {
    String attempts =
        message
            .attributes()
            .getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
    return new Message(
        message.messageId(), message.receiptHandle(), message.body(), Integer.parseInt(attempts));
  }

  @Override
  public void ack(Message message) {
    ifReceiptIsGood(
        "acknowledge a message of queue " + url,
        () -> sqs.deleteMessage(m -> m.queueUrl(url).receiptHandle(message.receipt())));
  }

  @Override
  public void release(Message message, Duration delay) {
    ifReceiptIsGood(
        "release a message of queue " + url,
        () ->
            sqs.changeMessageVisibility(
                m ->
                    m.queueUrl(url)
                        .receiptHandle(message.receipt())
                        .visibilityTimeout(seconds(delay))));
  }

  @Override
  public List<Message> deadLetters(int max) {
    // Visible again at once: they are looked at, not worked on.
    return receive(deadLetterUrl, Math.clamp(max, 1, MAX_BATCH), 0);
  }

  private static void ifReceiptIsGood(String what, Runnable operation) {
    var _ =
        Aws.call(
            what,
            () -> {
              try {
                operation.run();
              } catch (ReceiptHandleIsInvalidException e) {
                // Somebody else has the message now, or it is done.
              }
              return true;
            });
  }

  private static int seconds(Duration time) {
    return (int) Math.min(MAX_VISIBILITY_SECONDS, Math.max(0, time.toSeconds()));
  }
}
