package dev.buildmeister.cli;

import dev.buildmeister.Classifier;
import dev.buildmeister.job.Conclusion;
import dev.buildmeister.job.JobFacts.Fact;
import dev.buildmeister.job.JobId;
import dev.buildmeister.local.LocalStores;
import dev.buildmeister.store.JobUpdate;
import dev.buildmeister.store.JobUpdate.Detail;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Sample jobs that have ended, and their logs.
final class DemoStore {
  private static final long FIRST_ID = 1001;

  /// The samples are fragments that the rules are tested with, by the host that such jobs run on.
  private static final Map<String, List<String>> SAMPLES =
      Map.of(
          "github.com",
              List.of(
                  "github-pytest-assert",
                  "github-go-test",
                  "github-javac-gradle-first",
                  "github-jest",
                  "github-tsc-annotated",
                  "github-exit-137",
                  "github-runner-shutdown",
                  "github-passing-error-words"),
          "gitlab.com", List.of("gitlab-maven", "gitlab-rspec", "gitlab-timestamps-phpunit"),
          "circleci.com", List.of("circleci-cargo-test", "circleci-eslint", "circleci-mocha"));

  private DemoStore() {}

  /// Puts the jobs and their logs into stores; their ids count from 1001.
  static List<JobId> fill(LocalStores stores, Instant now) throws IOException {
    List<JobId> jobs = new ArrayList<>();
    for (String host : List.of("github.com", "gitlab.com", "circleci.com")) {
      for (String sample : SAMPLES.getOrDefault(host, List.of())) {
        jobs.add(put(stores, host, FIRST_ID + jobs.size(), sample, now));
      }
    }
    return jobs;
  }

  /// A job ends and its log arrives.
  private static JobId put(LocalStores stores, String host, long id, String sample, Instant now)
      throws IOException {
    FixtureLog fixture = read(sample);
    String repo = fixture.facts().get(Fact.REPO).orElse("acme/app");
    JobId job =
        new JobId(host, host.equals("circleci.com") ? "gh/" + repo : repo, Long.toString(id));
    Conclusion conclusion =
        fixture.facts().get(Fact.CONCLUSION).map(Conclusion::of).orElse(Conclusion.FAILURE);
    JobUpdate update =
        JobUpdate.completed(1, conclusion, now)
            .with(Detail.NAME, fixture.facts().get(Fact.JOB).orElse(sample))
            .with(Detail.BRANCH, fixture.facts().get(Fact.BRANCH).orElse("main"));
    var _ = stores.jobs().putFacts(job, update);
    var _ =
        stores.logs().put(job.logKey(), new ByteArrayInputStream(gzip(fixture.log())), Map.of());
    return job;
  }

  private static FixtureLog read(String sample) throws IOException {
    String name = "demo/" + sample + ".log";
    try (InputStream in = Classifier.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + name + " in the jar; build it again");
      }
      return FixtureLog.read(name, in.readAllBytes());
    }
  }

  private static byte[] gzip(byte[] log) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(log);
    }
    return bytes.toByteArray();
  }
}
