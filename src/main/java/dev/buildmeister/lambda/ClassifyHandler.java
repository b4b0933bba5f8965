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
      case Event.Messages(List<Message> messages) -> batch(messages, deadline);
      case Event.Objects(List<StoredObject> objects) -> all(objects, deadline);
      case Event.Ask ask -> verdict(ask, deadline);
      case Event.Http(Ask ask, String fault) ->
          ask == null ? HttpAnswer.of(400, HttpAnswer.error(fault)) : http(ask, deadline);
      case Event.Changes _ ->
          throw new UnknownEventException("changes of items are for the function ChangesHandler");
    };
  }

  private String batch(List<Message> messages, Instant deadline) {
    List<Message> failed = new ArrayList<>();
    for (Message message : messages) {
      if (!services.clock().instant().isBefore(deadline) || !isDone(message, deadline)) {
        failed.add(message);
      }
    }
    services.postponement().postpone(failed);
    return BatchAnswer.of(failed.stream().map(Message::id).toList());
  }

  private boolean isDone(Message message, Instant deadline) {
    try {
      if (!(EventReader.read(message.body())
          instanceof Event.Objects(List<StoredObject> objects))) {
        throw new UnknownEventException("a message of the queue tells of no objects");
      }
      var _ = all(objects, deadline);
      return true;
    } catch (UnknownEventException | RuntimeException e) {
      services.log().failed("message " + message.id() + ": " + e.getMessage());
      return false;
    }
  }

  private String all(List<StoredObject> objects, Instant deadline) {
    int classified = 0;
    for (StoredObject object : objects) {
      Optional<LogRef> log = LogRef.parse(object.key(), services.settings().defaultRepo());
      if (log.isPresent()) {
        services
            .log()
            .classified(
                services
                    .classify(object.bucket())
                    .run(log.get(), ClassifyJob.Options.DEFAULT, deadline));
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
