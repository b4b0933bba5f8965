package dev.buildmeister.aws;

import dev.buildmeister.store.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Secrets that are parameters of Systems Manager, of the type SecureString, whose names begin with
/// a prefix.
final class ParameterSecrets implements Secrets {
  private static final String SECURE = "SecureString";

  private final ParametersClient client;
  private final String prefix;

  ParameterSecrets(ParametersClient client, String prefix) {
    this.client = client;
    this.prefix = prefix;
  }

  @Override
  public Optional<Secret> get(String name) {
    String parameter = prefix + Secrets.checkName(name);
    return Aws.call("get parameter " + parameter, () -> find(parameter))
        .map(found -> new Secret(name, Secrets.withoutLineBreaksAtEnd(secure(parameter, found))));
  }

  private Optional<ParametersClient.Parameter> find(String parameter) {
    try {
      return Optional.of(client.getParameter(parameter));
    } catch (AwsServiceException e) {
      if (Aws.code(e).equals("ParameterNotFound")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String secure(String name, ParametersClient.Parameter found) {
    if (!found.type().equals(SECURE)) {
      String why =
          "parameter "
              + name
              + " is a "
              + found.type()
              + ", which is kept in plain text; make it a SecureString";
      throw new UncheckedIOException(why, new IOException(why));
    }
    return found.value();
  }
}
