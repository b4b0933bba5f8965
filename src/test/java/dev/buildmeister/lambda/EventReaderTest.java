package dev.buildmeister.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.buildmeister.lambda.Event.Ask;
import dev.buildmeister.lambda.Event.Http;
import dev.buildmeister.lambda.EventReader.UnknownEventException;
import org.junit.jupiter.api.Test;

class EventReaderTest {
  private static Http http(String parameters) throws UnknownEventException {
    return (Http)
        EventReader.read(
            "{\"requestContext\": {\"http\": {\"method\": \"GET\"}}, \"queryStringParameters\": "
                + parameters
                + "}");
  }

  @Test
  void aDirectRequestMaySayAllThatThereIs() throws UnknownEventException {
    Ask ask =
        (Ask)
            EventReader.read(
                "{\"repo\": \"acme/app\", \"job_id\": 42, \"context_depth\": 3, \"temp_log\": true,"
                    + " \"dry_run\": true}");

    assertThat(ask.jobId()).isEqualTo("42");
    assertThat(ask.temporary()).isTrue();
    assertThat(ask.options().dryRun()).isTrue();
  }

  @Test
  void aMisspeltMemberOfADirectRequestIsRefusedByName() {
    assertThatThrownBy(
            () ->
                EventReader.read("{\"repo\": \"acme/app\", \"job_id\": \"42\", \"dryrun\": true}"))
        .isInstanceOf(UnknownEventException.class)
        .hasMessage(
            "'dryrun' is not known; a request may have repo, job_id, context_depth, temp_log,"
                + " dry_run");
  }

  @Test
  void aMisspeltJobIdIsRefusedByName() {
    assertThatThrownBy(() -> EventReader.read("{\"repo\": \"acme/app\", \"jobid\": \"42\"}"))
        .isInstanceOf(UnknownEventException.class)
        .hasMessageStartingWith("'jobid' is not known; a request may have repo, job_id,");
  }

  @Test
  void aRequestWithoutAJobIsToldThatItIsMissing() {
    assertThatThrownBy(() -> EventReader.read("{\"repo\": \"acme/app\"}"))
        .isInstanceOf(UnknownEventException.class)
        .hasMessageStartingWith("job_id is missing; ");
  }

  @Test
  void aMisspeltParameterOfAQueryIsRefusedByName() throws UnknownEventException {
    Http http = http("{\"repo\": \"acme/app\", \"job_id\": \"42\", \"dry-run\": \"true\"}");

    assertThat(http.ask()).isNull();
    assertThat(http.fault()).startsWith("'dry-run' is not known; a request may have repo, job_id,");
  }

  @Test
  void theSignatureOfAQueryIsNoneOfItsParameters() throws UnknownEventException {
    Http http =
        http("{\"job_id\": \"42\", \"X-Amz-Signature\": \"00\", \"x-amz-date\": \"20260801\"}");

    assertThat(http.ask()).isNotNull();
  }

  @Test
  void aQueryWithoutParametersIsToldThatTheJobIsMissing() throws UnknownEventException {
    assertThat(http("null").fault()).startsWith("job_id is missing; ");
  }

  @Test
  void aHostileNameIsShownShort() {
    assertThatThrownBy(
            () -> EventReader.read("{\"job_id\": \"42\", \"" + "x".repeat(5_000) + "\": 1}"))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }
}
