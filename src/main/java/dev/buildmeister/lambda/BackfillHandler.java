package dev.buildmeister.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.buildmeister.store.Json;
import dev.buildmeister.work.Backfill;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// The function that classifies what was left over, by schedule or by hand. It answers with how
/// many got which verdict and how many are left: `"more": true` says that those are so many at
/// least. Thread-safe.
public final class BackfillHandler implements RequestStreamHandler {
  /// The message of the line that tells what a run came to; `template.yaml` makes a metric of it.
  static final String DONE = "backfill";

  private static final Duration RESERVE = Duration.ofSeconds(20);

  private final Services services;

  /// As Lambda makes it: over the stores that the environment names.
  public BackfillHandler() {
    this(Wiring.services());
  }

  /// @param services what it stands on
  public BackfillHandler(Services services) {
    this.services = services;
  }

  /// @param in anything; a schedule's event says nothing that matters
  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    Instant deadline = services.deadline(context, RESERVE);
    Backfill.Summary summary =
        services
            .backfill()
            .run(
                Backfill.LIMIT,
                deadline,
                services.log()::classified,
                (job, why) ->
                    services.log().failed("job " + job.itemKey() + ": " + why.getMessage()));
    Map<String, Object> counts = new TreeMap<>();
    summary.verdicts().forEach((state, count) -> counts.put(state.name(), count));
    counts.put("skipped", summary.skipped());
    counts.put("failed", summary.failed());
    counts.put("left", summary.left());
    services.log().info(DONE, counts);
    String answer =
        Json.object(
            json -> {
              for (Map.Entry<String, Object> count : counts.entrySet()) {
                json.writeNumberField(count.getKey(), (Integer) count.getValue());
              }
              json.writeBooleanField("more", summary.more());
            });
    out.write(answer.getBytes(StandardCharsets.UTF_8));
  }
}
