package dev.buildmeister.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.buildmeister.store.WorkQueue;
import dev.buildmeister.work.ClassifyJob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the classifier can be called with.
sealed interface Event {
  /// Objects that were created; perhaps none, where the event tells of something else.
  record Objects(List<StoredObject> objects) implements Event {
    public Objects {
      objects = List.copyOf(objects);
    }
  }

  /// An object.
  ///
  /// @param bucket where it is
  /// @param key decoded
  record StoredObject(String bucket, String key) {}

  /// Messages of a queue, each with an event of its own, read when its turn comes, so that one that
  /// is none fails alone.
  record Messages(List<WorkQueue.Message> messages) implements Event {
    public Messages {
      messages = List.copyOf(messages);
    }
  }

  /// Somebody asks for one job by hand.
  ///
  /// @param repo `[host!]owner/repo`, null for the default repository
  /// @param jobId what the provider calls the job
  /// @param temporary whether to read the log of a job that still runs
  /// @param options how
  record Ask(@Nullable String repo, String jobId, boolean temporary, ClassifyJob.Options options)
      implements Event {}

  /// The same over HTTP; it is answered with a status.
  ///
  /// @param ask null if the request is not one that can be understood
  /// @param fault why not
  record Http(@Nullable Ask ask, String fault) implements Event {}

  /// Changes of jobs' items.
  ///
  /// @param records as the stream has them
  record Changes(List<JsonNode> records) implements Event {
    public Changes {
      records = List.copyOf(records);
    }
  }
}
