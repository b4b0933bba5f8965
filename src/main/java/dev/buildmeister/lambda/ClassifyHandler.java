package dev.buildmeister.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.buildmeister.job.JobId;
import dev.buildmeister.lambda.Event.Ask;
import dev.buildmeister.lambda.Event.StoredObject;
import dev.buildmeister.lambda.EventReader.UnknownEventException;
import dev.buildmeister.store.Json;
import dev.buildmeister.store.VerdictJson;
import dev.buildmeister.store.WorkQueue.Message;
import dev.buildmeister.work.ClassifyJob;
import dev.buildmeister.work.LogRef;
import dev.buildmeister.work.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The function that classifies logs as they arrive, and single jobs when somebody asks.
///
/// A message that could not be worked on is named in the answer and comes again; the others of its
/// batch do not. Thread-safe.
public final class ClassifyHandler implements RequestStreamHandler {
  /// What is left of an invocation's time for keeping the verdict.
  private static final Duration RESERVE = Duration.ofSeconds(5);

  private final Services services;

  /// As Lambda makes it: over the stores that the environment names.
  public ClassifyHandler() {
    this(Wiring.services());
  }

  /// @param services what it stands on
  public ClassifyHandler(Services services) {
    this.services = services;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    Instant deadline = services.deadline(context, RESERVE);
    String answer;
    try {
      answer = answer(EventReader.read(in), deadline);
    } catch (UnknownEventException e) {
      services.log().problem(String.valueOf(e.getMessage()));
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    out.write(answer.getBytes(StandardCharsets.UTF_8));
  }

  private String answer(Event event, Instant deadline) throws UnknownEventException {
    return switch (event) {
      case Event.Messages(List<Message> messages) -> batch(messages, new Time(deadline));
      case Event.Objects(List<StoredObject> objects) -> all(objects, new Time(deadline));
      case Event.Ask ask -> verdict(ask, deadline);
      case Event.Http(Ask ask, String fault) ->
          ask == null ? HttpAnswer.of(400, HttpAnswer.error(fault)) : http(ask, deadline);
      case Event.Changes _ ->
          throw new UnknownEventException("changes of items are for the function changes");
    };
  }

  /// A log is not begun when half of the time is gone, but for the first: it would be judged by
  /// what little could be read of it, for no fault of its own, and with all the time it may be read
  /// whole.
  private final class Time {
    private final Instant deadline;
    private final Instant lastBegin;
    private boolean begun;

    Time(Instant deadline) {
      Instant now = services.clock().instant();
      this.deadline = deadline;
      this.lastBegin = now.plus(Duration.between(now, deadline).dividedBy(2));
    }

    boolean isLeft() {
      return services.clock().instant().isBefore(begun ? lastBegin : deadline);
    }

    Report classify(String bucket, LogRef log) {
      if (!isLeft()) {
        throw new IllegalStateException(
            log.key() + " is not begun: too much of this invocation's time is gone");
      }
      begun = true;
      return services.classify(bucket).run(log, ClassifyJob.Options.DEFAULT, deadline);
    }
  }

  private String batch(List<Message> messages, Time time) {
    List<Message> failed = new ArrayList<>();
    for (Message message : messages) {
      if (!time.isLeft() || !isDone(message, time)) {
        failed.add(message);
      }
    }
    services.postponement().postpone(failed);
    return BatchAnswer.of(failed.stream().map(Message::id).toList());
  }

  private boolean isDone(Message message, Time time) {
    try {
      if (!(EventReader.read(message.body())
          instanceof Event.Objects(List<StoredObject> objects))) {
        throw new UnknownEventException("a message of the queue tells of no objects");
      }
      var _ = all(objects, time);
      return true;
    } catch (UnknownEventException | RuntimeException e) {
      services.log().failed("message " + message.id() + ": " + e.getMessage());
      return false;
    }
  }

  private String all(List<StoredObject> objects, Time time) {
    int classified = 0;
    for (StoredObject object : objects) {
      Optional<LogRef> log = LogRef.parse(object.key(), services.settings().defaultRepo());
      if (log.isPresent()) {
        services.log().classified(time.classify(object.bucket(), log.get()));
        classified++;
      }
    }
    int count = classified;
    return Json.object(json -> json.writeNumberField("classified", count));
  }

  private String verdict(Ask ask, Instant deadline) {
    Report report =
        services
            .classify(services.settings().bucket())
            .run(new LogRef(job(ask), ask.temporary()), ask.options(), deadline);
    services.log().classified(report);
    return VerdictJson.line(report.log().key(), null, report.verdict());
  }

  private String http(Ask ask, Instant deadline) {
    try {
      return HttpAnswer.of(200, verdict(ask, deadline));
    } catch (IllegalArgumentException e) {
      return HttpAnswer.of(400, HttpAnswer.error(e.getMessage()));
    }
  }

  private JobId job(Ask ask) {
    String repo = ask.repo() == null ? services.settings().defaultRepo() : ask.repo();
    if (repo == null) {
      throw new IllegalArgumentException(
          "repo is missing, and " + Settings.DEFAULT_REPO + " is not set");
    }
    return JobId.parse(repo + "/" + ask.jobId());
  }
}
