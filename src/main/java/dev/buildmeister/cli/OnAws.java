package dev.buildmeister.cli;

import dev.buildmeister.aws.AwsClients;
import dev.buildmeister.aws.Checkup;
import dev.buildmeister.aws.Finding;
import dev.buildmeister.cli.text.Io;
import dev.buildmeister.lambda.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `doctor` looks at on AWS: what the functions' environment names, or what options name in
/// its place.
final class OnAws {
  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      description = {
        "Looks at AWS too, at this bucket of logs. Default: $BUILDMEISTER_BUCKET; without either",
        "AWS is not looked at."
      })
  @Nullable String bucket;

  @Option(
      names = "--jobs-table",
      paramLabel = "NAME",
      description = "The table of jobs. Default: $BUILDMEISTER_JOBS_TABLE, else workflow-job.")
  @Nullable String jobsTable;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Our own table. Default: $BUILDMEISTER_TABLE, else buildmeister.")
  @Nullable String table;

  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      description = "The queue of logs: its ARN, address or name.")
  @Nullable String queue;

  @Option(
      names = "--secret",
      paramLabel = "REF",
      description = {
        "A secret that must be readable: ci/hook of Secrets Manager, ssm:/ci/hook of Systems",
        "Manager. May be given more than once."
      })
  List<String> secrets = List.of();

  /// The region: `AWS_REGION`, else `AWS_DEFAULT_REGION`, which the AWS CLI knows and the SDK does
  /// not, else what else programs of AWS go by, such as a profile.
  static Optional<String> region(Io io) {
    return Stream.of(Settings.REGION, "AWS_DEFAULT_REGION")
        .map(name -> io.env().getOrDefault(name, ""))
        .filter(region -> !region.isEmpty())
        .findFirst()
        .or(AwsClients::regionOfEnvironment);
  }

  /// Whether it is to be looked at.
  boolean isAsked(Io io) {
    return bucket != null
        || jobsTable != null
        || table != null
        || queue != null
        || !secrets.isEmpty()
        || !io.env().getOrDefault(Settings.BUCKET, "").isEmpty();
  }

  void check(Io io, Consumer<Finding> out) {
    Map<String, String> environment = new TreeMap<>(io.env());
    put(environment, Settings.BUCKET, bucket);
    put(environment, Settings.JOBS_TABLE, jobsTable);
    put(environment, Settings.TABLE, table);
    put(environment, Settings.REGION, region(io).orElse(null));
    Settings settings;
    try {
      settings = Settings.of(environment);
    } catch (IllegalArgumentException e) {
      out.accept(
          new Finding(
              "settings",
              Finding.Level.FAULT,
              String.valueOf(e.getMessage()),
              "set what the template sets, or give options: buildmeister help doctor"));
      return;
    }
    try (AwsClients clients = AwsClients.ofEnvironment(settings.region())) {
      Checkup.Subject subject =
          new Checkup.Subject(settings.bucket(), settings.tables(), queue, secrets);
      new Checkup(clients, subject, io.clock()).run(out);
    }
  }

  private static void put(Map<String, String> environment, String name, @Nullable String value) {
    if (value != null) {
      environment.put(name, value);
    }
  }
}
