package dev.buildmeister.lambda;

import dev.buildmeister.aws.AwsClients;
import dev.buildmeister.aws.AwsStores;
import dev.buildmeister.lambda.Event.StoredObject;
import dev.buildmeister.lambda.EventReader.UnknownEventException;
import dev.buildmeister.store.LogStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// What classifying is measured against: a function that fetches a log and unpacks it with the JDK,
/// and looks at nothing. It has the loop, the event and the client of the real one. The answer is
/// how many bytes there were.
final class FetchAlone {
  private static final int BUFFER_BYTES = 1 << 16;

  private final LogStore logs;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  private FetchAlone(LogStore logs) {
    this.logs = logs;
  }

  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    InstantSource clock = InstantSource.system();
    Settings settings = Settings.of(environment);
    AwsClients clients =
        new AwsClients(Region.of(settings.region()), DefaultCredentialsProvider.builder().build());
    FetchAlone function =
        new FetchAlone(new AwsStores(clients, settings.tables(), settings.bucket(), clock).logs());
    new RuntimeLoop(
            new RuntimeApi(environment.getOrDefault(Bootstrap.API, "")),
            (in, out, _) -> function.answer(in, out),
            clock,
            new JsonLog(System.out, clock, settings.function()))
        .run();
  }

  private void answer(InputStream in, OutputStream out) throws IOException {
    long bytes = 0;
    try {
      if (EventReader.read(in) instanceof Event.Objects(var objects)) {
        for (StoredObject object : objects) {
          bytes += unpack(object.key());
        }
      }
    } catch (UnknownEventException e) {
      throw new IllegalArgumentException(e);
    }
    out.write(Long.toString(bytes).getBytes(StandardCharsets.UTF_8));
  }

  private long unpack(String key) throws IOException {
    long bytes = 0;
    try (InputStream object = logs.open(key).orElseThrow().content();
        InputStream in = new GZIPInputStream(object, BUFFER_BYTES)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes += count;
      }
      // To the end of the object, or the connection would not be kept for the next one.
      var _ = object.transferTo(OutputStream.nullOutputStream());
    }
    return bytes;
  }
}
