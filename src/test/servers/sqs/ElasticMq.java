import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/// Runs ElasticMQ on a port of this machine until it is ended: `java -cp … ElasticMq.java PORT`.
public class ElasticMq {
  public static void main(String[] arguments) throws InterruptedException {
    SQSRestServerBuilder.withInterface("127.0.0.1")
        .withPort(Integer.parseInt(arguments[0]))
        .start()
        .waitUntilStarted();
    Thread.currentThread().join();
  }
}
