package dev.buildmeister.aws;

import dev.buildmeister.store.Secrets;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/// Secrets of Secrets Manager whose names begin with a prefix.
final class SecretsManagerSecrets implements Secrets {
  private final SecretsManagerClient client;
  private final String prefix;

  SecretsManagerSecrets(SecretsManagerClient client, String prefix) {
    this.client = client;
    this.prefix = prefix;
  }

  @Override
  public Optional<Secret> get(String name) {
    String id = prefix + Secrets.checkName(name);
    return Aws.call(
            "get secret " + id,
            () -> {
              try {
                return Optional.ofNullable(
                    client.getSecretValue(get -> get.secretId(id)).secretString());
              } catch (ResourceNotFoundException e) {
                return Optional.<String>empty();
              }
            })
        .map(value -> new Secret(name, Secrets.withoutLineBreaksAtEnd(value)));
  }
}
